"""Forms of records and of their parts, made from the names of fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django import forms
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records import values
from records.actors import Actor
from records.api.bounded_json import JsonError, read_json
from records.models import Part, Record
from records.shapes import Text


@dataclass(frozen=True)
class Section:
    """Group fields of the form and of the page; `hints` explain single fields."""

    title: Text
    names: Sequence[str]
    intro: Text = ""
    hints: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PartRows:
    """Edit the parts of a record as rows; `key` is what the actions call them."""

    model: str
    key: str
    title: Text
    names: Sequence[str]
    intro: Text = ""
    hints: Mapping[str, Text] = field(default_factory=dict)

    @property
    def part(self) -> type[Part]:
        """Return the model of the rows."""
        found: type[Part] = apps.get_model(self.model)
        return found

    def of(self, record: Record) -> list[Part]:
        """Return the rows a record has now, in the order they were added."""
        return list(self.joined().filter(**{self.part.belongs_to: record}).order_by("pk"))

    def joined(self) -> Any:
        """Return all rows with what they name, so that many cost no more queries than one."""
        columns = values.fields_of(self.part, self.names)
        linked = [column.name for column in columns if column.is_relation]
        found = self.part.objects.all()
        return found.select_related(*linked) if linked else found


class LinesField(forms.CharField):
    """Take a list of texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """Write a list as lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        """Read lines; empty ones are dropped."""
        text = super().to_python(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]


class ObjectField(forms.JSONField):
    """Take an object of JSON; programs send it, no browser does."""

    def to_python(self, value: Any) -> Any:
        """Refuse other values; a text is bounded before it is parsed."""
        try:
            given = read_json(value.encode()) if isinstance(value, str) and value else value
        except (JsonError, UnicodeEncodeError) as error:
            raise forms.ValidationError(str(error)) from error
        if given and not isinstance(given, dict):
            raise forms.ValidationError(gettext("This must be an object: names with values."))
        return given or None


def form_field(column: values.AnyField, **options: Any) -> forms.Field | None:
    """Choose the form field for a column of the model."""
    if isinstance(column, ArrayField):
        return _array_field(column, options.get("help_text", column.help_text))
    if isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
        options["widget"] = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    if isinstance(column, models.TextField):
        options["widget"] = forms.Textarea(attrs={"rows": 4})
    made: forms.Field | None = column.formfield(**options)
    if made is not None:
        made.label = values.label_of(column)
    return made


def _array_field(column: Any, help_text: Text) -> forms.Field:
    common: dict[str, Any] = {
        "required": not column.blank,
        "label": values.label_of(column),
        "help_text": help_text,
    }
    if not column.base_field.choices:
        lines = LinesField(**common)
        lines.help_text = str(help_text or _("One on each line."))
        return lines
    return forms.MultipleChoiceField(
        choices=column.base_field.choices, widget=forms.CheckboxSelectMultiple, **common
    )


class TrackedForm(forms.ModelForm):  # type: ignore[type-arg] # the model is given later
    """Check what is sent for a record or a part; saving is the actions' work, never the form's."""

    def clean(self) -> dict[str, Any]:
        """Take line ends as they are stored: browsers send them otherwise."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = value.replace("\r\n", "\n").replace("\r", "\n")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Refuse: records change by actions."""
        raise TypeError("Forms of records are not saved; an action takes their values.")

    def values(self) -> dict[str, Any]:
        """Return the checked values of the model's fields."""
        names = self._meta.fields or ()
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class RecordForm(TrackedForm):
    """Add or change a record: which version was read and the key of the request come along."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    _key = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why you change this"),
        help_text=_("Stands in the history beside the change."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, actor: Actor, needs: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.version
        self.fields["_key"].initial = uuid4().hex
        if self.instance._state.adding:
            del self.fields["reason"]
        limit_choices(self, actor, unit_needs=needs)


def record_form(model: type[Record], sections: Sequence[Section]) -> type[RecordForm]:
    """Make the form class of a kind."""
    names = [name for section in sections for name in section.names]
    hints = {name: hint for section in sections for name, hint in section.hints.items()}
    made: type[RecordForm] = _made(model, RecordForm, names, hints)
    return made


def _made(model: type[models.Model], base: Any, names: Sequence[str], hints: Any) -> Any:
    return forms.modelform_factory(
        model, form=base, fields=list(names), help_texts=hints, formfield_callback=form_field
    )


def limit_choices(
    form: forms.BaseForm, actor: Actor, *, unit_needs: str, record: Record | None = None
) -> None:
    """Offer only records that the actor may see, only units where this may be done, own parts."""
    instance = getattr(form, "instance", None)
    for name, shown in form.fields.items():
        if isinstance(shown, forms.ModelChoiceField):
            needs = unit_needs if name == "unit" else "view"
            present = getattr(instance, f"{name}_id", None)
            shown.queryset = offered(shown.queryset, actor, needs, present)
            if record is not None and issubclass(model := shown.queryset.model, Part):
                shown.queryset = shown.queryset.filter(**{model.belongs_to: record})


def offered(queryset: Any, actor: Actor, needs: str, present: Any = None) -> Any:
    """Keep what may be chosen: within reach, in use, and what is chosen already."""
    model = queryset.model
    if not issubclass(model, Record):
        return queryset
    reachable = model.objects.visible_to(actor, needs).current()
    if model is get_user_model():
        reachable = reachable.filter(is_active=True)
    return queryset.filter(Q(pk__in=reachable.values("pk")) | Q(pk=present))


class PartForm(TrackedForm):
    """One row of parts."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit_choices(self, actor, unit_needs="view")


def part_formset(rows: PartRows) -> Any:
    """Make the formset class of a kind of parts; rows are added by sending the form."""
    form = _made(rows.part, PartForm, rows.names, dict(rows.hints))
    return forms.formset_factory(form, formset=BasePartFormSet, extra=0, can_delete=True)


class BasePartFormSet(forms.BaseFormSet):  # type: ignore[type-arg] # the form class is made later
    """Rows of parts of one record."""

    deletion_widget = forms.CheckboxInput

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name the box that takes a row out."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Remove this row")

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as `records.parts.apply` takes them; untouched new rows are left out."""
        found = []
        for form in self.forms:
            key, removed = form.cleaned_data.get("id"), form.cleaned_data.get("DELETE", False)
            if key is None and (removed or not form.has_changed()):
                continue
            row = {"id": key} if key else {}
            found.append(row | ({"remove": True} if removed else form.values()))
        return found


def initial_rows(rows: PartRows, record: Record | None) -> list[dict[str, Any]]:
    """Return the present rows of a record as initial values of their formset."""
    parts = rows.of(record) if record else []
    columns = values.fields_of(rows.part, rows.names)
    return [
        {"id": part.pk} | {column.name: column.value_from_object(part) for column in columns}
        for part in parts
    ]


class ReasonForm(forms.Form):
    """Ask why, and carry the key of the request."""

    _key = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Stands in the history."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, asked: str = "required", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["_key"].initial = uuid4().hex
        self.fields["reason"].required = asked == "required"
        if asked == "none":
            del self.fields["reason"]
