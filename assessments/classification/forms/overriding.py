"""The form that sets another class than the rules found."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.classification.documents.words import CLASSES
from assessments.models import OutcomeClass


def classes() -> list[tuple[str, Any]]:
    """Return every class, the gravest first."""
    return [(code, CLASSES[code].word) for code in OutcomeClass.values]


class OverrideForm(forms.Form):
    """Choose the class and name the text it rests on; the reason is asked for beside it."""

    # The reason comes from the form that asks for one; it stands last.
    field_order = ("to", "basis", "reason")

    to = forms.ChoiceField(label=_("Class"), choices=classes, widget=forms.RadioSelect)
    basis = forms.CharField(
        label=_("Legal basis"),
        max_length=500,
        help_text=_("The provision, guideline or decision it rests on, such as Art. 6(3)."),
    )
