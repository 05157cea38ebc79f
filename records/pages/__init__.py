"""The pages of records: one file a page, made for every kind from its declaration.

Upper floors import from here; the modules behind it are for `records` alone.
"""

from records.pages.action import ActionView
from records.pages.base import KindView, RecordsView, note_sample, respond
from records.pages.detail import DetailView
from records.pages.edit import EditView, NewView
from records.pages.export import ExportPage
from records.pages.finding import Hit, Hits
from records.pages.history import CompareView, HistoryView
from records.pages.jobs import progress_of, status_of
from records.pages.list import ListPage, ListView
from records.pages.listing import RecordList
from records.pages.sheet import RecordSheet
from records.pages.urls import of_list
from records.pages.work import WorkItem

__all__ = [
    "ActionView",
    "CompareView",
    "DetailView",
    "EditView",
    "ExportPage",
    "HistoryView",
    "Hit",
    "Hits",
    "KindView",
    "ListPage",
    "ListView",
    "NewView",
    "RecordList",
    "RecordSheet",
    "RecordsView",
    "WorkItem",
    "note_sample",
    "of_list",
    "progress_of",
    "respond",
    "status_of",
]
