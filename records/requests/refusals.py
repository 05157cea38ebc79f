"""How refusals are told on pages: a page in words, or a message and the way back; never a stack."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from records import jobs, kinds
from records.errors import Refused, Repeated, RuleError, StaleError


def answer(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Answer a refusal that no view has handled; None where it is none."""
    if isinstance(error, Repeated):
        messages.info(request, _("This was already done; nothing was done twice."))
        return redirect(_page_of(error.result[0]) if error.result else "/")
    if isinstance(error, Refused):
        return render(request, "403.html", {"exception": error.message}, status=403)
    if isinstance(error, StaleError | RuleError):
        return _back(request, error.message)
    if isinstance(error, ValidationError):
        return _back(request, " ".join(error.messages))
    return None


def _page_of(touched: Mapping[str, str]) -> str:
    if touched["kind"] == jobs.KIND:
        return reverse("job-detail", args=[touched["id"]])
    return kinds.url_of_link(touched)


def _back(request: HttpRequest, sentence: str) -> HttpResponse:
    """Say it where the person came from; a page that refuses itself must not lead to itself."""
    messages.error(request, sentence)
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    )
    here = request.method == "GET" and came_from == request.build_absolute_uri()
    return redirect(came_from if is_ours and not here else "/")
