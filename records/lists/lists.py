"""One list as an address asks for it, wherever its rows come from."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy, ngettext

from records import permissions
from records.actors import Actor
from records.addresses import AS_OF, keep_moment, to, with_query
from records.lists.columns import Column
from records.lists.filters import ActiveFilter, FilterSet, active, mending, ready_menus, say
from records.lists.rows import Rows, SequenceRows
from records.shapes import (
    Action,
    Chip,
    Heading,
    Row,
    Text,
)
from records.wording import figure

FORMATS = (("xlsx", gettext_lazy("Excel")), ("csv", "CSV"), ("json", "JSON"))
PAGE_SIZE = 50


class List[Item]:
    """Say where rows come from and how they are shown; a list of one's own is a subclass.

    It gives `make_form`, whose fields are the filters, and `rows`, which are what they leave in the
    order asked for (`sort`); where it is a table, `columns` and `row`. `setup` finds what it is a
    list of. Its pages are those of the routes `<route>-list`, `-export`, `-choices` and
    `-saved-views`, as far as it has them, or what `pages` names instead, with `codes` in them.
    """

    # Names the list in saved views and in files for programs; without it, no views are saved and
    # no columns chosen.
    code: str = ""
    route: str = ""
    pages: ClassVar[Mapping[str, str]] = {}
    codes: Sequence[Any] = ()
    title: Text = ""
    columns: Sequence[Column] = ()
    # The key of the column that heads each row and is always shown; else any may be left out.
    head: str = ""
    # The key of the column by which rows stand where none is asked for.
    usual_order: str = ""
    formats: Sequence[tuple[str, Text]] = FORMATS
    page_size: int = PAGE_SIZE
    # Whether the table scrolls in a box of its own, and what an empty one says.
    wide: bool = False
    empty: tuple[Text, Text] = ("", "")
    # What of an address belongs to one look: no file and no link to another look has it.
    passing: ClassVar[Sequence[str]] = ("page", "find")
    # What of an address says how the page looks, and nothing of what is listed.
    display: ClassVar[Sequence[str]] = ()
    # What of an address the filters send along, beside the moment.
    kept: ClassVar[Sequence[str]] = ("sort", "columns")

    def __init__(
        self,
        request: HttpRequest,
        actor: Actor,
        needs: str = "view",
        *,
        query: QueryDict | None = None,
        **codes: Any,
    ) -> None:
        self.request, self.actor, self.needs = request, actor, needs
        self.query = request.GET if query is None else query
        self.setup(**codes)
        self.form = self.make_form()
        self.is_valid = self.form.is_valid()

    def setup(self, **_codes: Any) -> None:
        """Find what the address names beside the list; raise Http404 where that is not there."""

    def make_form(self) -> forms.Form:
        """Return the filters, filled from `query`."""
        raise NotImplementedError

    def rows(self) -> Rows[Item]:
        """Return what the filters leave, in order; nothing where they cannot be read."""
        raise NotImplementedError

    def row(self, item: Item) -> Row:
        """Tell one row of the table."""
        return Row(self.cells(item))

    def cells(self, item: Item) -> list[object]:
        """Return the values of one row in the chosen columns."""
        return [column.show(item, self.actor) for column in self.chosen]

    def is_sample(self, _item: Item) -> bool:
        """Say whether a row speaks of sample records."""
        return False

    def told(self, count: int) -> str:
        """Say how many there are."""
        return ngettext("%(count)s record", "%(count)s records", count) % {"count": figure(count)}

    def bulk(self, _count: int) -> dict[str, Any] | None:
        """Return what can be done with rows that are ticked."""
        return None

    def address(self, page: str, *args: str) -> str:
        """Return the address of one of the pages of the list."""
        return to(self.pages.get(page, f"{self.route}-{page}"), *self.codes, *args)

    def trail(self, label: str) -> list[dict[str, str]]:
        """Lead from the list to a page about it."""
        return [
            {"label": str(self.title), "url": self.address("list")},
            {"label": label, "url": ""},
        ]

    # Columns and order

    @cached_property
    def chosen(self) -> list[Column]:
        """Return the columns asked for, else those that are usually shown."""
        wanted = [key for text in self.query.getlist("columns") for key in text.split(",")]
        known = {column.key: column for column in self.columns}
        chosen = [known[key] for key in dict.fromkeys(wanted) if key in known and key != self.head]
        if chosen and self.head:
            return [known[self.head], *chosen]
        return chosen or [column for column in self.columns if column.shown]

    @cached_property
    def sort(self) -> str:
        """Return the key to sort by, behind a minus where downwards."""
        asked = self.query.get("sort", "")
        return asked if asked.lstrip("-") in self.orders else self.usual_order

    @property
    def orders(self) -> Mapping[str, Any]:
        """Return by what each column sorts that can."""
        return {column.key: column.sort for column in self.columns if column.sort}

    def headings(self) -> list[Heading]:
        """Return the heads of the table, each with the address that sorts by it."""
        return [self._heading(column) for column in self.chosen]

    def _heading(self, column: Column) -> Heading:
        key = column.key
        if key not in self.orders:
            return Heading(column.label, key, hint=column.hint)
        up, down = self.sort == key, self.sort == f"-{key}"
        url = with_query(self.request, sort=f"-{key}" if up else key, page=None)
        return Heading(
            column.label, key, url, "asc" if up else "desc" if down else "", hint=column.hint
        )

    # Filters

    def active(self) -> list[ActiveFilter]:
        """Return the filters that are on."""
        return active(self.form, self.say)

    def say(self, field: forms.Field, value: Any) -> str:
        """Tell a value of a filter."""
        return say(field, value)

    def says(self) -> list[str]:
        """Tell the filters that are on."""
        return [item.says for item in self.active()]

    def chips(self, *, empty: bool = False) -> list[Chip]:
        """Return the filters that are on, each with the address that drops it."""
        found = []
        for item in self.active():
            without = self.without(item) if empty else ""
            says = f"{item.says} ({without})" if without else item.says
            found.append(Chip(says, self.changed(**{item.name: item.left or None})))
        return found

    def without(self, _item: ActiveFilter) -> str:
        """Say of an empty list what would show without a filter, where that is cheap to know."""
        return ""

    def changed(self, **changes: Any) -> str:
        """Return the address of the list asked otherwise."""
        return with_query(self.request, **dict.fromkeys(self.passing), **changes)

    def clear_url(self) -> str:
        """Return the address without any filter."""
        return self.changed(**dict.fromkeys(self.form.fields))

    def tools(self, *, empty: bool = False) -> dict[str, Any]:
        """Gather what stands above a list: filters, what they say, files."""
        sent = {name: ",".join(self.request.GET.getlist(name)) for name in self.kept}
        return {
            "list_url": self.request.path,
            "search": self.form["q"] if "q" in self.form.fields else None,
            "filters": [bound for bound in self.form if bound.name != "q" and not bound.is_hidden],
            "keep": {name: text for name, text in (sent | {"as_of": AS_OF.get()}).items() if text},
            "chips": self.chips(empty=empty),
            "clear_url": self.clear_url(),
            "mending": mending(self.form, self.clear_url()),
            "errors": [error for errors in self.form.errors.values() for error in errors],
            "exports": self.exports(),
        }

    def exports(self) -> list[Action]:
        """Return the files one may take out, filtered and sorted as the list is."""
        if not permissions.may_somewhere(self.actor, "export"):
            return []
        query = self.changed(**dict.fromkeys(self.display)).partition("?")[2]
        ending = f"?{query}" if query else ""
        return [
            Action(label, keep_moment(f"{self.address('export', name).partition('?')[0]}{ending}"))
            for name, label in self.formats
        ]


class FilteredList[Item](List[Item]):
    """A list of a queryset, whose filters are a set of django-filter."""

    filters: FilterSet

    def bind(self) -> FilterSet:
        """Return the filters, bound to `query` and to what is within reach."""
        raise NotImplementedError

    def make_form(self) -> forms.Form:
        """Return the form of the filters, its menus ready."""
        self.filters = self.bind()
        form: forms.Form = self.filters.form
        searched = self.changed().partition("?")[2]
        ready_menus(form, searched, lambda name: self.address("choices", name))
        return form


class SequenceList[Item](List[Item]):
    """A list of what is in memory; a column sorts by a function of a row."""

    def found(self) -> Sequence[Item]:
        """Return what the filters leave, as it stands where no order is asked for."""
        raise NotImplementedError

    def in_order(self) -> Sequence[Item]:
        """Return it in the order asked for; what is equal stays as it stood."""
        if self.sort in ("", self.usual_order):
            return self.found()
        down = self.sort.startswith("-")
        return sorted(self.found(), key=self.orders[self.sort.lstrip("-")], reverse=down)

    def rows(self) -> Rows[Item]:
        """Return it as rows."""
        return SequenceRows(self.in_order())
