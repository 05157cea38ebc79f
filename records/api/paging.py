"""How lists are paged in the API: by cursor, so that nothing is skipped while rows are added."""

from rest_framework.pagination import CursorPagination


class CursorPaging(CursorPagination):
    """Page by creation, newest first; `?page_size=` up to 500."""

    ordering = "-id"  # UUIDv7 keys rise with time
    page_size_query_param = "page_size"
    max_page_size = 500
