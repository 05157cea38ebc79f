"""Forms of some questions of a questionnaire, of all answers at once, and of a legal view."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.questionnaires.engine.questionnaire import Question
from assessments.questionnaires.models.assessments import ReviewKind
from records.forms import ObjectField

NONE = "none"
PREFIX = "q-"


class ConfirmedForm(forms.Form):
    """Carry that what is asked was read."""

    confirmed = forms.CharField(initial="1", widget=forms.HiddenInput)


class AnswersForm(forms.Form):
    """Ask questions; `shown` names those that were on the page, `seen` the version read."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, max_length=5_000, widget=forms.HiddenInput)

    def __init__(self, questions: Iterable[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[PREFIX + question.id] = field_of(question)

    def given(self) -> dict[str, Any]:
        """Return what was answered on the page, valid or not yet checked as a whole."""
        cleaned = getattr(self, "cleaned_data", {})
        values = {each.id: cleaned.get(PREFIX + each.id) for each in self.questions}
        return {name: value for name, value in values.items() if value}

    def answers(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """Return what to keep: what was answered, and None where a stored choice was unticked.

        `stored` leaves out what was taken by default: that is shown without a tick.
        """
        given = self.given()
        unticked = [
            each.id
            for each in self.questions
            if each.is_multi and each.id in stored and each.id not in given
        ]
        return {**given, **dict.fromkeys(unticked)}


class ChoicesField(forms.MultipleChoiceField):
    """Take several answers; "none of these" stands alone."""

    def clean(self, value: Any) -> list[str]:
        """Refuse "none of these" beside others."""
        chosen: list[str] = super().clean(value)
        if NONE in chosen and len(chosen) > 1:
            raise ValidationError(_("“None” cannot be ticked together with another answer."))
        return chosen


def field_of(question: Question) -> forms.Field:
    """Return the field of a question."""
    choices = [(answer.value, answer.label) for answer in question.answers]
    options: dict[str, Any] = {"choices": choices, "required": False, "label": question.text}
    if question.is_multi:
        return ChoicesField(widget=forms.CheckboxSelectMultiple, **options)
    return forms.ChoiceField(widget=forms.RadioSelect, **options)


def shown_ids(text: str, allowed: Sequence[Question]) -> list[Question]:
    """Return the questions that a page said it showed, of those it may show."""
    names = set(text.split(","))
    return [question for question in allowed if question.id in names]


class ViewForm(forms.Form):
    """Record a legal view on a question or a rule."""

    kind = forms.ChoiceField(choices=ReviewKind, widget=forms.HiddenInput)
    code = forms.CharField(max_length=60, widget=forms.HiddenInput)
    view = forms.CharField(
        label=gettext_lazy("The legal view"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "What was found, and on which reading of which text it rests. A sentence at least."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Given by"),
        max_length=300,
        help_text=gettext_lazy("Who found it, and when: counsel, an authority, a guideline."),
    )


class AnswersApiForm(forms.Form):
    """Take answers from a program: question to answer, null takes one back."""

    answers = ObjectField(label=gettext_lazy("Answers"))
