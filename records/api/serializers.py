"""What records look like in JSON: codes, references and moments, the same in and out."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from rest_framework import serializers

from records.api.parsing import BoundedJSONField
from records.forms import ObjectField, PartRows, offered
from records.kinds import RecordAction, RecordKind
from records.values import REACHED, AnyField, field_of

COMMON = ("id", "ref", "version", "digest", "created_at", "updated_at", "archived_at")


class RefField(serializers.SlugRelatedField[Any]):
    """Name another record by its reference; only what the actor may see can be named."""

    def __init__(self, *, needs: str = "view", **options: Any) -> None:
        self.needs = needs
        super().__init__(slug_field="ref", **options)

    def get_queryset(self) -> Any:
        """Keep what the actor may name."""
        found = super().get_queryset()
        request = self.context.get("request")
        if found is None or request is None:
            return found
        return offered(found, request._request.actor, self.needs)


class KnownKeys:
    """Refuse keys that are not known: a mistyped name must not pass for a change."""

    fields: Any  # those of the serializer beside it

    def to_internal_value(self, data: Any) -> Any:
        """Check the keys before the values."""
        if isinstance(data, Mapping):
            writable = {name for name, field in self.fields.items() if not field.read_only}
            unknown = sorted(set(map(str, data)) - writable)
            if unknown:
                sentence = _("This field is not known or cannot be written.")
                raise serializers.ValidationError({name: [sentence] for name in unknown})
        return super().to_internal_value(data)  # type: ignore[misc] # of the serializer beside it


class StrictSerializer(KnownKeys, serializers.ModelSerializer[Any]):
    """Check the values of a record or a part; an action takes them."""

    def save(self, **_values: Any) -> Any:
        """Refuse: records change by actions."""
        raise TypeError("Serializers of records are not saved; an action takes their values.")


@lru_cache(maxsize=200)
def record_serializer(kind: RecordKind) -> type[serializers.ModelSerializer[Any]]:
    """Make the serializer of a kind."""
    named = list(dict.fromkeys(kind.api_fields or ("unit", "owner", *kind.field_names)))
    parts = {accessor(rows): _many(rows) for rows in kind.part_rows}
    links = {
        name: _link(kind, field)
        for name in named
        if (field := field_of(kind.model, name)) is not None and field.is_relation
    }
    extra = {
        "seen": serializers.IntegerField(write_only=True, required=False),
        "reason": serializers.CharField(
            write_only=True, required=False, allow_blank=True, max_length=2000
        ),
    }
    read_only = [*COMMON, *(name for name in named if name not in _written(kind))]
    meta = {
        "model": kind.model,
        "fields": [*COMMON, *named, *parts, *extra],
        "read_only_fields": read_only,
        "validators": [],
    }
    return _class(kind.model.__name__, {**links, **parts, **extra}, meta)


@lru_cache(maxsize=200)
def _reader(kind: RecordKind) -> "serializers.BaseSerializer[Any]":
    """Make one serializer that only reads: it keeps nothing of a request and serves them all."""
    return record_serializer(kind)()


def as_json(kind: RecordKind, record: Any) -> dict[str, Any]:
    """Return a record as the API shows it."""
    told: dict[str, Any] = _reader(kind).to_representation(record)
    return told


def _written(kind: RecordKind) -> set[str]:
    return {*kind.field_names}


def _link(kind: RecordKind, field: AnyField) -> RefField:
    if field.name not in _written(kind):
        if field.name in REACHED and kind.model.reached_by():
            path = kind.model.told_by(field.name)
            return RefField(read_only=True, source=path.replace("__", "."))
        return RefField(read_only=True)
    return _named(field, needs=kind.model.create_needs if field.name == "unit" else "view")


def _named(field: AnyField, *, needs: str = "view") -> RefField:
    queryset = field.related_model._base_manager.all()  # type: ignore[union-attr] # a model by now
    optional = {"required": False, "allow_null": True} if field.null else {}
    return RefField(needs=needs, queryset=queryset, **optional)


def _many(rows: PartRows) -> "serializers.BaseSerializer[Any]":
    """Take as many parts as one record keeps: more are refused before each is looked at."""
    listed: type[Any] = part_serializer(rows)  # `many` makes a list of it, which has a length
    made: serializers.BaseSerializer[Any] = listed(
        many=True, required=False, max_length=rows.part.at_most
    )
    return made


def part_serializer(rows: PartRows) -> type[serializers.ModelSerializer[Any]]:
    """Make the serializer of a kind of parts: `id` names a present row, `remove` takes it out."""
    extra = {
        "id": serializers.UUIDField(required=False),
        "remove": serializers.BooleanField(write_only=True, required=False),
    }
    links = {
        name: _named(field)
        for name in rows.names
        if (field := field_of(rows.part, name)) is not None and field.is_relation
    }
    meta = {"model": rows.part, "fields": ["id", *rows.names, "remove"], "validators": []}
    return _class(rows.part.__name__, {**links, **extra}, meta)


def accessor(rows: PartRows) -> str:
    """Return the attribute of the record that holds the parts."""
    field: Any = rows.part._meta.get_field(rows.part.belongs_to)
    return str(field.remote_field.get_accessor_name())


def _class(name: str, fields: Mapping[str, Any], meta: Mapping[str, Any]) -> type[StrictSerializer]:
    return type(name, (StrictSerializer,), {**fields, "Meta": type("Meta", (), dict(meta))})


class HappeningSerializer(serializers.Serializer[Any]):
    """One act on a record."""

    at = serializers.DateTimeField()
    actor = serializers.SerializerMethodField()
    verb = serializers.CharField()
    told = serializers.CharField()
    reason = serializers.CharField()
    version = serializers.IntegerField()
    changes = serializers.SerializerMethodField()
    digest = serializers.CharField()
    position = serializers.IntegerField(allow_null=True)
    checkpoint = serializers.IntegerField(allow_null=True)

    def get_actor(self, item: Any) -> dict[str, str]:
        """Return who acted: the id that the ledger keeps, and the name of today."""
        return {"kind": item.actor_kind, "id": item.actor_id, "name": str(item.who.name)}

    def get_changes(self, item: Any) -> list[dict[str, str]]:
        """Return what changed, in words."""
        return [{"field": str(c.label), "old": str(c.old), "new": str(c.new)} for c in item.changes]


class HistorySerializer(serializers.Serializer[Any]):
    """A page of what happened to a record."""

    next = serializers.CharField(allow_null=True)
    results = HappeningSerializer(many=True)


class FileTextField(serializers.CharField):
    """Take the bytes of a file as base64; the parser has looked at the text already."""

    def run_validators(self, value: Any) -> None:
        """Leave out what would walk through millions of characters once more."""


# What the fields of an action's form are in JSON; anything else is a text.
_IN_JSON: tuple[tuple[type[forms.Field], type[serializers.Field[Any, Any, Any, Any]]], ...] = (
    (forms.BooleanField, serializers.BooleanField),
    (forms.FloatField, serializers.FloatField),
    (forms.DecimalField, serializers.CharField),
    (forms.IntegerField, serializers.IntegerField),
    (forms.DateField, serializers.DateField),
    (forms.MultipleChoiceField, serializers.ListField),
    (forms.ModelMultipleChoiceField, serializers.ListField),
    (ObjectField, serializers.DictField),
    (forms.JSONField, BoundedJSONField),
    (forms.FileField, FileTextField),
)


@lru_cache(maxsize=500)
def action_serializer(kind: RecordKind, action: RecordAction) -> type[serializers.Serializer[Any]]:
    """Say what an action takes, and check that it is of the right type; its form does the rest."""
    asked = dict(action.form.base_fields) if action.form else {}
    fields = {name: _described(field) for name, field in asked.items()}
    fields["seen"] = serializers.IntegerField(required=False, allow_null=True)
    if action.reason != "none":
        required = action.reason == "required"
        fields["reason"] = serializers.CharField(
            required=required, allow_blank=not required, allow_null=not required, max_length=2000
        )
    name = f"{kind.model.__name__}{action.name.title().replace('-', '')}"
    return type(name, (KnownKeys, serializers.Serializer), fields)


def _described(field: forms.Field) -> serializers.Field[Any, Any, Any, Any]:
    made = next((json for form, json in _IN_JSON if isinstance(field, form)), serializers.CharField)
    options: dict[str, Any] = {
        "required": field.required,
        "allow_null": not field.required,
        "help_text": str(field.help_text or field.label or ""),
    }
    if issubclass(made, serializers.CharField):
        options["allow_blank"] = not field.required
    return made(**options)
