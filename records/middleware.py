"""What every request carries: who acts, which moment is read, and the key that makes it happen once."""

from collections.abc import Callable
from datetime import datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from records import acts, kinds
from records.actors import NOBODY, Actor
from records.errors import Repeated
from records.history import as_of

Respond = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Set `request.actor`; the API sets its own once it has read the token."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the actor when first asked for."""

        def find() -> Actor:
            return Actor.of(request.user) if request.user.is_authenticated else NOBODY

        request.actor = SimpleLazyObject(find)  # type: ignore[attr-defined] # ours
        return self.get_response(request)


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
        if moment is None or request.method not in {"GET", "HEAD"}:
            return _refuse(request, moment)
        bool(request.user.is_authenticated)  # the session is read before the past is opened
        with as_of(moment):
            response = self.get_response(request)
            if hasattr(response, "render"):
                response.render()
            return response


def _refuse(request: HttpRequest, moment: datetime | None) -> HttpResponse:
    sentence = (
        _("The past can be read, not changed.")
        if moment
        else _("“as_of” takes a day (2026-03-14) or a moment (2026-03-14T10:00Z).")
    )
    return HttpResponse(sentence, status=405 if moment else 400, content_type="text/plain")


def parse_moment(text: str) -> datetime | None:
    """Read a day or a moment; a day is its last moment in the current time zone; None if neither.

    A moment without offset is taken in the current zone. The future is not a past moment: None.
    """
    try:
        moment = parse_datetime(text.replace(" ", "+")) if len(text) > 10 else None
        day = parse_date(text) if len(text) <= 10 else None
    except ValueError:
        return None
    if day:
        moment = datetime.combine(day, time.max)
    if moment is None:
        return None
    aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    return min(aware, timezone.now()) if day else aware if aware <= timezone.now() else None


class IdempotencyMiddleware:
    """Let a form that is sent twice, or a program's retry, change things once."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Carry the key of the request into the acts it causes."""
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        key = request.headers.get("Idempotency-Key", "")
        if not key and not request.path.startswith("/api/"):
            key = request.POST.get("_key", "")
        with acts.under_key(key[:150]):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a repeated request with what the first one brought about."""
        if not isinstance(error, Repeated):
            return None
        url = kinds.url_of_link(error.result[0]) if error.result else "/"
        if request.path.startswith("/api/"):
            answer = JsonResponse({"repeated": True, "touched": error.result})
            answer.headers["Idempotency-Replayed"] = "true"
            return answer
        messages.info(request, _("This was already done; nothing was done twice."))
        return redirect(url)
