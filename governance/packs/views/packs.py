"""Evidence packs: asking for one after a look at its gaps, and handing it out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
)
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Pack, SignOff, Unit
from governance.packs import actions as packs
from governance.packs.chapters import WORDS, counts_of, findings_told, gravest_first
from governance.packs.contents import LISTED_AT_MOST, Contents, collect
from governance.packs.forms import MakePackForm, MomentAtUnitForm, MomentForm
from governance.packs.kinds import completeness
from governance.signoff.kinds import kind_name
from records import kinds
from records.actors import Actor
from records.documents.sections import CompletenessLine, DocumentReading
from records.errors import RuleError
from records.kinds import RecordAction
from records.models import Record
from records.pages import DetailView, KindView, respond
from records.panels import Panel
from records.shapes import Fact, Link, Status


class MakePackView(KindView):
    """Show what a pack of a record would hold and lack as of a moment, and ask for it."""

    needs: ClassVar[str] = "pack"

    def form(self, data: QueryDict | None) -> MomentForm:
        """Return the form that asks what the pack is to be of."""
        return MomentForm(data)

    def scope(self, ref: str) -> Unit | None:
        """Return the unit at which the record is looked at, where it belongs to none by itself."""
        return None

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Show the preview."""
        record = self.record(ref, self.needs)
        self.refuse_in_past()
        form = self.form(request.GET or None)
        if form.is_bound and not form.is_valid():
            return self.show(record, form, None, status=422)
        moment = form.moment() if form.is_bound else timezone.now()
        return self.show(record, form, moment)

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Ask for the pack of the moment that was looked at."""
        record = self.record(ref, self.needs)
        form = MakePackForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(map(str, form.errors["moment"])))
            return redirect(request.path)
        scope = self.scope(form.cleaned_data["at"])
        moment = form.cleaned_data["moment"]
        asked = packs.request(record, moment=moment, actor=self.actor, scope=scope)
        return redirect("job-detail", asked.pk)

    def show(
        self, record: Any, form: MomentForm, moment: datetime | None, status: int = 200
    ) -> HttpResponse:
        """Answer with the page."""
        at = str(form.data.get("at", ""))
        contents, trouble = self.preview(record, moment, at)
        context = {
            "title": _("Make an evidence pack"),
            "eyebrow": f"{self.kind.name} {record.ref}",
            "intro": str(record),
            "breadcrumbs": self.crumbs(record, _("Evidence pack")),
            "moment_form": form,
            "moment": moment,
            "trouble": trouble,
            "make_form": MakePackForm(initial={"moment": moment.isoformat(), "at": at})
            if contents and moment
            else None,
            "cancel_url": self.kind.url("detail", record.ref),
        }
        if contents:
            context |= _told(contents)
        return respond(self.request, "governance/make_pack.html", context, status=status)

    def preview(
        self, record: Record, moment: datetime | None, at: str
    ) -> tuple[Contents | None, str]:
        """Return what the pack would say, or why there is nothing to say."""
        if moment is None:
            return None, ""
        try:
            reading = DocumentReading(self.actor, moment, scope=self.scope(at))
            return collect(record, reading), ""
        except RuleError as refusal:
            return None, refusal.message


class MakePackAtUnitView(MakePackView):
    """Ask at which unit first: what it is made of belongs to none."""

    needs = "view"

    def dispatch(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        """Refuse whoever may not read it, or may make packs nowhere."""
        self.record(str(named["ref"]), "view")
        self.require_somewhere("pack")
        return super().dispatch(request, *args, **named)

    def form(self, data: QueryDict | None) -> MomentForm:
        """Ask for the unit as well."""
        return MomentAtUnitForm(data, actor=self.actor)

    def scope(self, ref: str) -> Unit | None:
        """Return the unit, within reach of who asks."""
        unit: Unit | None = Unit.objects.visible_to(self.actor, "pack").filter(ref=ref).first()
        if unit is None:
            raise Http404
        return unit

    def show(
        self, record: Any, form: MomentForm, moment: datetime | None, status: int = 200
    ) -> HttpResponse:
        """Show nothing before a unit was chosen."""
        return super().show(record, form, moment if form.is_bound else None, status)


def _told(contents: Contents) -> dict[str, Any]:
    open_gaps = gravest_first(gap for gap in contents.gaps if gap.level != "ok")
    return {
        "chapters": [_("Summary"), *(str(chapter.title) for chapter in contents.chapters),
                     _("Completeness"), _("Proof")],
        "records": [f"{record.ref} {record}" for record in contents.records],
        "counts": counts_of(contents),
        "findings": findings_told(contents),
        "looked_at": contents.looked_at,
        "checks": contents.looked.looked,
        "not_looked_at": contents.looked.not_looked_at,
        "gaps": [_gap(gap) for gap in open_gaps[:LISTED_AT_MOST]],
        "more_gaps": max(len(open_gaps) - LISTED_AT_MOST, 0),
        "is_sample": contents.unit.is_sample,
        "remarks": contents.remarks,
        "pages": contents.pages,
    }  # fmt: skip


def _gap(gap: CompletenessLine) -> dict[str, Any]:
    return {"state": Status(*WORDS[gap.level]), "text": gap.text}


class PackView(DetailView):
    """Show a pack: what it is of, its digests, and how it is checked elsewhere."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Answer with the page."""
        record: Pack = self.record(ref)
        context = self.context(record) | {
            "record": record,
            "facts": self.facts(record),
            "facts_title": _("The pack"),
            "digests": [
                (_("Pack id: digest of the manifest"), record.manifest_digest),
                (_("Digest of the file"), record.sealed_digest),
                (_("Digest of the file before sealing"), record.unsealed_digest),
            ],
            "command": f"python3 verify.py {file_name(record)}",
        }
        return respond(request, "governance/pack.html", context)

    def panels(self) -> Iterable[Panel]:
        """Return what higher floors add; the pack's own fields are told by the page."""
        yield from self.kind.all_panels

    def facts(self, pack: Pack) -> list[Fact]:
        """Return what the pack is of."""
        url = kinds.url_of_link({"kind": pack.subject_kind, "ref": pack.subject_ref})
        subject: object = Link(pack.title, url, pack.subject_ref) if url != "/" else pack.title
        return [
            Fact(kind_name(pack), subject, wide=True),
            Fact(_("As of"), pack.moment),
            Fact(_("Ledger size that proves it"), pack.size),
            Fact(_("Completeness"), completeness(pack)),
            Fact(_("Size"), filesizeformat(pack.byte_count)),
        ]


class PackFileView(KindView):
    """Hand out the sealed file of a pack to who may take it out."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponseBase:
        """Answer with the PDF as a download."""
        pack: Pack = self.record(ref, "export")
        if not default_storage.exists(pack.file):
            raise Http404
        answer = FileResponse(
            default_storage.open(pack.file),
            as_attachment=True,
            filename=file_name(pack),
            content_type="application/pdf",
        )
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer


def file_name(pack: Pack) -> str:
    """Name the file of a pack after the record it is about."""
    return f"{pack.subject_ref}-{pack.ref}.pdf"


MAKE_PACK = RecordAction(
    name="pack",
    label=gettext_lazy("Make evidence pack"),
    needs="pack",
    view=MakePackView,
    icon="files",
    leads=True,
    api=False,
)
# Whoever makes packs somewhere may export there; where that is, the page asks.
MAKE_PACK_AT_UNIT = replace(MAKE_PACK, needs="export", view=MakePackAtUnitView)
DOWNLOAD = RecordAction(
    name="file",
    label=gettext_lazy("Download"),
    needs="export",
    view=PackFileView,
    icon="download",
    look="primary",
)


def carrying(sign_off: SignOff, actor: Actor) -> QuerySet[Pack]:
    """Return the packs that carry a signed state: those made of its record since it was asked."""
    packs: QuerySet[Pack] = Pack.objects.visible_to(actor)
    return packs.filter(subject_id=sign_off.subject_id, moment__gte=sign_off.created_at)
