"""Forms about obligations: who meets them and how; the size of the organisation."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from records.actors import Actor
from records.forms import ReasonForm, limit_choices


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PlanForm(ReasonForm):
    """Say who meets an obligation, by what next step, and until when."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    owner = forms.ModelChoiceField(
        get_user_model().objects.all(),
        label=_("Owner"),
        required=False,
        to_field_name="ref",
        empty_label=_("nobody yet"),
    )
    next_step = forms.CharField(
        label=_("Next step"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    planned_for = forms.DateField(label=_("Planned for"), required=False, widget=_day())

    field_order = ("owner", "next_step", "planned_for", "reason")

    def __init__(self, *args: object, actor: Actor, **kwargs: object) -> None:
        super().__init__(*args, asked="none", **kwargs)
        limit_choices(self, actor, unit_needs="view")


class PlanManyForm(ReasonForm):
    """Say the same for many obligations; only what is ticked is changed."""

    NAMES = ("owner", "next_step", "planned_for")

    owner = forms.ModelChoiceField(
        get_user_model().objects.all(),
        label=_("Owner"),
        required=False,
        to_field_name="ref",
        empty_label=_("nobody"),
    )
    next_step = forms.CharField(
        label=_("Next step"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    planned_for = forms.DateField(label=_("Planned for"), required=False, widget=_day())

    def __init__(self, *args: object, actor: Actor, **kwargs: object) -> None:
        super().__init__(*args, asked="optional", **kwargs)
        for name in self.NAMES:
            label = _("Change: %(what)s") % {"what": self.fields[name].label}
            self.fields[f"change-{name}"] = forms.BooleanField(label=label, required=False)
        self.order_fields(
            [*(each for name in self.NAMES for each in (f"change-{name}", name)), "reason"]
        )
        limit_choices(self, actor, unit_needs="view")

    def clean(self) -> dict[str, object]:
        """Ask for at least one thing to change."""
        if not any(self.cleaned_data.get(f"change-{name}") for name in self.NAMES):
            raise ValidationError(_("Tick at least one field to change."))
        return self.cleaned_data

    def values(self) -> dict[str, object]:
        """Return what was ticked."""
        return {
            name: self.cleaned_data[name]
            for name in self.NAMES
            if self.cleaned_data[f"change-{name}"]
        }
