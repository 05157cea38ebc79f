"""How findings are shown, what can be done to them, and how other records tell of theirs."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from governance import days
from governance.findings import actions as findings
from governance.findings.forms import ActionDoneForm, EffectivenessForm, RaiseForm, ReopenForm
from governance.findings.models import CorrectiveAction, Finding, FindingState
from governance.findings.telling import grade, next_step, state, with_progress
from governance.gaps.within import Within
from records import kinds, values
from records.actors import Actor
from records.addresses import url_of
from records.forms import PartRows, Section
from records.kinds import MenuPlace, RecordAction, RecordKind, Writes
from records.lists import Column, Filter
from records.models import Record
from records.panels import FactsPanel, TablePanel
from records.shapes import Link, Row

_WRITTEN = (
    "name",
    "unit",
    "owner",
    "grade",
    "source",
    "description",
    "requirement",
    "found_on",
    "due_on",
)
_MENDED = ("containment", "root_cause")
_SETTLED = ("checked_by", "checked_on", "check_result", "closed_by", "closed_on")


def _is_open(one: Any) -> bool:
    return not one.is_archived and not one.is_closed


def _is_pending(one: Any) -> bool:
    return _is_open(one) and one.is_pending


def _waits_for_check(one: Any) -> bool:
    is_done = one.is_planned and not one.is_pending
    return _is_open(one) and is_done and one.state != FindingState.EFFECTIVE


def _may_be_closed(one: Any) -> bool:
    is_bare = not one.needs_actions and not one.is_planned
    return _is_open(one) and (is_bare or one.state == FindingState.EFFECTIVE)


def _is_settled(one: Any) -> bool:
    settled = (FindingState.CLOSED, FindingState.EFFECTIVE)
    return not one.is_archived and one.state in settled


def subject_rows(one: Finding, actor: Actor) -> list[Row]:
    """Lead to what a finding is about; out of reach, that is its reference."""
    kind = kinds.by_code(one.subject_kind)
    if kind is None:
        return []
    found = kind.model.objects.visible_to(actor).filter(pk=one.subject_id).first()
    shown = Link(str(found), url_of(found), found.ref) if found else one.subject_ref
    return [Row([shown, kind.name])]


def done_rows(one: Finding, actor: Actor) -> list[Row]:
    """Tell what was done about a finding, by whom and when."""
    done = CorrectiveAction.objects.filter(finding=one, done_on__isnull=False)
    return [
        Row([each.name, each.done_on, values.linked(each.done_by, actor), each.result])
        for each in done.select_related("done_by").order_by("done_on", "id")
    ]


FINDING = RecordKind(
    model=Finding,
    slug="findings",
    menu=MenuPlace(
        group="governance",
        icon="alert-triangle",
        order=15,
        intro=_("What falls short of what was asked, and what is done so that it stays away."),
        empty=_("A finding is raised on the page of the record it is about, or added here."),
    ),
    columns=(
        "name",
        Column(
            key="grade",
            label=_("Grade"),
            value=grade,
            export=lambda one: one.get_grade_display(),
            sort="grade",
            badge=True,
        ),
        Column(
            key="state",
            label=_("State"),
            value=state,
            export=lambda one: one.get_state_display(),
            sort="state",
            badge=True,
        ),
        Column(key="next", label=_("Next step"), value=next_step),
        "due_on",
        Column(key="age", label=_("Days open"), value=lambda one: one.age.days, sort="age"),
        Column(key="subject_ref", label=_("About"), shown=False),
        "unit",
        "owner",
        *(Column(key=name, shown=False) for name in ("source", "found_on", *_SETTLED)),
    ),
    filters=(
        "grade",
        "state",
        Filter(
            "overdue",
            django_filters.BooleanFilter(field_name="is_overdue"),
            _("Overdue"),
        ),
        "owner",
        "unit",
        "source",
        "found_on",
    ),
    search=("ref", "name", "subject_ref", "description", "root_cause"),
    fields=(
        Section(
            _("The finding"),
            _WRITTEN,
            hints={
                "requirement": _("The clause, control or rule that asks for more."),
                "description": _("What was seen, where and when."),
            },
        ),
        Section(
            _("What is done about it"),
            _MENDED,
            hints={
                "containment": _("What was done at once, so that it does no more harm."),
                "root_cause": _("Why it could happen, not only what happened."),
            },
        ),
        PartRows(
            model="governance.CorrectiveAction",
            key="corrective_actions",
            title=_("Corrective actions"),
            intro=_("What is done so that it does not come up again, here or elsewhere."),
            names=("name", "owner", "due_on"),
        ),
    ),
    panels=(
        TablePanel(
            title=_("Done so far"),
            headings=(_("Action"), _("Done on"), _("Done by"), _("What was done")),
            rows=done_rows,
        ),
        FactsPanel(title=_("Effect and closing"), names=_SETTLED, optional=True),
        TablePanel(
            title=_("About"),
            headings=(_("Record"), _("Kind")),
            rows=subject_rows,
            side=True,
        ),
    ),
    actions=(
        RecordAction(
            name="act",
            label=_("Record what was done"),
            run=findings.act,
            reason="none",
            form=ActionDoneForm,
            question=_("Which action was carried out?"),
            consequences=(_("You can then neither check its effect nor close the finding."),),
            when=_is_pending,
            icon="check",
            leads=True,
        ),
        RecordAction(
            name="check",
            label=_("Check the effect"),
            run=findings.check,
            reason="none",
            form=EffectivenessForm,
            question=_("Did the actions remove the cause?"),
            consequences=(_("Only somebody who did none of the actions can say so."),),
            when=_waits_for_check,
            icon="eye",
            leads=True,
        ),
        RecordAction(
            name="close",
            label=_("Close"),
            run=findings.close,
            question=_("Close this finding?"),
            consequences=(_("It cannot be changed until it is reopened."),),
            when=_may_be_closed,
            icon="circle-check",
            leads=True,
        ),
        RecordAction(
            name="reopen",
            label=_("Reopen"),
            run=findings.reopen,
            form=ReopenForm,
            question=_("Open this finding again?"),
            consequences=(_("What was done and checked stays in its history."),),
            when=_is_settled,
            icon="refresh",
        ),
    ),
    writes=Writes(create=findings.create, change=findings.change, bulk=("owner",)),
    api_fields=(*_WRITTEN, *_MENDED, "subject_ref", "state", *_SETTLED),
)


def raise_finding(record: Record, *, actor: Actor, **given: Any) -> str:
    """Raise a finding about a record and lead to it."""
    return url_of(findings.raise_about(record, actor=actor, **given))


RAISE_FINDING = RecordAction(
    name="raise-finding",
    label=_("Raise a finding"),
    run=raise_finding,
    needs="create",
    reason="none",
    form=RaiseForm,
    question=_("What falls short here?"),
    consequences=(
        _("It stands at the unit of this record and moves with it; the same owner answers for it."),
    ),
    icon="alert-triangle",
)


def findings_of(record: Record, actor: Actor) -> list[Row]:
    """Tell the findings about a record and what hangs on it, as far as the actor may see them."""
    within = Within(actor=actor, day=days.day_read(), subject=record)
    reached = with_progress(within.records(Finding))
    return [
        Row([Link(str(one), url_of(one), one.ref), grade(one), state(one), one.due_on])
        for one in reached.order_by("-id")
    ]


FINDINGS_PANEL = TablePanel(
    title=_("Findings"),
    headings=(_("Finding"), _("Grade"), _("State"), _("To be closed by")),
    rows=findings_of,
)
