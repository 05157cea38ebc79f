"""Filters of a matrix, and the choice of its two editions."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from controls.crosswalk.models.mappings import STRONGEST, WEAKEST
from controls.models import Edition, MappingState, Relation

_ANY = ("", _("any"))
DERIVED = "derived"


class MatrixFilter(forms.Form):
    """Narrow a matrix to pairs of one sort, or to those between two groups."""

    relation = forms.ChoiceField(
        label=_("Relation"), required=False, choices=[_ANY, *Relation.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[_ANY, *MappingState.choices]
    )
    strength = forms.TypedChoiceField(
        label=_("Strength at least"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[_ANY, *((str(n), str(n)) for n in range(WEAKEST, STRONGEST + 1))],
    )
    basis = forms.ChoiceField(
        label=_("Pairs"),
        required=False,
        choices=[("", _("recorded ones only")), (DERIVED, _("derived ones, too"))],
    )
    row = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    column = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)


class EditionPair(forms.Form):
    """Choose two editions of different frameworks."""

    first = forms.ModelChoiceField(Edition.objects.none(), label=_("Read from"))
    second = forms.ModelChoiceField(Edition.objects.none(), label=_("to"))

    def __init__(self, *args: Any, editions: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name].queryset = editions  # type: ignore[attr-defined] # choice of models

    def clean(self) -> dict[str, Any]:
        """Refuse two editions of one framework: those are compared, not mapped."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, second = cleaned.get("first"), cleaned.get("second")
        if first and second and first.framework_id == second.framework_id:
            raise forms.ValidationError(_now("Choose editions of two different frameworks."))
        return cleaned
