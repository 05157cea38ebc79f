"""A list as a file: columns for people, objects for programs, and what it is about."""

from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any

from django.http import FileResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from records.history.past import current_moment
from records.lists.exports import WRITERS, ExportSheet, as_text, hand_out, write_json
from records.lists.lists import List
from records.lists.rows import Rows
from records.shapes import Text
from records.values import Plain

type FileColumn[Item] = tuple[Text, Callable[[Item], Plain]]


class Export[Item, Source: List[Any]]:
    """Say what the files of a list hold; one of its own is a subclass."""

    def __init__(self, listed: Source, ending: str) -> None:
        self.list, self.ending = listed, ending

    @property
    def title(self) -> str:
        """Name what the file holds, as its table is called."""
        return str(self.list.title)

    @property
    def name(self) -> str:
        """Name the file: what it is, of which day."""
        moment = current_moment() or timezone.now()
        return f"{slugify(self.title)}-{timezone.localtime(moment):%Y-%m-%d}"

    def rows(self) -> Rows[Item]:
        """Return what the file holds."""
        return self.list.rows()

    def columns(self) -> Sequence[FileColumn[Item]]:
        """Return the heads of the table for people, each with what stands below it."""
        raise NotImplementedError

    def as_object(self, item: Item) -> Mapping[str, Any]:
        """Return a row for programs: codes, references, moments."""
        raise NotImplementedError

    def about(self) -> dict[str, str]:
        """Say what a file for people is about."""
        return {
            _("Content"): self.title,
            _("State of"): as_text(current_moment() or timezone.now()),
            _("Filters"): "; ".join(self.list.says()) or _("none"),
            _("Made for"): self.list.actor.label,
        }

    def about_for_programs(self) -> dict[str, Any]:
        return {
            "kind": self.list.code,
            "as_of": current_moment(),
            "filters": self.list.says(),
        }

    def sheet(self) -> ExportSheet:
        """Return the table for people."""
        columns = self.columns()
        headings = [str(label) for label, _cell in columns]
        rows = ([cell(item) for _label, cell in columns] for item in self.rows().every())
        return ExportSheet(self.title, headings, rows, self.about())

    def write(self, out: IO[bytes]) -> None:
        if self.ending == "json":
            write_json(self.about_for_programs(), map(self.as_object, self.rows().every()), out)
        else:
            WRITERS[self.ending](self.sheet(), out)


def export(made: Export[Any, Any]) -> FileResponse:
    """Hand out a list in one of its formats."""
    return hand_out(made.name, made.ending, made.write)
