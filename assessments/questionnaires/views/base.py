"""What the pages of one assessment share: the record, its tabs, how it is told."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from assessments.questionnaires.models.assessments import Assessment
from records import permissions
from records.actors import Actor
from records.addresses import keep_moment, page_of
from records.history.past import current_moment
from records.models import Record
from records.pages import KindView
from records.shapes import Status, Tab


class AssessmentPage(KindView):
    """A page about one assessment."""

    def frame(self, record: Assessment, current: str) -> dict[str, object]:
        """Return what every such page shows around its content."""
        found = tabs(record, current)
        title = next((str(tab.label) for tab in found if tab.current), "")
        return {
            "record": record,
            "title": f"{title}: {record}" if title else str(record),
            "eyebrow": f"{self.kind.name} {record.ref}",
            "breadcrumbs": self.crumbs(record, title or str(record)),
            "statuses": self.badges(record),
            "tabs": found,
            "tabs_label": parts_label(record),
            "kind_name": record._meta.verbose_name,
            "may_change": self.may_change(record),
        }

    def badges(self, record: Record) -> list[Status]:
        """Return the badges beside the title."""
        shown = [
            column.show(record, self.actor) for column in self.kind.all_columns if column.badge
        ]
        return [item for item in shown if isinstance(item, Status)]

    def may_change(self, record: Record) -> bool:
        """Say whether the actor may answer here and now."""
        return may_answer(self.actor, record)


def may_answer(actor: Actor, record: Record) -> bool:
    """Say whether an actor may answer now: the past is read, and what is archived stays."""
    if current_moment() is not None or record.is_archived:
        return False
    return permissions.may(actor, "change", record)


def question_links(record: Assessment, *, may_change: bool) -> Callable[[str], str]:
    """Return where each question is answered, or read by those who may not answer."""
    questions, fixed = record.questions.by_id, record.fixed

    def to(name: str) -> str:
        if name not in questions:
            return ""
        if name in fixed or not may_change:
            return keep_moment(f"{page(record, 'answers')}#{name}")
        return f"{page(record, 'section', questions[name].section)}#{name}"

    return to


def page(record: Assessment, name: str, *args: object) -> str:
    """Return the address of one of the pages of an assessment."""
    return page_of(type(record), name, record.ref, *args)


def parts_label(record: Record) -> str:
    """Name the pages of an assessment together."""
    return _("Parts of this %(kind)s") % {"kind": record._meta.verbose_name}


def tabs(record: Any, current: str) -> list[Tab]:
    """Return the pages of an assessment; what compares editions stands before what compares two."""
    editions = page(record, "editions")
    pages = (
        ("detail", _("Result"), page(record, "detail")),
        ("questions", _("Questions"), page(record, "questions")),
        ("answers", _("Answers"), page(record, "answers")),
        ("editions", _("Compare"), editions or page(record, "beside")),
        ("history", _("History"), page(record, "history")),
    )
    return [Tab(label, keep_moment(url), name == current) for name, label, url in pages]
