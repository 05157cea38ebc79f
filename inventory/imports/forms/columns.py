"""The form that says which column fills which field, and which columns identify a row."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from inventory.imports.actions.profile import ColumnProfile, Profile
from records.incoming import ColumnKey, FieldRule, FieldSpec, Identity, TableMapping

UNIT_LEVELS = 4


@dataclass(frozen=True)
class ColumnRow:
    """One row of the form: a column with its two fields."""

    profile: ColumnProfile
    target: BoundField
    identifies: BoundField


class ColumnsForm(forms.Form):
    """Map columns to fields; several columns may fill one field."""

    def __init__(
        self,
        *args: Any,
        profile: Profile,
        mapping: TableMapping,
        specs: Sequence[FieldSpec],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.profile, self.mapping, self.specs = profile, mapping, specs
        targets = _targets(mapping)
        identity = {key.folded for key in mapping.identity.columns}
        choices = _choices(specs)
        for place, column in enumerate(profile.columns):
            self.fields[f"target_{place}"] = forms.ChoiceField(
                choices=choices,
                required=False,
                initial=targets.get(column.key.folded, ""),
                label=_("Field for “%(column)s”") % {"column": column.label},
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[f"identifies_{place}"] = forms.BooleanField(
                required=False,
                initial=column.key.folded in identity,
                label=_("“%(column)s” identifies a row") % {"column": column.label},
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )

    def rows(self) -> Iterator[ColumnRow]:
        """Return the columns with their fields."""
        for place, column in enumerate(self.profile.columns):
            yield ColumnRow(column, self[f"target_{place}"], self[f"identifies_{place}"])

    def clean(self) -> dict[str, Any]:
        """Ask for the name, and for something that identifies a row."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        chosen = self._chosen(cleaned)
        for spec in self.specs:
            is_set = spec.name in chosen or spec.name in self.mapping.constants
            if spec.required and not is_set:
                sentence = _("No column fills “%(field)s”. Choose one: it must be filled.")
                self.add_error(None, sentence % {"field": spec.label})
        if not self._identity(cleaned):
            self.add_error(None, _("Tick at least one column that identifies a row."))
        return cleaned

    def result(self) -> TableMapping:
        """Return the mapping with the chosen columns; what it says of values is kept."""
        chosen = self._chosen(self.cleaned_data)
        known = {rule.target: rule for rule in self.mapping.rules}
        order = [target for target in known if target in chosen]
        order += [target for target in chosen if target not in known]
        rules = tuple(_rule(target, chosen[target], known.get(target)) for target in order)
        identity = Identity(self._identity(self.cleaned_data), self.mapping.identity.numbers_equals)
        constants = {
            name: text for name, text in self.mapping.constants.items() if name not in chosen
        }
        return replace(self.mapping, rules=rules, identity=identity, constants=constants)

    def _chosen(self, cleaned: dict[str, object]) -> dict[str, tuple[ColumnKey, ...]]:
        found = defaultdict[str, list[tuple[int, int, ColumnKey]]](list)
        for place, column in enumerate(self.profile.columns):
            target, _colon, level = str(cleaned.get(f"target_{place}") or "").partition(":")
            if target:
                found[target].append((int(level or 0), place, column.key))
        return {
            target: tuple(key for _level, _place, key in sorted(keys, key=lambda each: each[:2]))
            for target, keys in found.items()
        }

    def _identity(self, cleaned: dict[str, object]) -> tuple[ColumnKey, ...]:
        ticked = [
            column.key
            for place, column in enumerate(self.profile.columns)
            if cleaned.get(f"identifies_{place}")
        ]
        before = [key.folded for key in self.mapping.identity.columns]
        # The order is part of the identity: a mapping that is used again keeps its own.
        known = [key for key in ticked if key.folded in before]
        known.sort(key=lambda key: before.index(key.folded))
        return tuple(known + [key for key in ticked if key.folded not in before])


def _targets(mapping: TableMapping) -> dict[tuple[str, int], str]:
    found = {}
    for rule in mapping.rules:
        for level, key in enumerate(rule.columns, 1):
            found[key.folded] = f"unit:{level}" if rule.target == "unit" else rule.target
    return found


def _rule(target: str, columns: tuple[ColumnKey, ...], known: FieldRule | None) -> FieldRule:
    if known is None:
        return FieldRule(target, columns)
    is_same = {key.folded for key in columns} == {key.folded for key in known.columns}
    # Where only the order differs, the mapping's own stands, except for the levels of units.
    return replace(known, columns=known.columns if is_same and target != "unit" else columns)


def _choices(specs: Sequence[FieldSpec]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = [("", _("not a field of ours"))]
    for spec in specs:
        if spec.kind == "unit":
            found += [(f"unit:{level}", _level(spec.label, level)) for level in _levels()]
        else:
            found.append((spec.name, spec.label))
    return found


def _levels() -> range:
    return range(1, UNIT_LEVELS + 1)


def _level(label: str, level: int) -> str:
    if level == 1:
        return label
    return _("%(unit)s, level %(level)d below") % {"unit": label, "level": level - 1}
