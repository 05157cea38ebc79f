"""The real server, and asking it for pages as a browser with a session does."""

import http.client
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.models import Person
from ops.bootstrap import children, embedded, places, up


class PageError(Exception):
    """The server did not answer with a page; the message says with what."""


@contextmanager
def running() -> Iterator[int]:
    """Start web, worker, sequencer and broker as 'up' does; yield the port of the pages."""
    port = int(os.environ["PORT"])
    embedded.ensure_broker()
    processes: list[children.Child] = []
    try:
        processes += up.start(places.here(), port)
        up.wait_until_ready(port, processes[0])
        yield port
    finally:
        children.stop_all(processes, patience=up.STOP_SECONDS)
        embedded.release()


def sign_in(person: Person) -> str:
    """Open a session for a person without asking who they are; return its key."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    key: str = session.session_key
    return key


def ask(port: int, address: str, session: str) -> tuple[float, int]:
    """Return the seconds until a page had come whole, and its bytes; each on a connection anew."""
    headers = {
        "Host": f"localhost:{port}",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}",
        "Accept": "text/html",
    }
    began = time.perf_counter()
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        asked.request("GET", address, headers=headers)
        answer = asked.getresponse()
        size = len(answer.read())
    finally:
        asked.close()
    took = time.perf_counter() - began
    if answer.status != HTTPStatus.OK:
        raise PageError(f"{address} answered {answer.status}")
    return took, size


def count_queries(address: str, session: str) -> int:
    """Return how many queries a page makes, asked of the same code without the server.

    It is asked for once before: a server keeps what it read of laws and rules, too.
    """
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(address, headers={"host": "localhost"})
    with CaptureQueriesContext(connection) as captured:
        client.get(address, headers={"host": "localhost"})
    return len(captured)
