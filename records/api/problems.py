"""Refusals of the API as problem details (RFC 9457)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.exceptions import ValidationError as InvalidInput

from records.errors import KeyTakenError, Refused, Repeated, RuleError, StaleError

_STATUS: tuple[tuple[type[Exception], int, str], ...] = (
    (StaleError, 409, "stale"),
    (KeyTakenError, 422, "key-used"),
    (RuleError, 409, "rule"),
    (Refused, 403, "refused"),
    (PermissionDenied, 403, "refused"),
    (Http404, 404, "not-found"),
    (ValidationError, 400, "invalid"),
    (InvalidInput, 400, "invalid"),
)


def handler(error: Exception, _context: dict[str, object]) -> HttpResponseBase | None:
    """Turn a refusal into problem details; what is no refusal stays a server error."""
    if isinstance(error, Repeated):
        answer = JsonResponse({"repeated": True, "touched": error.result})
        answer.headers["Idempotency-Replayed"] = "true"
        return answer
    for kind, status, code in _STATUS:
        if isinstance(error, kind):
            return _problem(status, code, error)
    if isinstance(error, APIException):
        return _problem(error.status_code, str(error.default_code), error, _headers(error))
    return None


def problem(status: int, code: str, title: str, **more: object) -> JsonResponse:
    """Return problem details that say what is wrong and what to do."""
    body = {"type": f"/problems/{code}", "status": status, "title": title, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _problem(
    status: int, code: str, error: Exception, headers: dict[str, str] | None = None
) -> JsonResponse:
    more: dict[str, object] = {}
    if isinstance(error, InvalidInput):
        more["errors"] = error.detail
    if isinstance(error, ValidationError):
        more["errors"] = getattr(error, "message_dict", None) or {"": error.messages}
    if isinstance(error, StaleError):
        more |= {"seen": error.seen, "current": error.current}
    answer = problem(status, code, _title(error), **more)
    for name, value in (headers or {}).items():
        answer.headers[name] = value
    return answer


def _title(error: Exception) -> str:
    if isinstance(error, Http404):
        return _("There is nothing here that you may see.")
    if isinstance(error, (ValidationError, InvalidInput)):
        return _("Some values were refused; see “errors”.")
    return str(getattr(error, "message", None) or getattr(error, "detail", None) or error)


def _headers(error: APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(challenge)
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers
