"""One section of the questions, or one question alone: asked, saved, followed by others."""

from collections.abc import Mapping, Sequence
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.questionnaires.actions import answering, asking, defaults
from assessments.questionnaires.actions.suggesting import offered
from assessments.questionnaires.documents.sections import states_of
from assessments.questionnaires.engine.questionnaire import Question
from assessments.questionnaires.forms.answers import AnswersForm, shown_ids
from assessments.questionnaires.models.assessments import Assessment
from assessments.questionnaires.views.asking import guidance_on, shown
from assessments.questionnaires.views.base import AssessmentPage, page
from assessments.questionnaires.views.place import QuestionPlace, first_open, following
from records.addresses import with_values
from records.errors import RuleError, StaleError
from records.ledger.canonical import JSON
from records.pages import respond
from records.shapes import ChangeLine

TEMPLATE = "assessments/section.html"
MODE = "classification_mode"
SINGLE = "single"


class SectionView(AssessmentPage):
    """Ask the questions of a section."""

    def get(self, request: HttpRequest, ref: str, section: str, question: str = "") -> HttpResponse:
        """Show the questions; `?mode=` switches between a section and one question a page."""
        place = self.place(ref, section, question)
        if request.GET.get("mode") in {SINGLE, "section"}:
            request.session[MODE] = request.GET["mode"]
            return redirect(page(place.record, "section", section))
        if self.is_single and place.question is None:
            return redirect(first_open(place))
        if not place.asked(place.record.answers):
            messages.info(request, _("Nothing is asked there with the answers given so far."))
            return redirect(page(place.record, "questions"))
        return self.show(place, place.record.answers)

    def post(
        self, request: HttpRequest, ref: str, section: str, question: str = ""
    ) -> HttpResponse:
        """Save what was answered; asked by HTMX, only show which questions follow from it."""
        place = self.place(ref, section, question)
        self.refuse_unknown(place)
        asked = shown_ids(request.POST.get("shown", ""), place.allowed)
        form = AnswersForm(asked, request.POST)
        is_valid = form.is_valid()
        if getattr(request, "htmx", None):
            return self.follow(place, form)
        if not is_valid:
            return self.show(place, self.merged(place, form), form=form, status=422)
        return self.save(place, form)

    @property
    def is_single(self) -> bool:
        """Say whether this person wants one question a page."""
        return bool(self.request.session.get(MODE) == SINGLE)

    def place(self, ref: str, section: str, question: str) -> QuestionPlace:
        """Return the place if it exists and may be filled in now."""
        record: Assessment = self.record(ref, "change")
        self.refuse_in_past()
        questionnaire = record.questions
        found = next((each for each in questionnaire.sections if each.id == section), None)
        one = questionnaire.by_id.get(question)
        if found is None or (question and (one is None or one.section != section)):
            raise Http404
        return QuestionPlace(record, found, one)

    def refuse_unknown(self, place: QuestionPlace) -> None:
        """Refuse to pass on or to take back a question that is not of this place."""
        known, post = {question.id for question in place.allowed}, self.request.POST
        if not {post[name] for name in ("ask", "withdraw") if name in post} <= known:
            raise Http404

    def merged(self, place: QuestionPlace, form: AnswersForm) -> dict[str, object]:
        """Return the stored answers with those of the page over them."""
        over = form.answers(place.record.said)
        both = {**place.record.answers, **over}
        return {name: value for name, value in both.items() if value is not None}

    def follow(self, place: QuestionPlace, form: AnswersForm) -> HttpResponse:
        """Show the questions anew where others are asked now; else say that nothing changes."""
        answers = self.merged(place, form)
        if [question.id for question in place.asked(answers)] == [q.id for q in form.questions]:
            return HttpResponse(status=204)
        return self.show(place, answers, form=form)

    def save(self, place: QuestionPlace, form: AnswersForm) -> HttpResponse:
        """Keep the answers and go on; nothing is lost where somebody else saved meanwhile."""
        record = place.record
        try:
            saved = answering.answer(
                record,
                actor=self.actor,
                answers=self.wanted(place, form),
                seen=form.cleaned_data["seen"],
            )
            saved = self.with_defaults(place, saved)
        except StaleError as stale:
            return self.show(
                place, self.merged(place, form), form=form, stale=stale.message, status=409
            )
        except RuleError as refusal:
            form.add_error(None, refusal.message)
            return self.show(place, self.merged(place, form), form=form, status=422)
        return self.go_on(QuestionPlace(saved, place.section, place.question), form)

    def with_defaults(self, place: QuestionPlace, saved: Assessment) -> Assessment:
        """Take the defaults of what is still open on the page, where its button asks for that."""
        here = {question.id for question in place.allowed} & defaults.takeable(saved)
        if "defaults" not in self.request.POST or not here:
            return saved
        return defaults.take(saved, actor=self.actor, questions=here)

    def wanted(self, place: QuestionPlace, form: AnswersForm) -> dict[str, object]:
        """Return the answers of the page; its buttons add suggestions."""
        record, post = place.record, self.request.POST
        answers = form.answers(record.said)
        adopted = post.get("adopt", "")
        if adopted == "*":
            return {**answers, **self.offered(place, answers)}
        item = record.suggested.get(adopted)
        if item and any(question.id == adopted for question in place.allowed):
            answers[adopted] = item["answer"]
        return answers

    def offered(self, place: QuestionPlace, answers: Mapping[str, object]) -> dict[str, object]:
        """Return what is on offer here beside the answers of the page."""
        both = {**place.record.answers, **answers}
        said = {name: value for name, value in both.items() if value is not None}
        return offered(place.record, said, among={question.id for question in place.allowed})

    def go_on(self, place: QuestionPlace, form: AnswersForm) -> HttpResponse:
        """Go to where the person wants, but first to questions that follow from the answers."""
        post, record = self.request.POST, place.record
        if "ask" in post:
            return redirect(page(record, "ask-one", post["ask"]))
        if "withdraw" in post:
            return self.withdraw(place, post["withdraw"])
        was = {question.id for question in form.questions}
        new = [each for each in place.asked(record.answers) if each.id not in was]
        if new and place.question is None:
            told = ngettext(
                "Saved. %(count)s more question follows from your answers.",
                "Saved. %(count)s more questions follow from your answers.",
                len(new),
            )
            messages.info(self.request, told % {"count": len(new)})
            return redirect(f"{place.url}#{new[0].id}")
        if post.get("adopt") or "defaults" in post:
            messages.success(self.request, _("Saved."))
            anchor = f"#{post['adopt']}" if post.get("adopt", "*") != "*" else ""
            return redirect(f"{place.url}{anchor}")
        if post.get("then") == "return":
            messages.success(self.request, _("Saved."))
            return redirect(page(record, "questions"))
        return redirect(following(place))

    def withdraw(self, place: QuestionPlace, question: str) -> HttpResponse:
        """Take a question back that a colleague has, once the page is saved."""
        try:
            asking.withdraw(place.record, actor=self.actor, question=question)
        except RuleError as refusal:
            messages.error(self.request, refusal.message)
        else:
            messages.success(self.request, _("The question was taken back."))
        return redirect(f"{place.url}#{question}")

    def show(
        self,
        place: QuestionPlace,
        answers: Mapping[str, object],
        *,
        form: AnswersForm | None = None,
        stale: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """Answer with the page, or with its questions alone."""
        record = place.record
        if stale:
            record = self.record(record.ref, "change")
        asked = place.asked(answers)
        states = states_of(record, list(record.legal_views.all()))
        names = {question.id for question in asked}
        single = page(record, "section", place.section.id)
        context = self.frame(record, "questions") | {
            "title": place.section.title,
            "section": place.section,
            "questions": shown(record, asked, answers, form),
            "guidance": guidance_on(record, place.section.id),
            "shown": ",".join(question.id for question in asked),
            "form": form or AnswersForm(asked),
            "seen": record.version,
            "key": uuid4().hex,
            "form_url": place.url,
            "states": [(state, page(record, "section", state.section.id)) for state in states],
            "takeable": len(names & defaults.takeable(record) - answers.keys()),
            "suggested": len(self.offered(place, answers)),
            "is_single": place.question is not None,
            "mode_url": with_values(single, mode="section" if place.question else SINGLE),
            "cancel_url": page(record, "questions"),
            "stale": stale,
            "differences": differences(record, asked, answers) if stale else (),
            "may_change": True,
        }
        return respond(
            self.request, TEMPLATE, context, fragment=f"{TEMPLATE}#questions", status=status
        )


def differences(
    record: Assessment, asked: Sequence[Question], mine: Mapping[str, JSON]
) -> list[ChangeLine]:
    """Tell where the saved answers and those of the page differ."""
    found = []
    for question in asked:
        theirs, ours = record.answers.get(question.id), mine.get(question.id)
        if theirs != ours:
            found.append(ChangeLine(question.text, question.told(theirs), question.told(ours)))
    return found
