"""The declaration of a kind of record, from which its pages, exports and API are made."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from records.actors import Actor
from records.addresses import page_of
from records.forms import PartRows, Section
from records.kinds.actions import (
    ARCHIVE,
    RESTORE,
    RecordAction,
    erase_action,
    holds_personal_values,
)
from records.lists import columns as column_rooms
from records.lists import filters as filter_rooms
from records.lists.columns import Column
from records.lists.filters import Filter
from records.models import Record
from records.panels import Panel
from records.shapes import Text

Annotate = Callable[[Any], Any]


@dataclass(frozen=True)
class Annotation:
    """What a higher floor has worked out for each record, and which columns and filters need it.

    Where it serves none in particular, it is always worked out.
    """

    work_out: Annotate
    serves: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Writes:
    """The actions behind the pages that change records; what is left out has no page.

    `create(*, actor, values, **parts)` and `change(record, *, actor, values, seen, reason,
    **parts)` return the record; parts are lists of rows as `records.parts.apply` takes them.
    `bulk` names the fields that may be changed on many records at once.
    """

    create: Callable[..., Record] | None = None
    change: Callable[..., Record] | None = None
    bulk: Sequence[str] = ()
    archive: bool = True
    change_needs: str = "change"


@dataclass(frozen=True, kw_only=True)
class MenuPlace:
    """Where a kind stands in the menu, and what its empty list says."""

    group: str
    icon: str = ""
    order: int = 50
    intro: Text = ""
    empty: Text = ""


@dataclass
class Extras:
    """What higher floors add to a kind."""

    columns: list[str | Column] = field(default_factory=list)
    filters: list[str | Filter] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    actions: list[RecordAction] = field(default_factory=list)
    chapters: list[Any] = field(default_factory=list)
    annotate: list[Annotation] = field(default_factory=list)
    histories: list[Callable[[Any], Any]] = field(default_factory=list)
    views: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True, eq=False)
class RecordKind:
    """Say how one kind of record is shown; everything below `fields` may be left out.

    `columns`, `filters` and `search` make the list, `fields` (sections and rows of parts) the form
    and the description, `panels` and `actions` what else stands on the page. `views` replaces one
    page's class: "list", "detail", "new", "edit", "history", "compare", "bulk-edit", "export".
    `document` (a SectionMaker) tells one record by itself, for reading before it is signed.
    """

    model: type[Record]
    slug: str
    columns: Sequence[str | Column]
    fields: Sequence[Section | PartRows]
    filters: Sequence[str | Filter] = ()
    search: Sequence[str] = ("ref",)
    panels: Sequence[Panel] = ()
    actions: Sequence[RecordAction] = ()
    writes: Writes = field(default_factory=lambda: Writes(archive=False))
    menu: MenuPlace | None = None
    document: Any = None
    api_fields: Sequence[str] = ()
    views: dict[str, Any] = field(default_factory=dict)
    extras: Extras = field(default_factory=Extras, init=False, repr=False)

    @property
    def code(self) -> str:
        """Return the code that names the kind in links and the ledger."""
        return self.model.kind_code()

    @property
    def name(self) -> str:
        """Return the name of one such record, for a title."""
        text = str(self.model._meta.verbose_name)
        return text[:1].upper() + text[1:]

    @property
    def plural(self) -> str:
        """Return the name of many such records, for a title."""
        text = str(self.model._meta.verbose_name_plural)
        return text[:1].upper() + text[1:]

    @property
    def sections(self) -> list[Section]:
        """Return the groups of fields."""
        return [item for item in self.fields if isinstance(item, Section)]

    @property
    def part_rows(self) -> list[PartRows]:
        """Return the kinds of parts that are edited with the record."""
        return [item for item in self.fields if isinstance(item, PartRows)]

    @property
    def field_names(self) -> list[str]:
        """Return every field that the form asks for."""
        return [name for section in self.sections for name in section.names]

    @cached_property
    def all_columns(self) -> list[Column]:
        """Return the declared columns and those that higher floors added."""
        every = column_rooms.placed(self.columns, self.extras.columns, column_rooms.key_of)
        return column_rooms.completed(self.model, every)

    @cached_property
    def all_filters(self) -> list[str | Filter]:
        """Return the declared filters and those that higher floors added."""
        return column_rooms.placed(self.filters, self.extras.filters, filter_rooms.key_of)

    @property
    def all_panels(self) -> list[Panel]:
        """Return the declared panels and those that higher floors added."""
        return [*self.panels, *self.extras.panels]

    @cached_property
    def all_actions(self) -> list[RecordAction]:
        """Return every action on a record, archiving among them where the kind allows it."""
        ends = [ARCHIVE, RESTORE] if self.writes.archive else []
        if holds_personal_values(self.model):
            ends.append(erase_action(self.model))
        return [*self.actions, *self.extras.actions, *ends]

    def queryset(
        self, actor: Actor, needs: str = "view", *, showing: Container[str] | None = None
    ) -> Any:
        """Return what the actor may reach, with what higher floors work out for each record.

        `showing` names the columns and filters in use: what serves only others is left out.
        """
        found = self.model.objects.visible_to(actor, needs)
        for annotation in self.extras.annotate:
            serves = annotation.serves
            if showing is None or not serves or any(key in showing for key in serves):
                found = annotation.work_out(found)
        return found

    def url(self, page: str, *args: Any) -> str:
        """Return the address of one of the kind's pages, in the moment that is being read."""
        return page_of(self.model, page, *args)
