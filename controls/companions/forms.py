"""Filters of what stands around a law."""

from collections.abc import Iterable, Mapping, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from controls.companions import words as companion_words
from controls.companions.engine import CompanionChoice
from controls.frameworks import vocabulary
from controls.frameworks.loading.companions import Companion
from controls.frameworks.loading.data import EditionData
from controls.frameworks.provision_numbers import as_slug

_ANY = ("", _("any"))


class CompanionFilter(forms.Form):
    """Narrow a shelf; only words that it uses can be chosen, and one word is no choice."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200, widget=forms.SearchInput)
    provision = forms.CharField(label=_("Concerns, such as Art. 26"), required=False, max_length=60)
    country = forms.ChoiceField(label=_("Country"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False)
    certainty = forms.ChoiceField(label=_("Certainty"), required=False)

    def __init__(
        self, data: Mapping[str, object] | None, companions: Sequence[Companion], law: EditionData
    ) -> None:
        super().__init__(data)
        self.law = law
        self._offer("country", (each.country for each in companions), companion_words.COUNTRIES)
        self._offer("kind", (each.kind for each in companions), companion_words.KINDS)
        self._offer("status", (each.status for each in companions), companion_words.STATUSES)
        self._offer(
            "certainty", (each.certainty for each in companions), companion_words.CERTAINTIES
        )

    def clean_provision(self) -> str:
        """Find the provision in any spelling of its number."""
        given = self.cleaned_data["provision"].strip()
        if not given:
            return ""
        slug = as_slug(given)
        found = next((item.id for item in self.law.provisions if item.slug == slug), None)
        if found is None:
            message = _now("“%(given)s” is no provision of this edition.") % {"given": given}
            raise ValidationError(message)
        return found

    def asked(self) -> CompanionChoice:
        """Return what was asked for; a filter that cannot be read narrows nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        return CompanionChoice(
            words=given.get("q", ""),
            **{name: given.get(name, "") for name in self.fields if name != "q"},
        )

    def _offer(self, name: str, used: Iterable[str], words: vocabulary.Words) -> None:
        field = self.fields[name]
        codes = sorted(set(used) - {""}, key=lambda code: vocabulary.say(words, code).casefold())
        if len(codes) < 2:
            del self.fields[name]
        elif isinstance(field, forms.ChoiceField):
            field.choices = [_ANY, *((code, vocabulary.say(words, code)) for code in codes)]
