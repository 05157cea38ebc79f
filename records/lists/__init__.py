"""Lists of anything, from an address to a page or a file.

`lists` says what a list is: where its rows come from, by which filters, in which order and columns.
`rows` counts them and cuts them into pages, whether they are a queryset or a sequence. `columns`,
`filters` and `saved` are its parts; `files` tells the whole of it as a file, which
`exports` writes and hands out. The pages stand in `records/views/` (list, export, saved, choices),
the routes in `records/urls.py`: `of_list` for a list of one's own, `of_kind` for that of a kind.

Upper floors import from here; the modules behind it are for `records` alone.
"""

from records.lists.columns import Column, joined, key_of
from records.lists.exports import WRITERS, ExportSheet, hand_out, write_json
from records.lists.files import Export, FileColumn
from records.lists.filters import (
    NO_SUCH,
    ActiveFilter,
    BelowUnitFilter,
    ChoiceMenu,
    ChoiceSearch,
    Filter,
    SearchFilter,
    matching,
)
from records.lists.lists import FORMATS, PAGE_SIZE, FilteredList, List, SequenceList
from records.lists.rows import QueryRows, SequenceRows, capped, page_asked, pager

__all__ = [
    "FORMATS",
    "NO_SUCH",
    "PAGE_SIZE",
    "WRITERS",
    "ActiveFilter",
    "BelowUnitFilter",
    "ChoiceMenu",
    "ChoiceSearch",
    "Column",
    "Export",
    "ExportSheet",
    "FileColumn",
    "Filter",
    "FilteredList",
    "List",
    "QueryRows",
    "SearchFilter",
    "SequenceList",
    "SequenceRows",
    "capped",
    "hand_out",
    "joined",
    "key_of",
    "matching",
    "page_asked",
    "pager",
    "write_json",
]
