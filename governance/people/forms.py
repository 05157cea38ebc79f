"""Forms about people: appointments, tokens, time zones."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.utils.translation import gettext_lazy as _

from governance.choices import ROLES
from governance.days import today
from governance.models import Unit
from governance.rules import NEEDS
from records.ids import new_id

NEED_WORDS = {
    "view": _("read records"),
    "export": _("export lists"),
    "create": _("add records"),
    "change": _("change records"),
    "hand_in": _("hand in evidence"),
    "archive": _("archive and restore"),
    "import": _("import registers"),
    "pack": _("make evidence packs"),
    "administer": _("administer people and units"),
}
# A program never signs.
TOKEN_NEEDS = [(need, NEED_WORDS[need]) for need in NEEDS if need != "sign"]


def day_widget() -> forms.DateInput:
    """Return the widget for a day, which browsers show as a calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AppointForm(forms.Form):
    """Ask for a role, where it holds, and for how long."""

    # None is proposed: who presses on without looking must not make an administrator.
    role = forms.ChoiceField(label=_("Role"), choices=[("", BLANK_CHOICE_LABEL), *ROLES])
    unit = forms.ModelChoiceField(
        Unit.objects.all(),
        label=_("At"),
        help_text=_("The role holds at this unit and everything below it."),
    )
    starts_on = forms.DateField(label=_("From"), initial=today, widget=day_widget())
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=day_widget(),
        help_text=_("The last day. An auditor's access always has one."),
    )


class EndAppointmentForm(forms.Form):
    """Ask for the last day of an appointment that still runs."""

    last_day = forms.DateField(label=_("Last day"), initial=today, widget=day_widget())


class KeyedForm(forms.Form):
    """Carry the key of the request, so that sending it twice does it once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        key = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_id().hex)
        self.fields["_key"] = key


class TokenForm(KeyedForm):
    """Ask what a program may do in one's name, where, and until when."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=100,
        help_text=_("So that you recognise it later, such as “Release pipeline”."),
    )
    needs = forms.MultipleChoiceField(
        label=_("It may"),
        choices=TOKEN_NEEDS,
        widget=forms.CheckboxSelectMultiple,
        initial=["view"],
        help_text=_("Never more than you may yourself. No program can sign."),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.all(),
        label=_("Within"),
        help_text=_("It reaches this unit and everything below it."),
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        widget=day_widget(),
        help_text=_("A token that is forgotten should end by itself."),
    )


class TimeZoneForm(KeyedForm):
    """Ask in which zone moments are shown."""

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, *args: Any, organisation: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zone for zone in available_timezones() if "/" in zone)
        first = ("", _("As the organisation: %(zone)s") % {"zone": organisation})
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined] # a choice field
            first,
            *((zone, zone.replace("_", " ")) for zone in zones if not zone.startswith("Etc/")),
            ("UTC", "UTC"),
        ]
