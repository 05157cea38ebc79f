"""Forms that pass one question to a colleague, and that a colleague answers with."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Person


def _text(label: Any, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskForm(forms.Form):
    """Choose whom to ask, and say what they should know."""

    _key = forms.CharField(required=False, widget=forms.HiddenInput)
    person = forms.ModelChoiceField(
        label=_("Whom do you ask?"),
        queryset=Person.objects.none(),
        empty_label=_("Choose a person"),
        help_text=_("Offered are the people who may see this record."),
    )
    note = _text(
        _("Note"), _("What they should know. It stands beside the question, not in the mail.")
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined] # a model choice field


class PassBackForm(forms.Form):
    """Say that one does not know either, and what one knows."""

    comment = _text(
        _("What do you know, or who may know more?"),
        _("Who asked you reads this."),
        required=True,
    )


class AnswerAskedForm(forms.Form):
    """Explain an answer."""

    comment = _text(_("Comment"), _("Only if it needs explaining: on what the answer rests."))


class QuestionForm(forms.Form):
    """Name a question, as programs do."""

    question = forms.CharField(label=_("Question"), max_length=60)


class AskApiForm(QuestionForm):
    """Ask somebody, named by reference, one question."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person.objects.all(), to_field_name="ref"
    )
    note = _text(_("Note"))
