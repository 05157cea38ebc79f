"""The links that turn the pages of a list."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from records.addresses import number_in, with_query
from records.lists.rows import COUNTED_AT_MOST, Page
from records.shapes import PageLink, Pager
from records.templatetags.ui_moments import figure


def asked(request: HttpRequest) -> int:
    """Return the page that the address asks for; nonsense is the first."""
    return number_in(request.GET.get("page", "1")) or 1


def counted(count: int) -> str:
    """Tell a count that may have stopped early."""
    if count > COUNTED_AT_MOST:
        return _("more than %(count)s") % {"count": figure(COUNTED_AT_MOST)}
    return str(figure(count))


def pager[Item](request: HttpRequest, page: Page[Item], size: int) -> Pager | None:
    """Return the links to numbered pages, or None where one page holds all."""
    last = max(1, -(-page.count // size))
    if last == 1:
        return None
    current = page.number
    near = sorted({1, last, *range(max(1, current - 1), min(last, current + 1) + 1)})
    links: list[PageLink] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            links.append(PageLink("…"))
        links.append(PageLink(str(number), with_query(request, page=number), number == current))
    summary = _("%(first)s to %(last)s of %(count)s") % {
        "first": figure((current - 1) * size + 1),
        "last": figure(min(current * size, page.count)),
        "count": counted(page.count),
    }
    previous = with_query(request, page=current - 1) if current > 1 else ""
    following = with_query(request, page=current + 1) if current < last else ""
    return Pager(summary, previous, following, links)
