"""What every request carries: who acts, which moment is read, the key that makes it happen once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, time, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.settings import api_settings

from records import acts, refusals
from records.actors import NOBODY, Actor
from records.addresses import AS_OF
from records.api import problems
from records.errors import Repeated
from records.history import as_of
from records.repeats import refuse_repeat

Respond = Callable[[HttpRequest], HttpResponse]
# Nothing was recorded before; the first years of the calendar cannot be shown in every zone.
FIRST_YEAR = 1900
READING = frozenset({"GET", "HEAD", "OPTIONS"})


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


def zone_of(user: Any) -> tzinfo:
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
        moment = parse_moment(text)
        if moment is None or request.method not in READING:
            return _refuse(request, moment)
        _know_caller(request)
        marker = AS_OF.set(text)
        try:
            with as_of(moment):
                response = self.get_response(request)
                if hasattr(response, "render"):
                    response.render()
                return response
        finally:
            AS_OF.reset(marker)


def _know_caller(request: HttpRequest) -> None:
    """Read session or token before the past is opened: noting the use of a token is a write."""
    bool(request.user.is_authenticated)
    if is_api(request) and "Authorization" in request.headers:
        authenticators: Any = api_settings.DEFAULT_AUTHENTICATION_CLASSES
        for authenticator in authenticators:
            with suppress(AuthenticationFailed):  # told by the view, which looks again
                authenticator().authenticate(Request(request))


def _refuse(request: HttpRequest, moment: datetime | None) -> HttpResponse:
    status = 405 if moment else 400
    sentence = (
        _("The past can be read, not changed.")
        if moment
        else _(
            "“as_of” takes a day (2026-03-14) or a moment (2026-03-14T10:00Z), not in the future."
        )
    )
    if is_api(request):
        return problems.problem(status, "as-of", sentence)
    return render(request, "400.html", {"exception": sentence}, status=status)


def is_api(request: HttpRequest) -> bool:
    """Say whether a program asks, who is answered in JSON."""
    return request.path.startswith("/api/")


def parse_moment(text: str) -> datetime | None:
    """Read a day or a moment; a day is its last moment in the current time zone; None if neither.

    A moment without offset is taken in the current zone. The future is not a past moment: None;
    today is read as of now.
    """
    try:
        moment = parse_datetime(text.replace(" ", "+")) if len(text) > 10 else None
        day = parse_date(text) if len(text) <= 10 else None
        if day:
            moment = datetime.combine(day, time.max)
        if moment is None or moment.year < FIRST_YEAR:
            return None
        aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        now = timezone.now()
        if day and day == timezone.localdate():
            return min(aware, now)
        return aware if aware <= now else None
    except (ValueError, OverflowError):
        return None


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
        with acts.under_key(key[:150]):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Answer a form that was carried out already; the API looks once it knows who asks."""
        if request.method in READING or is_api(request):
            return None
        try:
            refuse_repeat(request.actor)  # type: ignore[attr-defined] # set by ActorMiddleware
        except Repeated as repeated:
            return refusals.answer(request, repeated)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Turn refusals into answers, a repeated request into what the first one brought about."""
        if is_api(request):
            return problems.handler(error, {})
        return refusals.answer(request, error)
