"""A list as a file: exactly what is listed, as far as the actor may take it out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django.db.models import JSONField
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from records import values
from records.changing.snapshot import KnownCommitments, parts_of, snapshot
from records.ledger.canonical import canonical
from records.lists.columns import Column, completed
from records.lists.files import Export, FileColumn, export
from records.lists.rows import RecordRows
from records.models import Record
from records.pages.base import KindView
from records.pages.listing import KindListing, ListingView, RecordList


class ExportPage(ListingView):
    """Hand out a list as CSV, XLSX or JSON."""

    needs: ClassVar[str] = "export"
    # Given by as_view(export=...), or by the page itself.
    export: ClassVar[type[Export[Any, Any]]] = Export

    def get(self, _request: HttpRequest, file_format: str, **codes: str) -> HttpResponseBase:
        """Answer with the file; a list that is not there comes before a right that is missing."""
        asked = self.asked(**codes)
        self.require_somewhere("export")
        if not asked.is_valid:
            sentence = _("A filter in the address cannot be read: %(names)s.")
            names = ", ".join(asked.form.errors)
            return HttpResponse(sentence % {"names": names}, status=400, content_type="text/plain")
        return export(self.export(asked, file_format))


class RecordExport(Export[Any, RecordList]):
    """The records of a list: all columns, unless some were chosen."""

    def rows(self) -> RecordRows:
        linked = self._linked() if self.ending == "json" else []
        return self.list.rows([*self._columns(), *linked])

    def _columns(self) -> list[Column]:
        chosen = self.list.chosen if "columns" in self.list.query else self.list.columns
        return [
            replace(column, joins=column.export_joins or column.joins)
            for column in chosen
            if column.key != "ref"
        ]

    def _linked(self) -> list[Column]:
        model = self.list.kind.model
        names = [name for name in self._names() if values.field_of(model, name) is not None]
        return [column for column in completed(model, names) if column.joins]

    def _names(self) -> list[str]:
        """Name what a program reads of each record; whole documents are read one by one."""
        kind = self.list.kind
        names = dict.fromkeys(["unit", "owner", *kind.field_names, *kind.api_fields])
        shown = set(kind.field_names)
        return [
            name
            for name in names
            if name in shown or not isinstance(values.field_of(kind.model, name), JSONField)
        ]

    def columns(self) -> Sequence[FileColumn[Any]]:
        told = [(column.label, column.plain) for column in self._columns()]
        return [(_("Reference"), lambda record: record.ref), *told]

    def as_object(self, item: Record) -> Mapping[str, Any]:
        fields = {name: values.field_of(self.list.kind.model, name) for name in self._names()}
        return {
            "id": str(item.pk),
            "ref": item.ref,
            "version": item.version,
            **{
                name: values.coded(item, field) if field else getattr(item, name)
                for name, field in fields.items()
            },
            "created_at": item.created_at,
            "updated_at": item.updated_at,
            "archived_at": item.archived_at,
            "digest": item.digest,
        }


class ExportView(KindListing, ExportPage):
    """Hand out the filtered list of a kind."""

    export = RecordExport


class SnapshotView(KindView):
    """Hand out the canonical JSON of a record."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Answer with the bytes that the digest of this version is made of."""
        record = self.record(ref)
        body = canonical(snapshot(record, parts_of([record])[record.pk], KnownCommitments()))
        return HttpResponse(body, content_type="application/json")
