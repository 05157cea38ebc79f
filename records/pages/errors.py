"""The answers to a defect of ours, and to a database or a cache that is out of reach."""

import logging
import secrets
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from records.api import problems

logger = logging.getLogger(__name__)
OUT_OF_REACH = (OperationalError, InterfaceError, RedisError)
RETRY_SECONDS = 5


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without database and context: whatever failed may be one of them."""
    if isinstance(sys.exception(), OUT_OF_REACH):
        return out_of_reach(request)
    reference = secrets.token_hex(4)
    logger.error("Reference %s was shown for %s %s", reference, request.method, request.path)
    page = loader.get_template("500.html").render({"reference": reference})
    return HttpResponse(page, status=500)


def out_of_reach(request: HttpRequest) -> HttpResponse:
    """Say that the same may be asked again soon; sign-in is closed where nobody counts attempts."""
    if request.path.startswith("/api/"):
        sentence = _(
            "The database or the cache is out of reach. Send the same again with the same "
            "Idempotency-Key: it is carried out once."
        )
        answer: HttpResponse = problems.problem(503, "out-of-reach", sentence)
    else:
        answer = HttpResponse(loader.get_template("503.html").render(), status=503)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer
