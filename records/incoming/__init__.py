"""What comes in from outside: bytes, recognised, become plain rows or documents, then a plan.

Nothing here knows Django or a field of work: readers with limits that hold before anything is
parsed, mappings of columns to fields, the identity of rows, and the comparison with what is there.

Upper floors import from here; the modules behind it are for `records` alone.
"""

from records.incoming.archive import check_parts, open_archive
from records.incoming.content import BYTE_ORDER_MARKS, JSON_START, MARKUP, OLE_CONTAINER, SIGNATURES
from records.incoming.delimited import DELIMITERS, ENCODINGS
from records.incoming.grid import MAX_FILE_BYTES, GridRow
from records.incoming.identity import count_equals, identity_key
from records.incoming.incoming import IncomingRow, incoming
from records.incoming.mapping import FieldRule, FieldSpec, Identity, TableMapping, parse
from records.incoming.plan import EXTERNAL, Conflict, ImportPlan, PlannedChange, Update, plan
from records.incoming.problems import (
    RowNote,
    RowProblem,
    RowRemark,
    Sentence,
    SourceError,
    excerpt,
    gettext_noop,
    told,
)
from records.incoming.reading import UNIT_SEPARATOR
from records.incoming.schemas import check, faults, schema_faults
from records.incoming.strict_yaml import (
    LARGEST_FILE,
    Block,
    ContentError,
    Items,
    YamlFile,
    parse_document,
    parse_json,
    read_document,
)
from records.incoming.structure import structured
from records.incoming.suggestion import suggest
from records.incoming.table import ColumnKey, Table, TableColumn, read_table
from records.incoming.values import choice_key, clean, fold, is_empty, read_list

__all__ = [
    "BYTE_ORDER_MARKS",
    "DELIMITERS",
    "ENCODINGS",
    "EXTERNAL",
    "JSON_START",
    "LARGEST_FILE",
    "MARKUP",
    "MAX_FILE_BYTES",
    "OLE_CONTAINER",
    "SIGNATURES",
    "UNIT_SEPARATOR",
    "Block",
    "ColumnKey",
    "Conflict",
    "ContentError",
    "FieldRule",
    "FieldSpec",
    "GridRow",
    "Identity",
    "ImportPlan",
    "IncomingRow",
    "Items",
    "PlannedChange",
    "RowNote",
    "RowProblem",
    "RowRemark",
    "Sentence",
    "SourceError",
    "Table",
    "TableColumn",
    "TableMapping",
    "Update",
    "YamlFile",
    "check",
    "check_parts",
    "choice_key",
    "clean",
    "count_equals",
    "excerpt",
    "faults",
    "fold",
    "gettext_noop",
    "identity_key",
    "incoming",
    "is_empty",
    "open_archive",
    "parse",
    "parse_document",
    "parse_json",
    "plan",
    "read_document",
    "read_list",
    "read_table",
    "schema_faults",
    "structured",
    "suggest",
    "told",
]
