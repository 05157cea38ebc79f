"""The answer to a defect of ours: a page with a reference that the log names, too."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.template import loader

logger = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without database and context: whatever failed may be one of them."""
    reference = secrets.token_hex(4)
    logger.error("Reference %s was shown for %s %s", reference, request.method, request.path)
    page = loader.get_template("500.html").render({"reference": reference})
    return HttpResponse(page, status=500)
