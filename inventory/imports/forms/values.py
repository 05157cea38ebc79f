"""The form that says how values are read: choices, dates, rows without a unit, and the names."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Unit
from inventory.imports.actions.profile import Profile
from inventory.models import ImportRun, MissingUnits
from records.incoming import FieldRule, FieldSpec, Identity, TableMapping, choice_key
from records.kinds.targets import ImportTarget

OPEN = "-"
DAY_FIRST = {"": None, "yes": True, "no": False}


@dataclass(frozen=True)
class ValueRow:
    """One value of the file with the field that says what it means."""

    text: str
    count: int
    meaning: BoundField


@dataclass(frozen=True)
class ValueBlock:
    """The values of the columns that fill one field of choices."""

    spec: FieldSpec
    columns: str
    rows: list[ValueRow]
    default: BoundField | None


@dataclass(frozen=True)
class DateBlock:
    """The date convention of the columns that fill one date."""

    spec: FieldSpec
    columns: str
    samples: str
    order: BoundField


class ValuesForm(forms.Form):
    """Say what values mean and where rows belong."""

    source = forms.CharField(
        label=gettext_lazy("Name of this register"),
        help_text=gettext_lazy(
            "Small letters, digits and hyphens. Rows are recognised again under this name, so keep"
            " it when you send a newer file of the same register."
        ),
        max_length=100,
        validators=[validate_slug],
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("Units that the file names are looked for below this one."),
        empty_label=None,
    )
    missing_units = forms.ChoiceField(
        label=gettext_lazy("When the file names a unit that is not there"),
        choices=MissingUnits.choices,
        widget=forms.RadioSelect,
    )
    unmapped = forms.ChoiceField(
        label=gettext_lazy("Columns that fill no field"),
        choices=(),
        widget=forms.RadioSelect,
    )
    numbers_equals = forms.BooleanField(
        label=gettext_lazy("Number rows that the identifying columns do not tell apart"),
        help_text=gettext_lazy("Without this, such rows are refused."),
        required=False,
    )
    save_as = forms.CharField(
        label=gettext_lazy("Save this mapping as"),
        help_text=gettext_lazy(
            "Small letters, digits and hyphens. It is then offered for the next file, and the"
            " command takes it by this name."
        ),
        max_length=60,
        required=False,
        validators=[validate_slug],
    )

    def __init__(
        self,
        *args: Any,
        run: ImportRun,
        profile: Profile,
        target: ImportTarget,
        units: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.mapping = TableMapping.from_json(run.mapping)
        self.profile = profile
        self.noun = target.model._meta.verbose_name
        self.specs = {spec.name: spec for spec in target.specs()}
        self.fields["unit"].queryset = units  # type: ignore[attr-defined] # a choice of models
        self.initial = {
            **self.initial,
            "source": run.source or self.mapping.name,
            "unit": run.unit_id,
            "missing_units": run.missing_units,
            "unmapped": self.mapping.unmapped,
            "numbers_equals": self.mapping.identity.numbers_equals,
        }
        self._offer_texts(target)
        for rule in self.mapping.rules:
            self._add_fields(rule)

    def _offer_texts(self, target: ImportTarget) -> None:
        if not target.keeps_texts:
            del self.fields["unmapped"]
            return
        kept = _("keep their texts beside the %(record)s") % {"record": self.noun}
        choices = [("keep", kept), ("drop", _("leave them out"))]
        self.fields["unmapped"].choices = choices  # type: ignore[attr-defined] # a choice field

    def _add_fields(self, rule: FieldRule) -> None:
        spec = self.specs[rule.target]
        if spec.kind == "date":
            self.fields[f"order_{rule.target}"] = forms.ChoiceField(
                label=_("“%(field)s” is written") % {"field": spec.label},
                choices=_orders(),
                required=False,
                initial={None: "", True: "yes", False: "no"}[rule.day_first],
            )
        if not spec.choices:
            return
        by_key = {choice_key(text): code for text, code in rule.values.items()}
        for number, (text, _count) in enumerate(self._texts(rule)):
            code = by_key.get(choice_key(text), "")
            self.fields[f"value_{rule.target}_{number}"] = forms.ChoiceField(
                label=_("What “%(text)s” means") % {"text": text},
                widget=forms.Select(attrs={"class": "form-select"}),
                choices=self._meanings(spec, text),
                required=False,
                initial=OPEN if code is None else code,
            )
        if spec.kind == "choice":
            self.fields[f"default_{rule.target}"] = forms.ChoiceField(
                label=_("Where nothing is said, “%(field)s” of a new %(record)s is")
                % {"field": spec.label, "record": self.noun},
                choices=[
                    ("", _("as for any new %(record)s") % {"record": self.noun}),
                    *spec.choices,
                ],
                required=False,
                initial=rule.default or "",
            )

    def _texts(self, rule: FieldRule) -> list[tuple[str, int]]:
        kind = self.specs[rule.target].kind
        found: dict[str, tuple[str, int]] = {}
        for key in rule.columns:
            column = self.profile.column(key)
            pairs = (column.items if kind == "choices" else column.values) if column else ()
            for text, count in pairs:
                first, before = found.get(choice_key(text), (text, 0))
                found[choice_key(text)] = (first, before + count)
        return sorted(found.values(), key=lambda pair: -pair[1])

    def _meanings(self, spec: FieldSpec, text: str) -> list[tuple[str, str]]:
        own = dict(spec.choices).get(_recognised(spec).get(choice_key(text), ""))
        automatic = _("%(choice)s (recognised)") % {"choice": own} if own else _("kept as text")
        return [("", automatic), (OPEN, _("left open on purpose")), *spec.choices]

    def value_blocks(self) -> Iterator[ValueBlock]:
        """Return the fields of choices with the values that stand in their columns."""
        for rule in self.mapping.rules:
            spec = self.specs[rule.target]
            if not spec.choices:
                continue
            rows = [
                ValueRow(text, count, self[f"value_{rule.target}_{number}"])
                for number, (text, count) in enumerate(self._texts(rule))
            ]
            name = f"default_{rule.target}"
            default = self[name] if name in self.fields else None
            yield ValueBlock(spec, self._labels(rule), rows, default)

    def date_blocks(self) -> Iterator[DateBlock]:
        """Return the dates with samples of what stands in their columns."""
        for rule in self.mapping.rules:
            if self.specs[rule.target].kind != "date":
                continue
            columns = [column for key in rule.columns if (column := self.profile.column(key))]
            samples = ", ".join(text for column in columns for text in column.samples)
            order = self[f"order_{rule.target}"]
            yield DateBlock(self.specs[rule.target], self._labels(rule), samples, order)

    def _labels(self, rule: FieldRule) -> str:
        columns = (self.profile.column(key) for key in rule.columns)
        return ", ".join(column.label for column in columns if column)

    def result(self) -> TableMapping:
        """Return the mapping with what was said of values."""
        said = self.cleaned_data
        identity = Identity(self.mapping.identity.columns, said["numbers_equals"])
        return replace(
            self.mapping,
            name=said["save_as"] or said["source"],
            rules=tuple(self._rule(rule) for rule in self.mapping.rules),
            identity=identity,
            unmapped=said.get("unmapped", "drop"),
        )

    def _rule(self, rule: FieldRule) -> FieldRule:
        said, spec = self.cleaned_data, self.specs[rule.target]
        if spec.kind == "date":
            return replace(rule, day_first=DAY_FIRST[said[f"order_{rule.target}"]])
        if not spec.choices:
            return rule
        shown = self._texts(rule)
        keys = {choice_key(text) for text, _count in shown}
        # Spellings of other files stay in the mapping.
        values = {text: code for text, code in rule.values.items() if choice_key(text) not in keys}
        for number, (text, _count) in enumerate(shown):
            code = said[f"value_{rule.target}_{number}"]
            if code:
                values[text] = None if code == OPEN else code
        return replace(rule, values=values, default=said.get(f"default_{rule.target}") or None)


def _recognised(spec: FieldSpec) -> dict[str, str]:
    """Return what each choice of a field is recognised by without being told."""
    labels = {choice_key(label): code for code, label in spec.choices}
    return labels | {choice_key(code): code for code, _label in spec.choices}


def _orders() -> list[tuple[str, str]]:
    return [
        ("", _("so that it is clear, as in 2024-03-14 or 14 March 2024")),
        ("yes", _("day first, as in 14/03/2024")),
        ("no", _("month first, as in 03/14/2024")),
    ]
