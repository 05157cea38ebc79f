"""Passing one question to a colleague: asking, and answering what one was asked."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments.questionnaires.actions import asking
from assessments.questionnaires.actions.closing import open_request
from assessments.questionnaires.engine.questionnaire import Question
from assessments.questionnaires.forms.answers import AnswersForm
from assessments.questionnaires.forms.asking import AnswerAskedForm, AskForm, PassBackForm
from assessments.questionnaires.models.assessments import Assessment, Inquiry
from assessments.questionnaires.views.asking import guidance_on, shown
from assessments.questionnaires.views.base import AssessmentPage, page
from records.errors import RuleError
from records.pages import respond


class _OneQuestion(AssessmentPage):
    """A page about one question of an assessment."""

    def question(self, record: Assessment, name: str) -> Question:
        """Return a question that is asked now, or raise Http404."""
        found = record.questions.by_id.get(name)
        if found is None or name not in record.sheet().visible:
            raise Http404
        return found

    def story(self, record: Assessment, question: Question, title: str) -> dict[str, object]:
        """Return what both pages show: the question with its help and citation."""
        asked = shown(record, [question], record.answers, None)
        return self.frame(record, "questions") | {
            "title": title,
            "breadcrumbs": self.crumbs(record, title),
            "asked": asked[0],
            "section": next(
                each for each in record.questions.sections if each.id == question.section
            ),
            "guidance": guidance_on(record, question.section),
            "key": uuid4().hex,
        }


class AskView(_OneQuestion):
    """Ask a colleague one question."""

    def get(self, request: HttpRequest, ref: str, question: str) -> HttpResponse:
        """Show whom one can ask."""
        record = self.record(ref, "change")
        self.refuse_in_past()
        return self.show(record, self.question(record, question), self.form(record))

    def post(self, request: HttpRequest, ref: str, question: str) -> HttpResponse:
        """Pass the question on, or say why not."""
        record = self.record(ref, "change")
        one = self.question(record, question)
        form = self.form(record, request.POST)
        if not form.is_valid():
            return self.show(record, one, form, status=422)
        person = form.cleaned_data["person"]
        try:
            asking.ask(
                record,
                actor=self.actor,
                question=question,
                person=person,
                note=form.cleaned_data["note"],
            )
        except RuleError as refusal:
            form.add_error(None, refusal.message)
            return self.show(record, one, form, status=422)
        told = _("%(name)s has the question now and gets a mail.") % {"name": person.name}
        messages.success(request, told)
        return redirect(f"{page(record, 'section', one.section)}#{one.id}")

    def form(self, record: Assessment, data: object = None) -> AskForm:
        """Return the form, offering everybody but the actor who may see the record."""
        people = asking.who_may_be_asked(record).exclude(pk=self.actor.person.pk)
        return AskForm(data, people=people, initial={"_key": uuid4().hex})

    def show(
        self, record: Assessment, question: Question, form: AskForm, status: int = 200
    ) -> HttpResponse:
        context = self.story(record, question, _("Ask a colleague")) | {
            "form": form,
            "submit_label": _("Ask"),
            "cancel_url": f"{page(record, 'section', question.section)}#{question.id}",
        }
        return respond(self.request, "assessments/ask.html", context, status=status)


class AskedView(_OneQuestion):
    """Answer exactly the question one was asked, or say that one does not know either."""

    def get(self, request: HttpRequest, ref: str, question: str) -> HttpResponse:
        """Show the question and who asks it."""
        record = self.record(ref)
        self.refuse_in_past()
        request_ = self.mine(record, question)
        if request_ is None:
            return self.no_longer(record)
        return self.show(record, question, request_)

    def post(self, request: HttpRequest, ref: str, question: str) -> HttpResponse:
        """Keep the answer, or give the question back."""
        record = self.record(ref)
        asked = self.mine(record, question)
        if asked is None:
            return self.no_longer(record)
        if "pass_back" in request.POST:
            return self.pass_back(record, question, asked)
        one = self.question(record, question)
        answers, comment = AnswersForm([one], request.POST), AnswerAskedForm(request.POST)
        if not (answers.is_valid() and comment.is_valid()):
            return self.show(record, question, asked, answers=answers, status=422)
        if question not in answers.given():
            answers.add_error(f"q-{question}", _("Choose an answer, or give the question back."))
            return self.show(record, question, asked, answers=answers, status=422)
        try:
            asking.answer_asked(
                record,
                actor=self.actor,
                question=question,
                answer=answers.given()[question],
                comment=comment.cleaned_data["comment"],
            )
        except RuleError as refusal:
            answers.add_error(None, refusal.message)
            return self.show(record, question, asked, answers=answers, status=422)
        messages.success(request, _("Thank you. Your answer was recorded."))
        return redirect(page(record, "detail"))

    def pass_back(self, record: Assessment, question: str, asked: Inquiry) -> HttpResponse:
        """Give the question back with what is known."""
        form = PassBackForm(self.request.POST)
        if not form.is_valid():
            return self.show(record, question, asked, passing=form, status=422)
        asking.pass_back(record, actor=self.actor, question=question, **form.cleaned_data)
        name = asked.asked_by.name
        messages.success(self.request, _("%(name)s has the question again.") % {"name": name})
        return redirect("home")

    def mine(self, record: Assessment, question: str) -> Inquiry | None:
        """Return the open request to this actor, if there is one."""
        try:
            found = open_request(record, question)
        except RuleError:
            return None
        is_mine = self.actor.person is not None and found.asked_of_id == self.actor.person.pk
        return found if is_mine else None

    def no_longer(self, record: Assessment) -> HttpResponse:
        """Lead to the result where nothing is asked any more."""
        messages.info(self.request, _("This question does not wait for you any more."))
        return redirect(page(record, "detail"))

    def show(
        self,
        record: Assessment,
        question: str,
        asked: Inquiry,
        *,
        answers: AnswersForm | None = None,
        passing: PassBackForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        one = self.question(record, question)
        given = answers.given() if answers else {}
        context = self.story(record, one, _("A question for you")) | {
            "asked": shown(record, [one], given or record.answers, answers)[0],
            "request_": asked,
            "form": answers or AnswersForm([one]),
            "comment_form": AnswerAskedForm(self.request.POST if answers else None),
            "pass_back_form": passing or PassBackForm(auto_id="id_back_%s"),
            "subject": record.subject,
        }
        return respond(self.request, "assessments/asked.html", context, status=status)
