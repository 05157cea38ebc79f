"""The provisions of an edition as a file, narrowed as the page is."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from controls import vocabulary
from controls.models import Edition, Provision
from controls.views.editions import Reading
from controls.views.reading import LawView, pick
from records import exports, permissions
from records.errors import Refused
from records.values import Plain


class ProvisionExportView(LawView):
    """Hand out provisions as CSV, XLSX or JSON."""

    def get(
        self, request: HttpRequest, framework: str, edition: str, file_format: str
    ) -> HttpResponseBase:
        """Answer with the file."""
        editions = self.editions(framework)
        if not permissions.may_somewhere(self.actor, "export"):
            raise Refused(_("Your role does not include taking lists out."))
        read = Reading(request, pick(editions, edition))
        if not read.is_valid:
            names = ", ".join(read.form.errors)
            sentence = _("A filter in the address cannot be read: %(names)s.") % {"names": names}
            return HttpResponse(sentence, status=400, content_type="text/plain")
        out = exports.new_file()
        if file_format == "json":
            exports.write_json(_about_for_programs(read), map(as_object, read.found()), out)
        else:
            writer = exports.write_csv if file_format == "csv" else exports.write_xlsx
            writer(sheet(read), out)
        out.seek(0)
        name = f"{framework}-{edition}-{read.day:%Y-%m-%d}.{file_format}"
        return FileResponse(
            out, as_attachment=True, filename=name, content_type=exports.TYPES[file_format]
        )


def sheet(read: Reading) -> exports.Sheet:
    """Return the table for people."""
    headings = [
        _("Number"),
        _("Title"),
        _("In our words"),
        _("Kind"),
        _("Addressed to"),
        _("For which AI"),
        _("In this edition"),
        _("On %(day)s") % {"day": read.day.isoformat()},
        _("Applies from"),
        _("What changed"),
        _("Uncertain"),
        _("Citation"),
    ]
    rows = (row(provision, read.day) for provision in read.found())
    return exports.Sheet(read.edition.code, headings, rows, _about(read.edition, read.day))


def row(provision: Provision, day: date) -> list[Plain]:
    """Return the cells of one provision."""
    return [
        provision.code,
        provision.title,
        provision.summary,
        vocabulary.say(vocabulary.KINDS, provision.kind),
        "; ".join(vocabulary.say_all(vocabulary.ADDRESSEES, provision.addressees)),
        "; ".join(vocabulary.say_all(vocabulary.APPLIES_TO, provision.applies_to)),
        str(provision.get_status_display()),
        "" if provision.is_heading else str(vocabulary.STANDINGS[provision.standing_on(day).state]),
        "; ".join(f"{vocabulary.say_route(route)}: {on}" for route, on in _dated(provision)),
        provision.extra.get("change", ""),
        provision.uncertain_why,
        provision.citation,
    ]


def _dated(provision: Provision) -> Iterator[tuple[str, date]]:
    yield from sorted(provision.dates.items(), key=lambda item: item[1])


def _about(edition: Edition, day: date) -> dict[str, str]:
    return {
        _("Content"): edition.title,
        _("Reference"): edition.ref,
        _("Judged on"): day.isoformat(),
        _("Digest of the content"): edition.content_digest,
        _("Wording"): edition.own_words,
        _("Disclaimer"): edition.disclaimer,
        _("Not settled"): edition.uncertain_why or _("see the column “Uncertain”"),
    }


def _about_for_programs(read: Reading) -> dict[str, Any]:
    edition = read.edition
    return {
        "framework": edition.framework.code,
        "edition": edition.code,
        "ref": edition.ref,
        "content_digest": edition.content_digest,
        "on": read.day,
        "disclaimer": edition.disclaimer,
        "own_words": edition.own_words,
    }


def as_object(provision: Provision) -> dict[str, Any]:
    """Return a provision for programs: codes and dates as in the catalogue."""
    names = ("slug", "order", "title", "summary", "kind", "addressees", "applies_to", "status")
    return {
        "id": provision.code,
        **{name: getattr(provision, name) for name in names},
        "applies_from": provision.applies_from,
        "citation": provision.citation,
        "uncertain": provision.uncertain,
        "uncertain_why": provision.uncertain_why,
        **provision.extra,
    }
