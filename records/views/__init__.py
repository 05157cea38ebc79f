"""The pages of records: one file a page, made for every kind from its declaration.

Upper floors import from here; the modules behind it are for `records` alone.
"""

from records.views.action import ActionView
from records.views.base import KindView, RecordsView, note_sample, respond
from records.views.detail import DetailView
from records.views.edit import EditView, NewView
from records.views.export import ExportPage
from records.views.history import CompareView, HistoryView
from records.views.jobs import progress_of, status_of
from records.views.list import ListPage, ListView
from records.views.listing import RecordList
from records.views.sheet import RecordSheet

__all__ = [
    "ActionView",
    "CompareView",
    "DetailView",
    "EditView",
    "ExportPage",
    "HistoryView",
    "KindView",
    "ListPage",
    "ListView",
    "NewView",
    "RecordList",
    "RecordSheet",
    "RecordsView",
    "note_sample",
    "progress_of",
    "respond",
    "status_of",
]
