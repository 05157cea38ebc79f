"""Every route is declared: public, or closed to who did not sign in."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

# Routes that answer without sign-in, by their full pattern.
PUBLIC = {
    "api/schema/",
    "calendar/<str:secret>.ics",
    "healthz",
    "readyz",
    "trust/",
    "trust/checkpoint.txt",
    "trust/ledger.vkey",
    "trust/seal.crt",
    "trust/verify.py",
    "accounts/login/",
    "accounts/logout/",
    "accounts/signup/",
    "accounts/inactive/",
    "accounts/confirm-email/",
    "accounts/confirm-email/<key>/",
    "accounts/password/reset/",
    "accounts/password/reset/done/",
    "accounts/password/reset/key/<uidb36>-<key>/",
    "accounts/password/reset/key/done/",
    "accounts/login/code/confirm/",
    "accounts/2fa/authenticate/",
    "accounts/2fa/webauthn/login/",
}

# What stands for the parts of an address that differ.
SAMPLES = {
    "uuid": "0190a1b2-0000-7000-8000-000000000000",
    "ref": "UC-0001",
    "file_format": "csv",
    "law_code": "house-rules",
    "law_sheet": "csv",
    "law_mappings": "oscal.json",
    "import_ref": "IM-0001",
    "import_report": "csv",
    "int": "1",
    "slug": "art-1",
    "str": "UC-0001",
}


def walk(resolver, prefix=""):
    """Yield the full pattern of every route."""
    for item in resolver.url_patterns:
        text = prefix + plain(str(item.pattern))
        if isinstance(item, URLResolver):
            yield from walk(item, text)
        elif isinstance(item, URLPattern):
            yield text


def plain(pattern):
    """Write an old-style pattern like a new one."""
    text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern)
    return text.replace("^", "").replace("$", "").replace("\\", "")


def address(pattern):
    """Fill a pattern with samples; an unknown converter is an error to be declared above."""

    def sample(match):
        return SAMPLES[match["kind"] or "str"]

    return "/" + re.sub(r"<(?:(?P<kind>\w+):)?\w+>", sample, pattern)


ROUTES = sorted(set(walk(get_resolver())))


def test_the_walk_finds_routes_of_every_sort():
    assert {"", "search/", "jobs/<uuid:key>/", "api/schema/", "accounts/login/"} <= set(ROUTES)
    assert len(ROUTES) > 40


def test_what_is_declared_public_exists():
    assert set() == PUBLIC - set(ROUTES)


@pytest.mark.parametrize("pattern", [route for route in ROUTES if route not in PUBLIC])
def test_nobody_gets_in(pattern, db):
    client, url = Client(), address(pattern)

    for method in (client.get, client.post):
        answer = method(url)
        if answer.status_code == 302:
            assert answer["Location"].startswith("/accounts/login/"), url
        else:
            assert answer.status_code in (401, 405), (url, answer.status_code)
