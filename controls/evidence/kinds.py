"""How evidence is shown: what it shows, each time it was taken, and until when it is current."""

from typing import Any

import django_filters
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from controls.evidence import actions as evidence
from controls.evidence.forms import (
    HandInForm,
    TakenForm,
    ToClaimForm,
    ToImplementationForm,
    handed_in,
)
from controls.evidence.rules import FOREVER
from controls.models import Evidence, EvidenceRevision, EvidenceUse, Implementation
from governance import days
from records import values
from records.actors import Actor
from records.addresses import keep_moment, to, url_of
from records.forms import Section
from records.kinds import MenuPlace, RecordAction, RecordKind, Writes
from records.lists import Column, Filter
from records.panels import TablePanel
from records.shapes import Digest, Link, Row, Status


def with_currency(found: Any) -> Any:
    """Work out until when each is current on the day that is read."""
    return found.with_currency(days.day_read())


def currency(record: Any) -> Status:
    """Show whether evidence is current; the kind works it out."""
    if record.current_until is not None:
        return Status(gettext("Current"), "ok", until(record.current_until))
    if record.ended_on is not None:
        return Status(gettext("Stale"), "warn", gettext("since %(day)s") % _day(record.ended_on))
    return Status(gettext("Nothing handed in"), "neutral")


def until(day: Any) -> str:
    """Say until when something is current."""
    if day == FOREVER:
        return gettext("without an end")
    return gettext("until %(day)s") % _day(day)


def _day(day: Any) -> dict[str, str]:
    return {"day": date_format(day)}


def of_currency(found: Any, _name: str, asked: list[str]) -> Any:
    """Keep evidence that is current, stale, or not handed in yet."""
    if not asked:
        return found
    kept = found.none()
    if "current" in asked:
        kept |= found.filter(current_until__isnull=False)
    if "stale" in asked:
        kept |= found.filter(current_until__isnull=True, ended_on__isnull=False)
    if "none" in asked:
        kept |= found.filter(ended_on__isnull=True)
    return kept


def revision_rows(record: Evidence, _actor: Actor) -> list[Row]:
    """Tell each time that it was taken, the last one first."""
    revisions = EvidenceRevision.objects.filter(evidence=record).order_by("-pk")
    return [_revision_row(record, revision) for revision in revisions]


def _revision_row(record: Evidence, revision: EvidenceRevision) -> Row:
    what: object = Link(revision.link, revision.link, external=True)
    if revision.sha256:
        url = to("evidence-file", record.ref, revision.pk)
        what = Link(revision.file_name, url, filesizeformat(revision.byte_count))
    covers = [day for day in (revision.covers_from, revision.covers_to) if day]
    shown_until = until(revision.current_to) if revision.current_to else gettext("never")
    return Row(
        [
            [what, *([revision.note] if revision.note else [])],
            revision.collected_on,
            " – ".join(date_format(day) for day in covers),
            shown_until,
            revision.received_at,
            Digest(revision.sha256, gettext("Digest of the file")) if revision.sha256 else "",
        ]
    )


def use_rows(record: Evidence, actor: Actor) -> list[Row]:
    """Tell what it is attached to; what is out of reach is named by its reference alone."""
    found = EvidenceUse.objects.filter(evidence=record).select_related(
        "claim__control__unit",
        "claim__provision__edition__framework",
        "implementation__control",
        "implementation__unit",
        "implementation__use_case",
    )
    return [_use_row(use, actor) for use in found.order_by("pk")]


def _use_row(use: EvidenceUse, actor: Actor) -> Row:
    if use.claim is not None:
        provision = use.claim.provision
        url = keep_moment(provision.get_absolute_url())
        return Row(
            [
                values.linked(use.claim.control, actor),
                Link(provision.code, url, provision.title),
            ]
        )
    one: Any = use.implementation
    shown = values.linked(one, actor)
    return Row([shown, str(one.place) if isinstance(shown, Link) else ""])


def take(record: Evidence, *, actor: Actor, **given: Any) -> None:
    """Hand in evidence once more."""
    evidence.take(record, actor=actor, handed_in=handed_in(given))


def hand_in(record: Implementation, *, actor: Actor, **given: Any) -> None:
    """Add evidence to an implementation."""
    taken = handed_in(given)
    evidence.hand_in(record, actor=actor, values=given, handed_in=taken)


def evidence_of(record: Implementation, actor: Actor) -> list[Row]:
    """Tell the evidence of an implementation, as far as the actor may see it."""
    shown = EvidenceUse.objects.filter(implementation=record).values("evidence")
    found = with_currency(Evidence.objects.visible_to(actor).current()).filter(pk__in=shown)
    return [
        Row([Link(str(one), url_of(one), one.ref), currency(one), values.linked(one.owner, actor)])
        for one in found.select_related("owner").order_by("-id")
    ]


EVIDENCE_PANEL = TablePanel(
    title=_("Evidence"),
    headings=(_("Evidence"), _("State"), _("Owner")),
    rows=evidence_of,
    empty=_("None that you may see."),
)
HAND_IN = RecordAction(
    name="hand-in-evidence",
    label=_("Hand in evidence"),
    run=hand_in,
    needs="hand_in",
    reason="none",
    form=HandInForm,
    question=_("What shows that this control works here?"),
    consequences=(
        _("The digest of a file stands in the record, so that a signature names it."),
        _("A file is handed out as a download only, to who may take records out."),
    ),
    icon="paperclip",
    look="primary",
)
ATTACHING = (
    RecordAction(
        name="attach",
        label=_("Attach to an implementation"),
        run=evidence.attach,
        reason="none",
        form=ToImplementationForm,
        question=_("Which implementation does it show at work?"),
        icon="link",
    ),
    RecordAction(
        name="attach-to-claim",
        label=_("Attach to a claim"),
        run=evidence.attach,
        reason="none",
        form=ToClaimForm,
        question=_("Which claim of which control does it support?"),
        consequences=(_("It counts at the unit of this evidence and below it."),),
        icon="link",
    ),
    RecordAction(
        name="detach",
        label=_("Detach from an implementation"),
        run=evidence.detach,
        form=ToImplementationForm,
        question=_("From which implementation is it taken off?"),
        icon="x",
    ),
    RecordAction(
        name="detach-from-claim",
        label=_("Detach from a claim"),
        run=evidence.detach,
        form=ToClaimForm,
        question=_("From which claim is it taken off?"),
        icon="x",
    ),
)

EVIDENCE = RecordKind(
    model=Evidence,
    slug="evidence",
    menu=MenuPlace(
        group="controls",
        icon="paperclip",
        order=40,
        intro=_("What shows that controls work: each time it was taken, and until when it counts."),
        empty=_("It is handed in on the page of an implementation, or added here."),
    ),
    columns=(
        "name",
        Column(
            key="currency",
            label=_("State"),
            value=currency,
            sort="current_until",
            badge=True,
        ),
        Column(key="ended_on", label=_("Last day"), value=lambda one: one.ended_on, shown=False),
        "freshness",
        "unit",
        "owner",
        "updated_at",
    ),
    filters=(
        Filter(
            "currency",
            django_filters.MultipleChoiceFilter(
                method=of_currency,
                choices=[
                    ("current", _("current")),
                    ("stale", _("stale")),
                    ("none", _("nothing handed in")),
                ],
            ),
            _("State"),
        ),
        "unit",
        "owner",
        "freshness",
    ),
    search=("ref", "name", "description"),
    fields=(
        Section(
            _("What it is"),
            ("name", "unit", "owner", "description", "freshness", "valid_days"),
            hints={
                "freshness": _("By which rule it has to be taken anew."),
                "valid_days": _("How many days; has no meaning where it never grows stale."),
            },
        ),
    ),
    panels=(
        TablePanel(
            title=_("Handed in"),
            headings=(
                _("File or link"),
                _("Collected"),
                _("Covers"),
                _("Current"),
                _("Received"),
                _("Digest"),
            ),
            rows=revision_rows,
            empty=_("Nothing was handed in yet."),
        ),
        TablePanel(
            title=_("Attached to"),
            headings=(_("Record"), _("Where")),
            rows=use_rows,
            empty=_("Nothing yet: it proves no control."),
        ),
    ),
    actions=(
        RecordAction(
            name="take",
            label=_("Hand in anew"),
            run=take,
            needs="hand_in",
            reason="none",
            form=TakenForm,
            question=_("What was collected this time?"),
            consequences=(
                _("What was handed in before stays readable."),
                _("A signature of this evidence names its files by digest, so it grows stale."),
            ),
            icon="upload",
        ),
        *ATTACHING,
    ),
    writes=Writes(create=evidence.add, change=evidence.change, bulk=("owner",)),
)
