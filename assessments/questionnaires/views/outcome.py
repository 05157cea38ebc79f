"""The result of an assessment by its questionnaire's own rules, with reasons and doubts."""

from typing import Any

from django.utils.translation import gettext as _

from assessments.questionnaires.documents.doubts import doubts_of
from assessments.questionnaires.documents.outcome import left_open, reasons_of, result_of
from assessments.questionnaires.models.assessments import Assessment
from assessments.questionnaires.views.base import page, question_links, tabs
from records import permissions, values
from records.addresses import url_of
from records.history import current_moment
from records.templatetags.shapes import Action, Fact, Link, Look
from records.views.base import respond
from records.views.detail import DetailView

# Offered elsewhere on the page, or to programs alone.
ELSEWHERE = frozenset({"answers", "legal-view", "ask", "withdraw-question"})


class OutcomeView(DetailView):
    """Show what came of an assessment."""

    def get(self, request: Any, ref: str) -> Any:
        """Answer with the page."""
        return respond(request, "assessments/outcome.html", self.context(self.record(ref)))

    def context(self, record: Any) -> dict[str, Any]:
        """Tell the outcome beside what every record shows."""
        may_change = self.may_change(record)
        links = question_links(record, may_change=may_change)
        return super().context(record) | {
            "record": record,
            "tabs": tabs(record, "detail"),
            "may_change": may_change,
            "result": result_of(record),
            "left_open": left_open(record),
            "reasons": reasons_of(record, links),
            "doubts": doubts_of(record, list(record.legal_views.all()), question_url=links),
            "questions_url": page(record, "questions"),
            "view_url": page(record, "legal-view"),
        }

    def may_change(self, record: Assessment) -> bool:
        """Say whether the actor may answer here and now."""
        if current_moment() is not None or record.is_archived:
            return False
        return permissions.may(self.actor, "change", record)

    def side_facts(self, record: Any) -> list[Fact]:
        """Put what was assessed and by which questions before what every record has."""
        subject = record.subject
        words = {"answered": record.answered_count, "asked": record.asked_count}
        asked = record.questionnaire
        return [
            Fact(subject._meta.verbose_name.capitalize(), values.linked(subject, self.actor)),
            Fact(_("Questionnaire"), Link(asked.title, url_of(asked), asked.edition)),
            Fact(_("Answered"), _("%(answered)s of %(asked)s questions") % words),
            *super().side_facts(record),
        ]

    def actions(self, record: Any) -> list[Action]:
        """Lead to the questions first; what has a page of its own is offered there."""
        elsewhere = {self.kind.url(name, record.ref) for name in ELSEWHERE}
        found = [item for item in super().actions(record) if item.url not in elsewhere]
        if not self.may_change(record):
            return found
        label = _("Change answers") if record.is_answered else _("Answer the questions")
        look: Look = "secondary" if record.is_answered else "primary"
        return [Action(label, page(record, "questions"), "clipboard-list", look), *found]
