"""What a request brings from outside, looked at before anything reads it."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from records.api import problems
from records.texts import fault_of


class OutsideMiddleware:
    """Refuse addresses and forms with text that could not be kept; bodies of the API are parsed so.

    Zero characters in a query are left out instead: they are part of nothing that could be found.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, unless something that was sent is unfit."""
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _without_zeros(request.GET)  # type: ignore[assignment] # stays immutable
        for place, fault in _faults(request):
            sentence = _("%(place)s %(fault)s") % {"place": place, "fault": _(fault)}
            if request.path.startswith("/api/"):
                return problems.problem(400, "unfit-text", sentence)
            return render(request, "400.html", {"exception": sentence}, status=400)
        return self.get_response(request)


def _without_zeros(query: QueryDict) -> QueryDict:
    tidy = QueryDict(mutable=True)
    for name, values in query.lists():
        tidy.setlist(name.replace("\0", ""), [value.replace("\0", "") for value in values])
    tidy._mutable = False
    return tidy


def _faults(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Yield what is unfit, as the beginning of a sentence, and why."""
    if fault := fault_of(request.path):
        yield _("The address"), fault
    for name, text in _texts(request):
        if fault := fault_of(name):
            yield _("The name of a field"), fault
        if fault := fault_of(text):
            yield f"“{name[:60]}”", fault


def _texts(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Yield everything that the query and a form say, the names of files included."""
    is_form = request.method == "POST" and not request.path.startswith("/api/")
    for given in [request.GET, request.POST] if is_form else [request.GET]:
        for name, values in given.lists():
            yield from ((name, text) for text in values)
    if is_form:
        for name, files in request.FILES.lists():
            yield from ((name, file.name or "") for file in files)
