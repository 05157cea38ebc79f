"""The questions of a classification: the list of sections, one section, all answers at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions import classifications, evaluation
from assessments.documents.marks import since_last_time
from assessments.documents.sections import SectionState, states_of
from assessments.kinds import may_be_sent
from assessments.models import Classification, QuestionRequest
from assessments.views.asking import requests_of
from assessments.views.base import ClassificationView, page
from governance import signing
from records.addresses import keep_moment
from records.templatetags.shapes import Column, Link, Row, TaskItem
from records.views.base import respond


class QuestionsView(ClassificationView):
    """List the sections with what is open in each."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Answer with the list."""
        record = self.record(ref)
        is_signed = signing.standings([record])[record.pk].code == "signed"
        states = states_of(record, list(record.legal_views.all()), is_signed=is_signed)
        may_change = self.may_change(record)
        context = self.frame(record, "questions") | {
            "tasks": [
                task(record, state, may_change=may_change) for state in states if state.asked
            ],
            "not_asked": [state.section.title for state in states if not state.asked],
            "asked": record.asked_count,
            "answered": record.answered_count,
            "open": record.open_count - sum(state.passed_on for state in states),
            "next_url": next_url(record, states) if may_change else "",
            "passed_on": [
                request_row(record, each) for each in requests_of(record).values() if each.is_open
            ],
            "passed_columns": [Column(_("Question")), Column(_("With")), Column(_("Since"))],
            "last_time": since_last_time(record),
            "beside_url": page("beside", record.ref),
            "suggestions": sum(state.suggested for state in states),
            "adopt_url": page("adopt", record.ref),
            "law_url": page("law", record.ref),
            "law_title": record.act.questionnaire.editions[record.edition].title,
            "answers_url": keep_moment(page("answers", record.ref)),
            "result_url": keep_moment(page("detail", record.ref)),
        }
        return respond(request, "assessments/questions.html", context)

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Answer everything that is open by what counts for it."""
        record = self.record(ref, "change")
        before = record.answered_count
        done = classifications.answer_open(record, actor=self.actor)
        count = done.answered_count - before
        told = ngettext(
            "%(count)s open question was answered by what counts for it.",
            "%(count)s open questions were answered by what counts for them.",
            count,
        )
        messages.success(request, told % {"count": count})
        return redirect(page("answers", ref))


def request_row(record: Classification, request: QuestionRequest) -> Row:
    """Return a question that a colleague has."""
    question = record.act.questionnaire.by_id[request.question]
    url = page("answers", record.ref)
    cells = [Link(question.text, f"{url}#{question.id}"), request.asked_of.name, request.asked_at]
    return Row(cells, label=question.text)


def task(record: Classification, state: SectionState, *, may_change: bool) -> TaskItem:
    """Return one section as a line of the list."""
    section = state.section
    url = page("section", record.ref, section.id)
    if not may_change:
        url = keep_moment(f"{page('answers', record.ref)}#section-{section.id}")
    return TaskItem(
        label=section.title,
        url=url,
        state=state.state,
        detail=_("%(answered)s of %(asked)s answered")
        % {"answered": state.answered, "asked": len(state.asked)},
        hint=hint(state),
    )


def hint(state: SectionState) -> str:
    """Say what else is worth knowing of a section."""
    told = []
    if state.suggested:
        words = ngettext("%(count)s suggestion", "%(count)s suggestions", state.suggested)
        told.append(words % {"count": state.suggested})
    if state.passed_on:
        words = ngettext(
            "%(count)s question is with a colleague",
            "%(count)s questions are with colleagues",
            state.passed_on,
        )
        told.append(words % {"count": state.passed_on})
    if state.doubts:
        words = ngettext(
            "%(count)s answer needs a legal view",
            "%(count)s answers need a legal view",
            state.doubts,
        )
        told.append(words % {"count": state.doubts})
    if state.hidden:
        words = ngettext(
            "%(count)s question is not asked because of other answers",
            "%(count)s questions are not asked because of other answers",
            state.hidden,
        )
        told.append(words % {"count": state.hidden})
    return "; ".join(told)


def next_url(record: Classification, states: list[SectionState]) -> str:
    """Return where to go on: the first section with something open, or the check of all answers."""
    for state in states:
        if state.open > state.passed_on:
            return page("section", record.ref, state.section.id)
    return page("answers", record.ref)


class AnswersView(ClassificationView):
    """Show every answer before it is sent, each with the way to change it."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Answer with the page."""
        record = self.record(ref)
        told = self.teller(record)
        states = states_of(record, list(record.legal_views.all()))
        context = self.frame(record, "answers") | {
            "sections": [
                {"state": state, "rows": list(self.rows(record, state, told))} for state in states
            ],
            "open": record.open_count,
            "told": told,
            "send_url": page("send", record.ref) if may_be_sent(record) else "",
            "questions_url": page("questions", record.ref),
            "result_url": keep_moment(page("detail", record.ref)),
        }
        return respond(request, "assessments/answers.html", context)

    def rows(self, record: Classification, state: SectionState, told: Any) -> Any:
        """Yield the questions of a section with what was answered, or what counts instead."""
        sheet = evaluation.sheet_of(record)
        given_by_edition = evaluation.fixed(record.edition, record.act)
        requests = requests_of(record)
        asked = {question.id for question in state.asked}
        for question in record.act.questionnaire.of_section(state.section.id):
            if question.id not in asked and question.id not in given_by_edition:
                continue
            yield {
                "question": question,
                "answer": told.answer(question.id, sheet.effective[question.id]),
                "is_answered": question.id in record.answers,
                "is_fixed": question.id in given_by_edition,
                "suggested": question.id in record.suggested,
                "passed_on": requests.get(question.id),
                "url": self.change_url(record, question.id, state, fixed=given_by_edition),
            }

    def change_url(
        self, record: Classification, question: str, state: SectionState, *, fixed: frozenset[str]
    ) -> str:
        """Return where an answer is changed, or nothing for those who may not."""
        if not self.may_change(record):
            return ""
        if question in fixed:
            return page("law", record.ref)
        return f"{page('section', record.ref, state.section.id)}#{question}"
