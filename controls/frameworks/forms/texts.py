"""Filters of an edition's text."""

from collections.abc import Iterable, Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from controls.frameworks import vocabulary
from controls.models import Provision, ProvisionStatus

_ANY = ("", _("any"))


class TextFilter(forms.Form):
    """Narrow an edition to provisions of one sort, and judge them on a day.

    Only words that the edition uses can be chosen; a field without words is left out.
    """

    q = forms.CharField(label=_("Search"), required=False, max_length=200, widget=forms.SearchInput)
    addressee = forms.ChoiceField(label=_("Addressed to"), required=False)
    applies_to = forms.ChoiceField(label=_("For which AI"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    on = forms.DateField(
        label=_("As the law stands on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    standing = forms.ChoiceField(
        label=_("On that day it"), required=False, choices=[_ANY, *vocabulary.STANDINGS.items()]
    )
    status = forms.ChoiceField(label=_("In this edition"), required=False)
    uncertain = forms.ChoiceField(
        label=_("Certainty"),
        required=False,
        choices=[_ANY, ("yes", _("uncertain only")), ("no", _("certain only"))],
    )

    def __init__(self, data: Mapping[str, object] | None, provisions: Sequence[Provision]) -> None:
        super().__init__(data)
        self._offer("kind", (p.kind for p in provisions), vocabulary.KINDS)
        self._offer(
            "addressee", (word for p in provisions for word in p.addressees), vocabulary.ADDRESSEES
        )
        self._offer(
            "applies_to", (word for p in provisions for word in p.applies_to), vocabulary.APPLIES_TO
        )
        self._offer("status", (p.status for p in provisions), dict(ProvisionStatus.choices))
        if not any(p.uncertain for p in provisions):
            del self.fields["uncertain"]
        if not any(p.applies_from for p in provisions):
            del self.fields["on"], self.fields["standing"]

    def _offer(self, name: str, used: Iterable[str], words: vocabulary.Words) -> None:
        field = self.fields[name]
        codes = sorted(set(used), key=lambda code: vocabulary.say(words, code).casefold())
        if len(codes) < 2:
            del self.fields[name]
        elif isinstance(field, forms.ChoiceField):
            field.choices = [_ANY, *((code, vocabulary.say(words, code)) for code in codes)]
