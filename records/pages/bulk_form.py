"""The form that asks for new values of many records."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import values
from records.actors import Actor
from records.forms import form_field, limit_choices
from records.kinds import RecordKind


class BulkForm(forms.Form):
    """Ask which fields get which value; only ticked fields are changed."""

    _key = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Stands in the history of each record."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, kind: RecordKind, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["_key"].initial = uuid4().hex
        self._required: dict[str, bool] = {}
        for field in values.fields_of(kind.model, kind.writes.bulk):
            shown = form_field(field)
            assert shown is not None  # noqa: S101 - bulk fields can be edited
            self._required[field.name] = shown.required
            shown.required = False
            tick = forms.BooleanField(
                label=_("Change “%(label)s” to:") % {"label": values.label_of(field)},
                required=False,
            )
            self.fields[f"change-{field.name}"], self.fields[field.name] = tick, shown
        self.fields["reason"] = self.fields.pop("reason")
        limit_choices(self, actor, unit_needs=kind.model.create_needs)

    def clean(self) -> dict[str, Any]:
        """Ask for at least one field, and for a value where the field needs one."""
        cleaned = self.cleaned_data
        ticked = [name for name in self.kind.writes.bulk if cleaned.get(f"change-{name}")]
        if not ticked:
            raise ValidationError(_("Tick at least one field to change."))
        for name in ticked:
            if self._required[name] and cleaned.get(name) in (None, "", []):
                self.add_error(name, _("This field must have a value."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the new values of the ticked fields."""
        bulk = self.kind.writes.bulk
        return {
            name: self.cleaned_data[name] for name in bulk if self.cleaned_data[f"change-{name}"]
        }
