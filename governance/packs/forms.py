"""The form of an evidence pack: as of which moment."""

from datetime import datetime, time
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.models import Unit
from governance.people.forms import day_widget
from records.actors import Actor
from records.history.moments import fault_of


class MomentForm(forms.Form):
    """Ask for a past day, or a moment of it; nothing means now."""

    day = forms.DateField(
        label=_("As it stood on"),
        required=False,
        widget=day_widget(),
        help_text=_("Leave empty for now."),
    )
    hour = forms.TimeField(
        label=_("At"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Without it, the end of that day."),
    )

    def clean(self) -> dict[str, object]:
        """Refuse what is not recorded: nothing of it can be printed."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if cleaned.get("hour") and not cleaned.get("day"):
            self.add_error("day", _("Say on which day."))
        if cleaned.get("day") and (fault := fault_of(self.moment())):
            self.add_error("day", fault)
        return cleaned

    def moment(self) -> datetime:
        """Return the moment asked for; today without an hour is now."""
        now = timezone.now()
        day, hour = self.cleaned_data.get("day"), self.cleaned_data.get("hour")
        # Day and hour are the reader's own.
        today = timezone.localdate(now, timezone=timezone.get_current_timezone())
        if day is None or (day == today and hour is None):
            return now
        return timezone.make_aware(datetime.combine(day, hour or time.max))


class MomentAtUnitForm(MomentForm):
    """Ask as well at which unit; of those where its reader may make packs."""

    at = forms.ModelChoiceField(Unit.objects.none(), label=_("At"), to_field_name="ref")
    field_order = ("at",)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        units = Unit.objects.visible_to(actor, "pack").current()
        cast("forms.ModelChoiceField[Unit]", self.fields["at"]).queryset = units


class MakePackForm(forms.Form):
    """Carry what was looked at, so that exactly that is made, and made once."""

    moment = forms.CharField(widget=forms.HiddenInput)
    at = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_moment(self) -> datetime:
        """Read the moment as this page wrote it."""
        try:
            moment = datetime.fromisoformat(self.cleaned_data["moment"])
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise ValidationError(gettext("This moment cannot be read. Choose it again."))
        if fault := fault_of(moment):
            raise ValidationError(fault)
        return moment
