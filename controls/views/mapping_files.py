"""Mappings as files: a matrix taken out in four forms, and a collection brought in."""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from controls import vocabulary
from controls.actions import mapping_files
from controls.actions.mapping_files import Compared
from controls.forms.mappings import MappingFileForm
from controls.models import Mapping, MappingState
from controls.views.matrix import Matrix, Narrowed, PairRead
from controls.views.matrix_page import MatrixPage
from controls.views.reading import today
from inventory.actions.imports import tables
from records import exports, permissions
from records.errors import Refused, RuleError
from records.history import current_moment
from records.templatetags.shapes import Column, Fact, Row
from records.values import Plain
from records.views.base import RecordsView, respond

LISTED_AT_MOST = 100


class MatrixExportView(MatrixPage):
    """Hand out the pairs of a matrix, filtered as the page is."""

    def get(self, request: HttpRequest, file_format: str, **codes: str) -> HttpResponseBase:
        """Answer with the file."""
        matrix = self.matrix(codes)
        if not permissions.may_somewhere(self.actor, "export"):
            raise Refused(_("Your role does not include taking lists out."))
        read = Narrowed(matrix, request.GET, today())
        if not read.form.is_valid():
            names = ", ".join(read.form.errors)
            sentence = _("A filter in the address cannot be read: %(names)s.") % {"names": names}
            return HttpResponse(sentence, status=400, content_type="text/plain")
        out = exports.new_file()
        if file_format == "oscal.json":
            out.write(json.dumps(oscal(read), ensure_ascii=False, indent=1).encode())
        elif file_format == "json":
            exports.write_json(about_for_programs(matrix), objects(read), out)
        else:
            writer = exports.write_csv if file_format == "csv" else exports.write_xlsx
            writer(sheet(read), out)
        out.seek(0)
        kind = exports.TYPES[file_format.rpartition(".")[2]]
        name = f"{codes['framework']}--{codes['other']}-{today():%Y-%m-%d}.{file_format}"
        return FileResponse(out, as_attachment=True, filename=name, content_type=kind)


def oscal(read: Narrowed) -> dict[str, Any]:
    """Return the recorded pairs as a mapping collection; derived ones nobody has judged."""
    matrix = read.matrix
    mappings = matrix.records(read.shown)
    return mapping_files.as_oscal(
        [mappings[pair.ref] for pair in read.shown if pair.ref],
        title=f"{matrix.first.name} × {matrix.second.name}",
        moment=current_moment() or timezone.now(),
        titles={e.framework.code: e.framework.title for e in (matrix.first, matrix.second)},
    )


def sheet(read: Narrowed) -> exports.Sheet:
    """Return the table for people."""
    first, second = read.matrix.first, read.matrix.second
    headings = [
        first.framework.short_title,
        _("Title"),
        _("Relation"),
        second.framework.short_title,
        _("Title"),
        _("Strength"),
        _("State"),
        _("Rests on"),
        _("Why"),
        _("Published in"),
    ]
    about = {
        _("From"): first.title,
        _("To"): second.title,
        _("Read on"): today().isoformat(),
        _("Note"): _("A derived pair is as strong as the weakest mapping it rests on."),
    }
    title = f"{first.framework.code} {second.framework.code}"
    return exports.Sheet(title, headings, lines(read), about)


def lines(read: Narrowed) -> Iterator[list[Plain]]:
    """Yield the cells of each pair."""
    mappings = read.matrix.records(read.shown)
    for pair in read.shown:
        yield line(read.matrix, pair, mappings.get(pair.ref))


def line(matrix: Matrix, pair: PairRead, mapping: Mapping | None) -> list[Plain]:
    """Return the cells of one pair."""
    here, there = matrix.outlines
    state = str(MappingState(mapping.state).label) if mapping else _("derived")
    return [
        pair.first,
        here.titles[pair.first],
        vocabulary.say(vocabulary.RELATIONS, pair.relation),
        pair.second,
        there.titles[pair.second],
        pair.strength,
        state,
        mapping.ref if mapping else " › ".join(hop.pair.ref for hop in pair.hops),
        mapping.rationale if mapping else "",
        "; ".join(mapping.published_in) if mapping else "",
    ]


def about_for_programs(matrix: Matrix) -> dict[str, Any]:
    """Say what the JSON file is about."""
    return {
        name: {"framework": edition.framework.code, "edition": edition.code}
        for name, edition in (("source", matrix.first), ("target", matrix.second))
    }


def objects(read: Narrowed) -> Iterator[dict[str, Any]]:
    """Yield each pair for programs."""
    mappings = read.matrix.records(read.shown)
    for pair in read.shown:
        yield as_object(pair, mappings.get(pair.ref))


def as_object(pair: PairRead, mapping: Mapping | None) -> dict[str, Any]:
    """Return a pair for programs, read from the first edition to the second."""
    return {
        "source": pair.first,
        "target": pair.second,
        "relation": pair.relation,
        "strength": pair.strength,
        "basis": pair.basis,
        "ref": mapping.ref if mapping else None,
        "state": mapping.state if mapping else None,
        "rationale": mapping.rationale if mapping else None,
        "published_in": list(mapping.published_in) if mapping else [],
        "path": [
            {"ref": hop.pair.ref, "from": hop.start.code, "to": hop.end.code,
             "framework": hop.end.framework, "strength": hop.strength}
            for hop in pair.hops
        ],
    }  # fmt: skip


class MappingImportView(RecordsView):
    """Bring a mapping collection in: look at what it would add, then say yes."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the file."""
        self.check()
        return self.show(MappingFileForm(actor=self.actor))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show what the file would do, or do it."""
        self.check()
        form = MappingFileForm(request.POST, request.FILES, actor=self.actor)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            data = form.data_sent()
            compared = mapping_files.compare(data, name=form.cleaned_data["name"])
            if "confirm" not in request.POST:
                return self.preview(form, compared, tables.keep(data))
            unit = form.cleaned_data["unit"]
            added = mapping_files.bring_in(compared, unit=unit, actor=self.actor)
        except RuleError as refusal:
            form.add_error(None, refusal.message)
            return self.show(form, status=422)
        messages.success(request, _("%(count)s mappings were added.") % {"count": len(added)})
        return redirect(reverse("crosswalk"))

    def check(self) -> None:
        """Refuse in the past, and to those who may not import anywhere."""
        self.refuse_in_past()
        if not permissions.may_somewhere(self.actor, "import"):
            raise Refused(_("Your role does not include this for any unit."))

    def show(self, form: MappingFileForm, status: int = 200) -> HttpResponse:
        """Answer with the form."""
        context = self.head() | {
            "form": form,
            "submit_label": _("Look at the file"),
            "cancel_url": reverse("crosswalk"),
        }
        return respond(self.request, "records/form.html", context, status=status)

    def preview(self, form: MappingFileForm, compared: Compared, sha256: str) -> HttpResponse:
        """Answer with what the file would do."""
        context = self.head() | {
            "kept": {
                "sha256": sha256,
                "name": form.cleaned_data["name"],
                "unit": form.cleaned_data["unit"].pk,
                "_key": form.cleaned_data["_key"],
            },
            "facts": facts(compared),
            "problems": [
                Row([number, sentence]) for number, sentence in compared.problems[:LISTED_AT_MOST]
            ],
            "problem_columns": [Column(_("Line")), Column(_("What is wrong"))],
            "new": [
                Row([entry.source_code, vocabulary.say(vocabulary.RELATIONS, entry.relation),
                     entry.target_code, entry.strength, entry.rationale])
                for entry in compared.new[:LISTED_AT_MOST]
            ],
            "new_columns": [Column(_("Provision")), Column(_("Relation")), Column(_("Provision")),
                            Column(_("Strength")), Column(_("Why"))],
            "differing": [
                Row([ref, f"{entry.source_code} – {entry.target_code}", entry.line])
                for entry, ref in compared.differing[:LISTED_AT_MOST]
            ],
            "differing_columns": [Column(_("Mapping")), Column(_("Pair")), Column(_("Line"))],
            "cancel_url": reverse("crosswalk-import"),
            "can_go_on": bool(compared.new) and not compared.problems,
        }  # fmt: skip
        return respond(self.request, "controls/mapping_import.html", context)

    def head(self) -> dict[str, Any]:
        """Return what the head of the page needs."""
        title = _("Bring mappings in")
        return {
            "title": title,
            "intro": _("Nothing is written before you have seen what would be added."),
            "breadcrumbs": [
                {"label": _("Crosswalk"), "url": reverse("crosswalk")},
                {"label": title, "url": ""},
            ],
        }


def facts(compared: Compared) -> list[Fact]:
    """Count what a file would do."""
    found = [
        Fact(_("New, added as proposals"), len(compared.new)),
        Fact(_("Here already, the same"), len(compared.same)),
        Fact(_("Here already, but different: left as they are"), len(compared.differing)),
        Fact(_("Problems"), len(compared.problems)),
    ]
    if compared.without_relation:
        label = _("Say that there is no relationship: left out")
        found.append(Fact(label, compared.without_relation))
    return found
