"""What every request carries: who acts, which moment is read, the key that makes it happen once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRedirect
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.settings import api_settings

from records.actors import NOBODY, Actor
from records.addresses import AS_OF
from records.api import problems
from records.changing import open_acts
from records.changing.repeats import digest_of, refuse_repeat
from records.errors import KeyTakenError, Repeated
from records.history import moments
from records.history.past import as_of
from records.requests import refusals

Respond = Callable[[HttpRequest], HttpResponse]
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class NothingKeptMiddleware:
    """Let no browser and no proxy keep an answer, unless its view says otherwise.

    `no-store` and not merely `no-cache`: what was read must not lie on the disk of a shared
    machine, nor come back by the back button after sign-out. Static files are answered before and
    keep their own rule; a version in `ETag` is compared on saving, and no cache needs it.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class ActorMiddleware(LoginRequiredMiddleware):
    """Say who acts, in whose time zone; without sign-in only routes declared public answer.

    The API sets `request.actor` anew once it has read a token, and answers for itself.
    """

    def __init__(self, get_response: Respond) -> None:
        super().__init__(get_response)
        self.respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the actor when first asked for."""

        def find() -> Actor:
            user: Any = request.user  # None once the API has found nobody
            return Actor.of(user) if user is not None and user.is_authenticated else NOBODY

        request.actor = SimpleLazyObject(find)  # type: ignore[attr-defined] # ours
        with timezone.override(zone_of(request.user)):
            return self.respond(request)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """Lead to the sign-in page, the whole window even where HTMX asked for a part."""
        response = super().handle_no_permission(request, view_func)
        if getattr(request, "htmx", None):
            return HttpResponseClientRedirect(response.headers["Location"])
        return response


def zone_of(user: object) -> tzinfo:
    """Return the time zone a person chose, else the organisation's."""
    try:
        return ZoneInfo(getattr(user, "time_zone", "") or settings.ORGANISATION_TIME_ZONE)
    except (KeyError, ValueError):
        return ZoneInfo(settings.ORGANISATION_TIME_ZONE)


class MomentMiddleware:
    """Read the past where the address says `?as_of=`; a day means its end in the reader's zone."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within the moment asked for; only reading is possible there."""
        text = request.GET.get("as_of", "")
        if not text:
            return self.get_response(request)
        moment = moments.parse_moment(text)
        if moment is None:
            return _refuse(request, 400, _NO_MOMENT)
        if request.method not in READING:
            return _refuse(request, 405, _("The past can be read, not changed."))
        # Strangers are led to the sign-in; they learn nothing of what is recorded since when.
        if _know_caller(request) and (fault := moments.fault_of(moment)):
            return _refuse(request, 400, fault)
        marker = AS_OF.set(text)
        try:
            with as_of(moment):
                response = self.get_response(request)
                if hasattr(response, "render"):
                    response.render()
                return response
        finally:
            AS_OF.reset(marker)


def _know_caller(request: HttpRequest) -> bool:
    """Read session or token before the past is opened: noting the use of a token is a write."""
    is_known = bool(request.user.is_authenticated)
    if is_api(request) and "Authorization" in request.headers:
        authenticators: Any = api_settings.DEFAULT_AUTHENTICATION_CLASSES
        for authenticator in authenticators:
            with suppress(AuthenticationFailed):  # told by the view, which looks again
                is_known |= authenticator().authenticate(Request(request)) is not None
    return is_known


_NO_MOMENT = gettext_lazy(
    "“as_of” takes a day (2026-03-14) or a moment (2026-03-14T10:00Z), not in the future."
)


_UNFIT_KEY = gettext_lazy(
    "This key cannot be used: it holds “#” or a control character, or begins with “job:”. Send "
    "another one."
)


def _refuse(
    request: HttpRequest, status: int, sentence: object, code: str = "as-of"
) -> HttpResponse:
    if is_api(request):
        return problems.problem(status, code, str(sentence))
    return render(request, "400.html", {"exception": sentence}, status=status)


def is_api(request: HttpRequest) -> bool:
    """Say whether a program asks, who is answered in JSON."""
    return request.path.startswith("/api/")


class IdempotencyMiddleware:
    """Let a form that is sent twice, or a program's retry, change things once; tell refusals."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Carry the key of the request into the acts it causes."""
        if request.method in READING:
            return self.get_response(request)
        key = request.headers.get("Idempotency-Key", "")
        if not key and not is_api(request):
            key = request.POST.get("_key", "")
        if not open_acts.is_fit(key):
            return _refuse(request, 400, _UNFIT_KEY, "idempotency-key")
        with open_acts.under_key(key[:150]) as carried:
            if carried is not None and not is_api(request):  # the API reads the body in its own way
                carried.bind(lambda: _digest_of_form(request))
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Answer a form that was carried out already; the API looks once it knows who asks."""
        if request.method in READING or is_api(request):
            return None
        try:
            refuse_repeat(request.actor)  # type: ignore[attr-defined] # set by ActorMiddleware
        except (Repeated, KeyTakenError) as refusal:
            return refusals.answer(request, refusal)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Turn refusals into answers, a repeated request into what the first one brought about."""
        if is_api(request):
            return problems.handler(error, {})
        return refusals.answer(request, error)


def _digest_of_form(request: HttpRequest) -> str:
    return digest_of(str(request.method), request.get_full_path(), request.POST, request.FILES)
