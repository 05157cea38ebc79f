"""Filters of the list of gaps."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from governance.gaps import checks
from governance.gaps.reading import named
from governance.gaps.words import LEVELS
from records import kinds
from records.actors import Actor
from records.lists import ChoiceMenu
from records.models import Record


class GapFilter(forms.Form):
    """Narrow the list of gaps."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200, widget=forms.SearchInput)
    of = forms.CharField(label=_("Record or unit"), required=False, max_length=16)
    level = forms.MultipleChoiceField(
        label=_("What it is"),
        required=False,
        choices=[(code, status.word) for code, status in LEVELS.items()],
        widget=ChoiceMenu,
    )
    kind = forms.MultipleChoiceField(label=_("Kind of record"), required=False, widget=ChoiceMenu)
    check = forms.MultipleChoiceField(label=_("Check"), required=False, widget=ChoiceMenu)
    mine = forms.ChoiceField(
        label=_("Who acts"), required=False, choices=[("", _("anybody")), ("yes", _("me"))]
    )

    def __init__(self, data: Mapping[str, Any], actor: Actor, needs: str) -> None:
        super().__init__(data)
        self.actor, self.needs = actor, needs
        told = {check.told_of.kind_code() for check in checks.every()}
        self._offer("kind", [(one.code, one.plural) for one in kinds.every() if one.code in told])
        self._offer("check", [(check.code, check.heading) for check in checks.every()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Offer what is known only once every feature has registered."""
        field: Any = self.fields[name]
        field.choices = choices

    def clean_of(self) -> Record | None:
        """Find the record, within reach."""
        ref = self.cleaned_data["of"].strip().upper()
        if not ref:
            return None
        found = named(ref, self.actor, self.needs)
        if found is None:
            message = _now("There is no record %(ref)s that you may see.")
            raise forms.ValidationError(message % {"ref": ref})
        return found
