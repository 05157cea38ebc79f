"""All kinds of records, as the apps registered them at start."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from records.kinds.actions import RecordAction
from records.kinds.kind import Annotate, Annotation, Extras, RecordKind
from records.lists.columns import Column
from records.lists.columns import key_of as column_key
from records.lists.filters import Filter
from records.lists.filters import key_of as filter_key
from records.models import Record
from records.panels import Panel

_KINDS: dict[str, RecordKind] = {}
_EXTRAS: dict[str, Extras] = {}


def register(kind: RecordKind) -> RecordKind:
    """Make a kind known; called from a feature's `registration.py`."""
    if _KINDS.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"The kind {kind.code} is registered twice.")
    kind.extras = _EXTRAS.setdefault(kind.code, kind.extras)
    return kind


def extend(  # noqa: PLR0913 - one place names all that can be added
    code: str,
    *,
    columns: Sequence[str | Column] = (),
    filters: Sequence[str | Filter] = (),
    panels: Sequence[Panel] = (),
    actions: Sequence[RecordAction] = (),
    chapters: Sequence[Any] = (),
    annotate: Annotate | None = None,
    histories: Sequence[Callable[[Any], Any]] = (),
    views: Mapping[str, object] | None = None,
) -> None:
    """Add to a kind of a lower floor (code "app.model"), whether or not it is registered yet.

    `annotate` takes a queryset of the kind and returns it with more worked out in the database:
    what the columns and filters of the same call need, or, without any, what is always needed.
    `histories` take a record and return ids whose ledger entries belong into its history too.
    """
    extras = _EXTRAS.setdefault(code, Extras())
    extras.columns += columns
    extras.filters += filters
    extras.panels += panels
    extras.actions += actions
    extras.chapters += chapters
    if annotate:
        keys = [*map(column_key, columns), *map(filter_key, filters)]
        extras.annotate.append(Annotation(annotate, frozenset(keys)))
    extras.histories += histories
    extras.views |= views or {}


def every() -> list[RecordKind]:
    """Return all kinds, by slug."""
    return sorted(_KINDS.values(), key=lambda kind: kind.slug)


def by_code(code: str) -> RecordKind | None:
    """Return the kind of a code such as "app.model", where it is shown at all."""
    return _KINDS.get(code)


def of_ref(ref: str) -> RecordKind | None:
    """Return the kind whose records have references like this one."""
    prefix = ref.partition("-")[0]
    return next((kind for kind in every() if kind.model.ref_prefix == prefix), None)


def of(record: Record | type[Record]) -> RecordKind | None:
    """Return the kind that shows a record or a model."""
    return _KINDS.get(record.kind_code())


def url_of_link(link: Mapping[str, str]) -> str:
    """Return the page of a linked record ({kind, id, ref}), or the start page."""
    kind = _KINDS.get(link.get("kind", ""))
    ref = link.get("ref", "")
    return (kind.url("detail", ref) if kind and ref else "") or "/"
