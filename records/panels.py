"""Panels of a record's page: facts, texts, tables of parts, records that point here, templates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from records import values
from records.actors import Actor
from records.addresses import url_of
from records.forms import PartRows, Section
from records.lists import columns as column_rooms
from records.lists.columns import Column
from records.models import Part, Record
from records.shapes import Fact, Heading, Link, PanelShown, Row, Text
from records.templatetags.cells import as_cell

RELATED_AT_MOST = 20
# A table of more columns is too wide for a page of a record.
COLUMNS_AT_MOST = 4
# From this length on, a text takes the whole width.
LONG_TEXT = 80


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Show something about a record; `side` sets it into the narrow column."""

    title: Text
    side: bool = False

    def body(self, record: Record, actor: Actor) -> str:
        """Return the panel's HTML; nothing leaves the panel out."""
        raise NotImplementedError

    def show(self, record: Record, actor: Actor) -> PanelShown | None:
        """Return the panel for the page, or None where there is nothing to show."""
        body = self.body(record, actor)
        if not body:
            return None
        return PanelShown(self.title, SafeString(body), anchor=slugify(str(self.title)))


@dataclass(frozen=True, kw_only=True)
class FactsPanel(Panel):
    """List fields with their values; those without a value are named at the end."""

    names: Sequence[str]
    # Leave the panel out where no field has a value.
    optional: bool = False

    def body(self, record: Record, actor: Actor) -> str:
        """Render facts and what is missing."""
        given, missing = facts(record, self.names, actor)
        if self.optional and not given:
            return ""
        context = {"facts": given, "missing": missing}
        return render_to_string("records/panels/facts.html", context)


def facts(
    record: Record | Part, names: Sequence[str], actor: Actor
) -> tuple[list[Fact], list[str]]:
    """Return the given values of some fields, and the labels of those without."""
    given, missing = [], []
    for field in values.fields_of(type(record), names):
        value = values.shown(record, field, actor)
        if value in (None, "", [], {}):
            missing.append(values.label_of(field))
        else:
            wide = isinstance(value, str) and (len(value) > LONG_TEXT or "\n" in value)
            given.append(Fact(values.label_of(field), value, wide=wide))
    return given, missing


@dataclass(frozen=True, kw_only=True)
class TablePanel(Panel):
    """Show rows that a function finds; `headings` name the columns."""

    headings: Sequence[Text]
    rows: Callable[[Any, Actor], Sequence[Row]]
    empty: Text = ""

    def body(self, record: Record, actor: Actor) -> str:
        """Render the table, or the sentence for none."""
        rows = self.rows(record, actor)
        if not rows and not self.empty:
            return ""
        return table(self.title, self.headings, rows, empty=self.empty)


def table(title: Text, headings: Sequence[Text], rows: Sequence[Row], *, empty: Text) -> str:
    """Render a table for a panel."""
    context = {
        "caption": title,
        "columns": [Heading(label) for label in headings],
        "rows": rows,
        "empty": empty,
    }
    return render_to_string("records/panels/table.html", context)


@dataclass(frozen=True, kw_only=True)
class TextPanel(Panel):
    """Show one long text of the record."""

    name: str

    def body(self, record: Record, actor: Actor) -> str:
        """Render the text with its lines."""
        text = getattr(record, self.name)
        return render_to_string("records/panels/text.html", {"text": text}) if text else ""


@dataclass(frozen=True, kw_only=True)
class TemplatePanel(Panel):
    """Show a template with values that a function prepares; None leaves the panel out."""

    template: str
    context: Callable[[Any, Actor], Mapping[str, Any] | None]

    def body(self, record: Record, actor: Actor) -> str:
        """Render the template."""
        context = self.context(record, actor)
        return "" if context is None else render_to_string(self.template, dict(context))


@dataclass(frozen=True, kw_only=True)
class RelatedPanel(Panel):
    """List records of another kind that point here by `field`, as far as the actor may see them."""

    model: str
    field: str
    columns: Sequence[str | Column]
    empty: Text = ""

    def body(self, record: Record, actor: Actor) -> str:
        """Render the newest of them."""
        other: type[Record] = apps.get_model(self.model)
        shown = column_rooms.completed(other, self.columns)
        found = other.objects.visible_to(actor).filter(**{self.field: record}).order_by("-id")
        first = list(column_rooms.joined(found, shown)[: RELATED_AT_MOST + 1])
        rows = [row_of(item, shown, actor) for item in first[:RELATED_AT_MOST]]
        if len(first) > RELATED_AT_MOST:
            rows.append(Row([_("and more")] + [None] * (len(shown) - 1)))
        if not rows and not self.empty:
            return ""
        return table(self.title, [column.label for column in shown], rows, empty=self.empty)


def row_of(record: Record, shown: Sequence[Column], actor: Actor, **options: Any) -> Row:
    """Make the table row of a record; its first cell leads to its page."""
    cells: list[object] = [column.show(record, actor) for column in shown]
    url = url_of(record)
    if url and cells:
        head = cells[0] if isinstance(cells[0], str) and cells[0] else str(record)
        note = "" if shown[0].key == "ref" else record.ref
        cells[0] = Link(head, url, note)
    return Row(cells, label=f"{record.ref} {record}", muted=record.is_archived, **options)


def of_section(section: Section) -> FactsPanel:
    """Show the fields of a section of the form."""
    # Unit and owner stand at the side of every record's page.
    names = [name for name in section.names if name not in {"unit", "owner"}]
    return FactsPanel(title=section.title, names=names)


@dataclass(frozen=True, kw_only=True)
class PartsPanel(Panel):
    """Show the parts that the form edits as rows; `level` is that of the headings of blocks.

    Parts of few fields stand in a table; of more, which no page has the width for, each part is
    told by itself below its first field.
    """

    rows: PartRows
    level: int = 3

    def body(self, record: Record, actor: Actor) -> str:
        """Render the parts, or the sentence for none."""
        parts, empty = self.rows.of(record), _("None recorded yet.")
        columns = values.fields_of(self.rows.part, self.rows.names)
        if parts and len(columns) > COLUMNS_AT_MOST:
            context = {"blocks": self.blocks(parts, columns, actor), "level": self.level}
            return render_to_string("records/panels/blocks.html", context)
        rows = [
            Row([values.shown(part, column, actor) for column in columns], key=str(part.pk))
            for part in parts
        ]
        headings = [values.label_of(column) for column in columns]
        return table(self.title, headings, rows, empty=empty)

    def blocks(
        self, parts: Sequence[Part], columns: Sequence[values.AnyField], actor: Actor
    ) -> list[dict[str, object]]:
        """Return each part as a heading, the facts below it and what is missing."""
        names = [column.name for column in columns[1:]]
        found: list[dict[str, object]] = []
        for part in parts:
            given, missing = facts(part, names, actor)
            title = as_cell(values.shown(part, columns[0], actor) or str(part)).html
            found.append({"title": title, "facts": given, "missing": missing})
        return found


def of_parts(rows: PartRows, *, level: int = 3) -> PartsPanel:
    """Show the parts that the form edits as rows."""
    return PartsPanel(title=rows.title, rows=rows, level=level)
