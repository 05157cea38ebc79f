"""The health of the installation: a page for administrators, and answers for monitors."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from records import health, permissions
from records.errors import Refused
from records.health import HealthCheck, metrics
from records.history.past import current_moment
from records.pages.base import RecordsView, respond
from records.shapes import Status

LEVELS: dict[health.Level, Status] = {
    "ok": Status(gettext_lazy("Fine"), "ok"),
    "warn": Status(gettext_lazy("Look at it"), "warn"),
    "bad": Status(gettext_lazy("Broken"), "bad"),
}


class HealthView(RecordsView):
    """Show administrators how the installation is, and what to do where it is not well."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page; what needs somebody stands first."""
        if not permissions.may_somewhere(self.actor, "administer"):
            raise Refused(_("Only administrators see how the installation is."))
        if current_moment() is not None:
            return redirect("health")  # how it was is not kept
        checks = health.report()
        order = sorted(checks, key=lambda check: -list(LEVELS).index(check.level))
        context = {
            "title": _("Health"),
            "statuses": [LEVELS[health.worst(checks)]],
            "intro": summary(checks),
            "checks": [(check, LEVELS[check.level]) for check in order],
        }
        answer = respond(request, "shell/health.html", context)
        answer.headers["Cache-Control"] = "no-store"
        return answer


def summary(checks: list[HealthCheck]) -> str:
    """Say in one sentence how everything is."""
    count = sum(check.level != "ok" for check in checks)
    if not count:
        return _("Everything that was looked at is well.")
    words = ngettext(
        "%(count)s of %(all)s things needs somebody.",
        "%(count)s of %(all)s things need somebody.",
        count,
    )
    return words % {"count": count, "all": len(checks)}


@method_decorator(login_not_required, name="dispatch")
class LiveView(View):
    """Say that the web server answers; nothing else is asked."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Answer with JSON."""
        return JsonResponse({"status": "live"})


@method_decorator(login_not_required, name="dispatch")
class ReadyView(View):
    """Say whether requests can be served: the database answers and has its tables."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Answer with JSON, with 503 while it is not ready."""
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT to_regclass('records_entry') IS NOT NULL")
                has_tables = cursor.fetchone()[0]
        except DatabaseError:
            return JsonResponse({"status": "not ready", "database": "no answer"}, status=503)
        if not has_tables:
            return JsonResponse({"status": "not ready", "database": "no tables"}, status=503)
        return JsonResponse({"status": "ready", "database": "ok"})


@method_decorator(login_not_required, name="dispatch")
class MetricsView(View):
    """Give the same figures to Prometheus: to who knows the token, and to administrators."""

    def get(self, request: Any) -> HttpResponse:
        """Answer in the text format."""
        if not knows_token(request) and not permissions.may_somewhere(request.actor, "administer"):
            words = _("Send METRICS_TOKEN as bearer token, or sign in as administrator.")
            answer = HttpResponse(words, status=401, content_type="text/plain; charset=utf-8")
            answer.headers["WWW-Authenticate"] = "Bearer"
            return answer
        return HttpResponse(metrics.text(health.report()), content_type=metrics.CONTENT_TYPE)


def knows_token(request: HttpRequest) -> bool:
    """Say whether a request bears the token of the settings; without one nobody does."""
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    wanted = settings.METRICS_TOKEN
    is_bearer = bool(wanted) and scheme.lower() == "bearer"
    return is_bearer and secrets.compare_digest(given.strip().encode(), wanted.encode())
