"""A list as a file: exactly what is listed, as far as the actor may take it out."""

from dataclasses import replace
from typing import IO, Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from records import exports, filters, values
from records.actors import Actor
from records.columns import Column, completed
from records.history import current_moment
from records.kinds import RecordKind
from records.views.base import KindView
from records.views.listing import Listing

# Rows fetched at a time: enough to be quick, few enough to stay small.
AT_A_TIME = 500


class ExportView(KindView):
    """Hand out the filtered list as CSV, XLSX or JSON."""

    def get(self, request: HttpRequest, file_format: str) -> HttpResponseBase:
        """Answer with the file; it is written before the answer begins, within its moment."""
        self.require_somewhere("export")
        listing = Listing(self.kind, request, self.actor, needs="export", whole=True)
        if not listing.is_valid:
            sentence = _("A filter in the address cannot be read: %(names)s.")
            names = ", ".join(listing.filters.form.errors)
            return HttpResponse(sentence % {"names": names}, status=400, content_type="text/plain")
        out = exports.new_file()
        write(self.kind, listing, self.actor, file_format, out)
        out.seek(0)
        moment = current_moment() or timezone.now()
        name = f"{slugify(self.kind.plural)}-{timezone.localtime(moment):%Y-%m-%d}.{file_format}"
        return FileResponse(
            out, as_attachment=True, filename=name, content_type=exports.TYPES[file_format]
        )


def write(
    kind: RecordKind, listing: Listing, actor: Actor, file_format: str, out: IO[bytes]
) -> None:
    """Write what a list holds into a file."""
    columns = _columns(kind, listing)
    if file_format == "json":
        records = listing.rows([*columns, *_linked(kind)]).iterator(chunk_size=AT_A_TIME)
        about = {"kind": kind.code, "as_of": current_moment(), "filters": _filters(listing)}
        exports.write_json(about, (as_object(kind, record) for record in records), out)
        return
    records = listing.rows(columns).iterator(chunk_size=AT_A_TIME)
    headings = [_("Reference"), *(str(column.label) for column in columns)]
    rows = exports.plain_rows(records, columns)
    sheet = exports.Sheet(kind.plural, headings, rows, _about(kind, listing, actor))
    writer = exports.write_csv if file_format == "csv" else exports.write_xlsx
    writer(sheet, out)


def _columns(kind: RecordKind, listing: Listing) -> list[Column]:
    chosen = listing.chosen if "columns" in listing.query else kind.all_columns
    return [
        replace(column, joins=column.export_joins or column.joins)
        for column in chosen
        if column.key != "ref"
    ]


def _linked(kind: RecordKind) -> list[Column]:
    names = [*kind.field_names, "unit", "owner"]
    return [column for column in completed(kind.model, dict.fromkeys(names)) if column.joins]


def as_object(kind: RecordKind, record: Any) -> dict[str, Any]:
    """Return a record for programs: codes, references, moments."""
    names = dict.fromkeys(["unit", "owner", *kind.field_names])
    fields = values.fields_of(kind.model, list(names))
    return {
        "id": str(record.pk),
        "ref": record.ref,
        "version": record.version,
        **{field.name: values.coded(record, field) for field in fields},
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "archived_at": record.archived_at,
        "digest": record.digest,
    }


def _filters(listing: Listing) -> list[str]:
    return [item.says for item in filters.active(listing.filters)]


def _about(kind: RecordKind, listing: Listing, actor: Actor) -> dict[str, str]:
    moment = current_moment() or timezone.now()
    return {
        _("Content"): kind.plural,
        _("State of"): exports.as_text(moment),
        _("Filters"): "; ".join(_filters(listing)) or _("none"),
        _("Made for"): actor.label,
    }
