"""The view of `/ui/`; `?page=` shows a whole sample page instead of the components."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from records.styleguide import pages, samples

PAGES: Mapping[str, tuple[str, Callable[[HttpRequest], dict[str, object]]]] = {
    "": ("styleguide/page.html", samples.context),
    "list": ("records/list.html", pages.list_page),
    "empty": ("records/list.html", pages.empty_page),
    "detail": ("records/detail.html", pages.detail_page),
    "form": ("records/form.html", pages.form_page),
    "history": ("records/history.html", pages.history_page),
    "job": ("records/job.html", pages.job_page),
    "confirm": ("records/confirm.html", pages.confirm_page),
    "sign-in": ("styleguide/sign_in.html", pages.sign_in_page),
    "missing": ("404.html", pages.error_page),
    "broken": ("500.html", pages.error_page),
}


def page(request: HttpRequest) -> HttpResponse:
    """Show the style page, or one of its sample pages."""
    wanted = request.GET.get("page", "")
    if wanted not in PAGES:
        raise Http404
    template, context = PAGES[wanted]
    return render(request, template, context(request))
