"""No request, however odd, ends in a server error.

`FUZZ_REQUESTS` says how many are sent, `FUZZ_SEED` which; the figure that is told is 20,000.
"""

import logging
import os
import sys
from collections import Counter
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils.http import urlencode

from records import kinds
from tests import factories
from tests.contract.fuzzing import Sender, Sent, routes

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "2000"))
SEED = int(os.environ.get("FUZZ_SEED", "7"))
# What says whether it may be asked at all, and so may answer that it may not.
MAY_BE_DOWN = frozenset({"/readyz"})


@pytest.fixture
def clients(people, as_person):
    """The compliance officer, the administrator and nobody, each signed in once."""
    signed_in = [as_person(people.ben), as_person(people.adam)]
    keys = [client.cookies[settings.SESSION_COOKIE_NAME].value for client in signed_in]
    return [*keys, ""]


def answer_to(sent: Sent, session: str) -> int:
    """Send one request and take back what it did; a server error is a status."""
    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    query = urlencode(sent.query, doseq=True)
    where = f"{sent.address}?{query}" if query else sent.address
    headers = {"Idempotency-Key": uuid4().hex, **sent.headers}
    with transaction.atomic():
        if sent.method == "get":
            answer = client.get(where, headers=headers)
        elif sent.body is None:
            answer = client.post(where, sent.form, headers=headers)
        else:
            data = sent.body.encode(errors="surrogatepass")
            send = getattr(client, sent.method)
            answer = send(where, data, content_type="application/json", headers=headers)
        if answer.streaming:
            list(answer)
        transaction.set_rollback(True)
    return int(answer.status_code)


def sound_values(kind, people):
    """Return what would add a record of a kind."""
    if kind.writes.create is None:
        return {}
    return {**factories.new(kind, people.home, by="ref"), "unit": people.home.ref}


@pytest.mark.slow
def test_no_request_ends_in_a_server_error(people, clients, capsys):
    refs = {kind.slug: factories.make(kind, people.home).ref for kind in kinds.every()}
    sound = {kind.slug: sound_values(kind, people) for kind in kinds.every()}
    sender, seen, failed = Sender(routes(refs, sound), SEED), Counter(), []
    logging.getLogger("django.request").setLevel(logging.CRITICAL)

    for number in range(REQUESTS):
        if number % 1_000 == 0:
            cache.clear()  # the throttle of the API counts what this test sends
        sent = sender.next()
        status = answer_to(sent, sender.chance.choice((clients[0], *clients)))
        seen[status] += 1
        if status >= 500 and sent.address not in MAY_BE_DOWN:
            failed.append(f"{status} {sent}")
            with capsys.disabled():
                sys.stdout.write(f"\n{failed[-1]}\n")  # at once: the run takes minutes

    with capsys.disabled():
        told = f"{sum(seen.values())} requests, seed {SEED}: {dict(sorted(seen.items()))}"
        sys.stdout.write(f"\n{told}\n")
    assert failed == []
    assert sum(seen.values()) == REQUESTS
