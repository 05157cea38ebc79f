"""What is asked to raise a finding, and to bring it to its end."""

from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from governance import days
from governance.findings.models import CorrectiveAction, Finding, FindingState
from records.forms import form_field

_AT_ONCE = ("name", "grade", "source", "description", "requirement", "found_on", "due_on")

# What can be said at once, as the form of the record asks for it.
RaiseForm: type[forms.Form] = type(
    "RaiseForm",
    (forms.Form,),
    fields_for_model(Finding, _AT_ONCE, formfield_callback=form_field),
)


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


def _text(label: Any, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=10_000, widget=widget, **options)


class ActionDoneForm(forms.Form):
    """Say which action was carried out, when, and what came of it."""

    action = forms.ModelChoiceField(
        CorrectiveAction.objects.filter(done_on__isnull=True), label=_("Action")
    )
    done_on = _day(_("Done on"), initial=days.today)
    result = _text(_("What was done"), help_text=_("Enough for somebody else to check it."))


class EffectivenessForm(forms.Form):
    """Say whether the actions work, and what shows it."""

    outcome = forms.ChoiceField(
        label=_("Do the actions work?"),
        choices=[
            (FindingState.EFFECTIVE, _("Yes: it does not come up any more")),
            (FindingState.INEFFECTIVE, _("No: more has to be done")),
        ],
        widget=forms.RadioSelect,
    )
    result = _text(_("What the check showed"), help_text=_("What was looked at, and when."))


class ReopenForm(forms.Form):
    """Ask for a new day."""

    due_on = _day(_("To be closed by"))
