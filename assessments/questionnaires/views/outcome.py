"""The result of an assessment by its questionnaire's own rules, with reasons and doubts."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assessments.questionnaires.documents.doubts import doubts_of
from assessments.questionnaires.documents.outcome import left_open, reasons_of, result_of
from assessments.questionnaires.views.base import may_answer, page, question_links, tabs
from records import values
from records.addresses import keep_moment, url_of
from records.pages import DetailView, respond
from records.shapes import Action, Digest, Fact, Link
from records.wording import in_words

# Offered elsewhere on the page, or to programs alone.
ELSEWHERE = frozenset({"answers", "legal-view", "ask", "withdraw-question"})


class OutcomeView(DetailView):
    """Show what came of an assessment; a kind of its own sort tells another story."""

    template: ClassVar[str] = "assessments/outcome.html"

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        record = self.record(ref)
        return respond(request, self.template, self.context(record) | self.story(record))

    def context(self, record: Any) -> dict[str, Any]:
        """Add the pages of an assessment to what every record shows."""
        return super().context(record) | {"tabs": tabs(record, "detail")}

    def story(self, record: Any) -> dict[str, Any]:
        may_change = may_answer(self.actor, record)
        links = question_links(record, may_change=may_change)
        return {
            "record": record,
            "may_change": may_change,
            "result": result_of(record),
            "left_open": left_open(record),
            "reasons": reasons_of(record, links),
            "doubts": doubts_of(record, list(record.legal_views.all()), question_url=links),
            "questions_url": keep_moment(page(record, "questions")),
            "view_url": page(record, "legal-view"),
        }

    def side_facts(self, record: Any) -> list[Fact]:
        """Put what the outcome rests on before what every record has."""
        subject, asked = record.subject, record.questionnaire
        words = {"answered": record.answered_count, "asked": record.asked_count}
        digest = _("Digest of the questionnaire")
        return [
            Fact(subject._meta.verbose_name.capitalize(), values.linked(subject, self.actor)),
            *self.read_by(record),
            Fact(_("Answered"), _("%(answered)s of %(asked)s questions") % words),
            Fact(_("Questionnaire"), Link(asked.title, url_of(asked), in_words(asked.edition))),
            Fact(digest, Digest(record.questionnaire_digest, digest)),
            *super().side_facts(record),
        ]

    def read_by(self, _record: Any) -> list[Fact]:
        """Return by what the answers are read, beside the questionnaire."""
        return []

    def actions(self, record: Any) -> list[Action]:
        """Lead to the questions first while some are open; else to what comes next."""
        elsewhere = {self.kind.url(name, record.ref) for name in ELSEWHERE}
        found = [item for item in super().actions(record) if item.url not in elsewhere]
        if not may_answer(self.actor, record):
            return found
        url = page(record, "questions")
        if record.is_answered:
            return [*found[:1], Action(_("Change answers"), url, "clipboard-list"), *found[1:]]
        return [Action(_("Answer the questions"), url, "clipboard-list", "primary"), *found]
