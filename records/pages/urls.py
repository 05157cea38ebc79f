"""The routes of all kinds, and of the pages that belong to no kind."""

from typing import Any

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from records.kinds import RecordKind, every
from records.lists.files import Export
from records.lists.lists import List
from records.pages import (
    action,
    bulk,
    choices,
    detail,
    edit,
    export,
    history,
    home,
    jobs,
    saved,
    search,
)
from records.pages import list as list_page
from records.pages.export import ExportPage
from records.pages.list import ListPage
from records.pages.listing import ListingView


class FormatConverter(StringConverter):
    """The endings of exported files."""

    regex = "csv|xlsx|json"


class RefConverter(StringConverter):
    """References such as UC-0042."""

    regex = r"[A-Za-z]{1,6}-[0-9]{1,9}"


register_converter(FormatConverter, "file_format")
register_converter(RefConverter, "ref")

PAGES: dict[str, tuple[str, object]] = {
    "list": ("", list_page.ListView),
    "new": ("new/", edit.NewView),
    "bulk-edit": ("bulk-edit/", bulk.BulkView),
    "choices": ("choices/<str:name>/", choices.ChoicesView),
    "saved-views": ("views/", saved.SavedViewsView),
    "export": ("export.<file_format:file_format>", export.ExportView),
    "snapshot": ("<ref:ref>.json", export.SnapshotView),
    "detail": ("<ref:ref>/", detail.DetailView),
    "peek": ("<ref:ref>/peek/", detail.PeekView),
    "edit": ("<ref:ref>/edit/", edit.EditView),
    "history": ("<ref:ref>/history/", history.HistoryView),
    "compare": ("<ref:ref>/history/<str:compare>/", history.CompareView),
}


def of_kind(kind: RecordKind) -> list[URLPattern]:
    """Return the routes of one kind; pages it has no use for are left out."""
    writes, name = kind.writes, kind.model._meta.model_name
    unused = {
        "new": writes.create is None,
        "edit": writes.change is None,
        "bulk-edit": not writes.bulk,
    }
    replaced = {**kind.views, **kind.extras.views}
    routes = [
        path(
            f"{kind.slug}/{route}",
            replaced.get(page, view).as_view(kind=kind),
            name=f"{name}-{page}",
        )
        for page, (route, view) in PAGES.items()
        if not unused.get(page, False)
    ]
    for item in kind.all_actions:
        view = (
            item.view.as_view(kind=kind)
            if item.view
            else action.ActionView.as_view(kind=kind, action=item)
        )
        routes.append(path(f"{kind.slug}/<ref:ref>/{item.name}/", view, name=f"{name}-{item.name}"))
    return routes


def of_list(
    prefix: str,
    made: type[List[Any]],
    *,
    page: type[ListPage] = ListPage,
    export: type[Export[Any, Any]] | None = None,
) -> list[URLPattern]:
    """Return the routes of a list that is no kind: the page, files, choices, saved views."""
    views: dict[str, type[ListingView]] = {
        "list": page,
        "choices": choices.ChoicesPage,
        "saved-views": saved.SavedViewsPage,
    }
    found = [
        path(f"{prefix}{PAGES[name][0]}", view.as_view(made=made), name=f"{made.route}-{name}")
        for name, view in views.items()
    ]
    if export is not None:
        view = ExportPage.as_view(made=made, export=export)
        found.append(path(f"{prefix}{PAGES['export'][0]}", view, name=f"{made.route}-export"))
    return found


def routes() -> list[URLPattern]:
    """Return every route of pages; kinds must be registered by then."""
    return [
        path("", home.HomeView.as_view(), name="home"),
        path("search/", search.SearchView.as_view(), name="search"),
        path("jobs/", jobs.JobListView.as_view(), name="job-list"),
        path("jobs/<uuid:key>/", jobs.JobDetailView.as_view(), name="job-detail"),
        path("jobs/<uuid:key>/cancel/", jobs.JobCancelView.as_view(), name="job-cancel"),
        *(route for kind in every() for route in of_kind(kind)),
    ]
