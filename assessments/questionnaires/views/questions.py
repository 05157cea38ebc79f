"""The questions of an assessment: the list of sections, one section, all answers at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.questionnaires import procedures
from assessments.questionnaires.actions import defaults
from assessments.questionnaires.actions.suggesting import offered
from assessments.questionnaires.documents.marks import since_last_time
from assessments.questionnaires.documents.sections import SectionState, parts_of, states_of
from assessments.questionnaires.forms.answers import ConfirmedForm
from assessments.questionnaires.models.assessments import Assessment, Inquiry
from assessments.questionnaires.views.asking import requests_of
from assessments.questionnaires.views.base import AssessmentPage, page
from governance.signoff import signing
from records.addresses import keep_moment
from records.errors import RuleError
from records.pages import respond
from records.shapes import Heading, Link, Row, TaskItem

# The ways to ask for sign-off, as kinds name them.
SENDING = frozenset({"send", "request-sign-off"})


class QuestionsView(AssessmentPage):
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
            "takeable": len(defaults.takeable(record)) if may_change else 0,
            "next_url": next_url(record, states) if may_change else "",
            "passed_on": [
                request_row(record, each) for each in requests_of(record).values() if each.is_open
            ],
            "passed_columns": [Heading(_("Question")), Heading(_("With")), Heading(_("Since"))],
            "last_time": since_last_time(record),
            "beside_url": page(record, "beside"),
            "suggestions": len(offered(record)) if may_change else 0,
            "adopt_url": page(record, "adopt"),
            **procedures.of(record).wording.beside(record),
            "answers_url": keep_moment(page(record, "answers")),
            "result_url": keep_moment(page(record, "detail")),
        }
        return respond(request, "assessments/questions.html", context)

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Answer what cannot decide the class by what counts for it, once that is confirmed."""
        record = self.record(ref, "change")
        questions = defaults.takeable(record)
        if "confirmed" not in request.POST:
            return self.ask(record, questions)
        try:
            done = defaults.take(record, actor=self.actor, questions=questions)
        except RuleError as refusal:
            messages.error(request, refusal.message)
            return redirect(page(record, "questions"))
        count = done.answered_count - record.answered_count
        told = ngettext(
            "%(count)s remaining question was answered by what counts for it.",
            "%(count)s remaining questions were answered by what counts for them.",
            count,
        )
        messages.success(request, told % {"count": count})
        return redirect(page(record, "answers"))

    def ask(self, record: Assessment, questions: frozenset[str]) -> HttpResponse:
        """Ask whether so many questions, of these parts, shall be answered by their defaults."""
        count = len(questions)
        question = ngettext(
            "Answer %(count)s question by its default?",
            "Answer %(count)s questions by their defaults?",
            count,
        )
        label = ngettext("Take %(count)s default", "Take %(count)s defaults", count)
        context = self.frame(record, "questions") | {
            "question": question % {"count": count},
            "consequences": [
                _("Of these parts: %(parts)s.") % {"parts": parts_of(record, questions)},
                _("Whatever can decide the class stays open: scope, bans and high-risk areas too."),
                _("Result, sign-off and pack mark these answers as taken by default."),
            ],
            "blockers": [] if count else [_("Every question that is open can decide the class.")],
            "danger": False,
            "form": ConfirmedForm(),
            "form_url": page(record, "questions"),
            "submit_label": label % {"count": count},
            "cancel_url": page(record, "questions"),
        }
        return respond(self.request, "records/confirm.html", context)


def request_row(record: Assessment, request: Inquiry) -> Row:
    """Return a question that a colleague has."""
    question = record.questions.by_id[request.question]
    url = page(record, "answers")
    cells = [Link(question.text, f"{url}#{question.id}"), request.asked_of.name, request.asked_at]
    return Row(cells, label=question.text)


def task(record: Assessment, state: SectionState, *, may_change: bool) -> TaskItem:
    """Return one section as a line of the list."""
    section = state.section
    url = page(record, "section", section.id)
    if not may_change:
        url = keep_moment(f"{page(record, 'answers')}#section-{section.id}")
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


def next_url(record: Assessment, states: list[SectionState]) -> str:
    """Return where to go on: the first section with something open, or the check of all answers."""
    for state in states:
        if state.open > state.passed_on:
            return page(record, "section", state.section.id)
    return page(record, "answers")


class AnswersView(AssessmentPage):
    """Show every answer before it is sent, each with the way to change it."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        record = self.record(ref)
        states = states_of(record, list(record.legal_views.all()))
        context = self.frame(record, "answers") | {
            "sections": [
                {"state": state, "rows": list(self.rows(record, state))} for state in states
            ],
            "open": record.open_count,
            "send_url": self.send_url(record),
            "questions_url": page(record, "questions"),
            "result_url": keep_moment(page(record, "detail")),
        }
        return respond(request, "assessments/answers.html", context)

    def send_url(self, record: Assessment) -> str:
        """Return where it is sent for sign-off, if it is signed at all and can be sent now."""
        ways = [each for each in self.kind.all_actions if each.name in SENDING]
        return next((page(record, way.name) for way in ways if way.when(record)), "")

    def rows(self, record: Assessment, state: SectionState) -> Any:
        """Yield the questions of a section with what was answered, or what counts instead."""
        sheet = record.sheet()
        given_by_edition = record.fixed
        requests = requests_of(record)
        asked = {question.id for question in state.asked}
        for question in record.questions.of_section(state.section.id):
            if question.id not in asked and question.id not in given_by_edition:
                continue
            yield {
                "question": question,
                "answer": question.told(sheet.effective[question.id]),
                "is_answered": question.id in record.answers,
                "is_by_default": question.id in record.by_default,
                "is_fixed": question.id in given_by_edition,
                "suggested": question.id in record.suggested,
                "passed_on": requests.get(question.id),
                "url": self.change_url(record, question.id, state, fixed=given_by_edition),
            }

    def change_url(
        self, record: Assessment, question: str, state: SectionState, *, fixed: frozenset[str]
    ) -> str:
        """Return where an answer is changed, or nothing for those who may not."""
        if not self.may_change(record):
            return ""
        if question in fixed:
            return page(record, "law")
        return f"{page(record, 'section', state.section.id)}#{question}"
