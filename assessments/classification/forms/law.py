"""Forms that choose the law, begin a classification, record a legal view, ask for sign-off."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.classification.actions.classifications import NEWEST_EDITION
from assessments.engine.effects import load_act


def editions() -> list[tuple[str, str]]:
    """Return the editions of the law, the newest first."""
    known = load_act().questionnaire.editions
    return [(name, known[name].title) for name in sorted(known, reverse=True)]


class LawForm(forms.Form):
    """Choose an edition of the law and the day it is read on."""

    edition = forms.ChoiceField(
        label=_("Edition of the law"),
        choices=editions,
        widget=forms.RadioSelect,
        initial=NEWEST_EDITION,
        help_text=_("Which wording of the AI Act the rules are taken from."),
    )
    on = forms.DateField(
        label=_("As of"),
        initial=timezone.localdate,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Rules that start later are listed as upcoming instead of counting."),
    )


class ClassificationStartForm(LawForm):
    """Begin a classification, of the whole use case or of one intended use."""

    intended_use = forms.UUIDField(required=False, widget=forms.HiddenInput)


WHOLE = "whole"


class WhatForm(ClassificationStartForm):
    """Ask on the page what is classified, out of what is not classified yet."""

    _key = forms.CharField(required=False, widget=forms.HiddenInput)
    intended_use = forms.TypedChoiceField(  # type: ignore[assignment] # the page offers choices
        label=_("What do you classify?"),
        widget=forms.RadioSelect,
        help_text=_("Where its uses differ in whom they affect, classify each of them."),
    )

    field_order = ("intended_use", "edition", "on")

    def __init__(self, *args: Any, uses: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["intended_use"].choices = uses  # type: ignore[attr-defined] # a choice field
        self.fields["intended_use"].initial = uses[0][0] if uses else None


class SendForm(forms.Form):
    """Say something to those who sign."""

    note = forms.CharField(
        label=_("Note to the signatories"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
