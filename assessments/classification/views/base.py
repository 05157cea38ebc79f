"""What the pages of one classification share: the record, its tabs, how it is told."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from assessments.classification.actions import evaluation
from assessments.classification.documents.law import LawBook
from assessments.classification.documents.telling import Teller
from assessments.classification.kinds.classifications import CLASSIFICATION
from assessments.models import Classification
from governance import days
from records import permissions
from records.addresses import keep_moment, to
from records.history import current_moment
from records.kinds import RecordKind
from records.models import Record
from records.templatetags.shapes import Status, Tab
from records.views.base import KindView


class ClassificationView(KindView):
    """A page about one classification."""

    kind: ClassVar[RecordKind] = CLASSIFICATION

    def frame(self, record: Classification, current: str) -> dict[str, Any]:
        """Return what every such page shows around its content."""
        names = {tab.label: tab for tab in tabs(record, current)}
        title = next((str(tab.label) for tab in names.values() if tab.current), "")
        return {
            "record": record,
            "title": f"{title}: {record}" if title else str(record),
            "eyebrow": f"{self.kind.name} {record.ref}",
            "breadcrumbs": self.crumbs(record, title or str(record)),
            "statuses": self.badges(record),
            "tabs": list(names.values()),
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
        if current_moment() is not None or record.is_archived:
            return False
        return permissions.may(self.actor, "change", record)

    def teller(self, record: Classification) -> Teller:
        """Return who tells the classification on pages."""
        return teller_of(record, self.may_change(record))


def teller_of(record: Classification, may_change: bool) -> Teller:
    """Return who tells a classification, with links to where questions are answered or read."""
    day = days.day_read()
    to = question_links(record, may_change=may_change)
    return Teller(record, law=LawBook(record.edition), day=day, question_url=to)


def question_links(record: Classification, *, may_change: bool) -> Callable[[str], str]:
    """Return where each question is answered, or read by those who may not answer."""
    questions = record.act.questionnaire.by_id
    fixed = evaluation.fixed(record.edition, record.act)

    def to(name: str) -> str:
        if name not in questions:
            return ""
        if name in fixed or not may_change:
            return keep_moment(f"{page('answers', record.ref)}#{name}")
        return f"{page('section', record.ref, questions[name].section)}#{name}"

    return to


def page(name: str, *args: Any) -> str:
    """Return the address of one of the pages of a classification."""
    return to(f"classification-{name}", *args)


def tabs(record: Record, current: str) -> list[Tab]:
    """Return the pages of a classification."""
    labels = (
        ("detail", _("Result")),
        ("questions", _("Questions")),
        ("answers", _("Answers")),
        ("editions", _("Compare")),
        ("history", _("History")),
    )
    return [
        Tab(label, keep_moment(page(name, record.ref)), name == current) for name, label in labels
    ]
