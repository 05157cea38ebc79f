"""Forms about people: appointments and tokens."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models import Unit
from governance.models.choices import ROLES


class AppointForm(forms.Form):
    """Ask for a role, where it holds, and for how long."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    unit = forms.ModelChoiceField(
        Unit.objects.all(),
        label=_("At"),
        help_text=_("The role holds at this unit and everything below it."),
    )
    starts_on = forms.DateField(
        label=_("From"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("An auditor's access always has a last day."),
    )


class EndAppointmentForm(forms.Form):
    """Ask for the last day of every appointment that still runs."""

    last_day = forms.DateField(
        label=_("Last day"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class PackForm(forms.Form):
    """Ask for the day a pack speaks of."""

    as_of = forms.DateField(
        label=_("As it stood at the end of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave empty for now."),
    )


class RequestForm(forms.Form):
    """Ask for a note to those who sign."""

    note = forms.CharField(
        label=_("Note to those who sign"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
