"""Attempts to sign in or to sign that are cut off: they lock nobody out and give nobody a guess."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from axes.handlers.database import AxesDatabaseHandler
from django.contrib.auth.hashers import check_password
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from governance.models import Person, Signature
from governance.people import guesses
from tests.people import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CUT_OFF = 5


@pytest.fixture(autouse=True)
def fresh_cache():
    """Count from nothing."""
    cache.clear()
    yield
    cache.clear()


def sign_in(person, password=PASSWORD):
    """Try to sign in; tell the status and whether it let the person in."""
    client = Client(raise_request_exception=False)
    answer = client.post("/accounts/login/", {"login": person.email, "password": password})
    return answer.status_code, "_auth_user_id" in client.session


def lost(*_args, **_options):
    raise OperationalError("server closed the connection unexpectedly")


def killed(monkeypatch):
    """Let nothing run any more once a guess has begun, as when its worker is killed."""
    monkeypatch.setattr(guesses.Guess, "end", lambda guess: None)
    monkeypatch.setattr(Person, "check_password", lost)


@pytest.fixture
def still():
    """Let the clock stand, so that a code is not over while a busy machine still asks for it."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def code_now():
    counter = int(timezone.now().timestamp()) // 30
    return format_hotp_value(hotp_value(SECRET, counter))


def test_a_lost_database_locks_nobody_out(people, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(Person, "check_password", lost)
        cut_off = [sign_in(people.ada) for _attempt in range(CUT_OFF)]

    assert cut_off == [(503, False)] * CUT_OFF
    assert sign_in(people.ada) == (302, True)


def test_killed_workers_lock_somebody_out_for_seconds_only(people, monkeypatch):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        with monkeypatch.context() as broken:
            killed(broken)
            cut_off = [sign_in(people.ada) for _attempt in range(CUT_OFF)]
        at_once = sign_in(people.ada)
        clock.shift(timedelta(seconds=guesses.LEASE + 1))
        later = sign_in(people.ada)

    assert cut_off == [(503, False)] * CUT_OFF
    assert at_once == (200, False)
    assert later == (302, True)


def test_wrong_guesses_count_on_beside_those_that_were_cut_off(people, monkeypatch):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _attempt in range(CUT_OFF - 1):
            clock.shift(timedelta(seconds=1))
            sign_in(people.ada, "wrong")
        with monkeypatch.context() as broken:
            killed(broken)
            sign_in(people.ada)
        clock.shift(timedelta(seconds=guesses.LEASE + 1))

        fifth = sign_in(people.ada, "wrong")
        right = sign_in(people.ada)

    assert fifth == right == (200, False)


def test_what_breaks_after_a_wrong_password_was_judged_gives_no_free_guess(
    people, monkeypatch, settings
):
    settings.AXES_ENABLED = True
    monkeypatch.setattr(AxesDatabaseHandler, "user_login_failed", lost)

    wrong = [sign_in(people.ada, "wrong") for _attempt in range(CUT_OFF)]

    assert wrong == [(503, False)] * CUT_OFF
    assert sign_in(people.ada)[1] is False


def test_so_does_what_breaks_once_the_lease_is_over(people, monkeypatch, settings):
    settings.AXES_ENABLED = True
    monkeypatch.setattr(AxesDatabaseHandler, "user_login_failed", lost)

    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _attempt in range(CUT_OFF):
            clock.shift(timedelta(seconds=1))
            sign_in(people.ada, "wrong")
        clock.shift(timedelta(seconds=guesses.LEASE + 1))
        right = sign_in(people.ada)

    assert right[1] is False


def test_a_guess_that_is_judged_after_others_took_it_for_lost_counts(people, monkeypatch):
    """A slow server is no way to more guesses."""
    with time_machine.travel(timezone.now(), tick=False) as clock:

        def slowly(password, encoded, *_rest):
            clock.shift(timedelta(seconds=guesses.LEASE + 1))
            guesses.Guess(f"{people.ada.email} 127.0.0.1").begin()
            return check_password(password, encoded)

        monkeypatch.setattr("django.contrib.auth.base_user.check_password", slowly)
        wrong = [sign_in(people.ada, "wrong") for _attempt in range(CUT_OFF)]
        monkeypatch.undo()
        right = sign_in(people.ada)

    assert wrong == [(200, False)] * CUT_OFF
    assert right == (200, False)


def test_many_guesses_at_once_are_no_more_than_one_after_the_other():
    """What is not judged yet counts as well."""
    begun = [guesses.Guess("ada").begin() for _attempt in range(CUT_OFF + 2)]

    assert begun == [True] * CUT_OFF + [False] * 2
    assert guesses.Guess("ben").begin() is True


def test_a_right_password_is_never_counted(people):
    assert [sign_in(people.ada) for _attempt in range(CUT_OFF + 1)] == [(302, True)] * 6


@pytest.mark.usefixtures("still")
def test_codes_at_sign_in_that_were_cut_off_lock_nobody_out(people, monkeypatch):
    TOTP.activate(people.ada, SECRET)
    client = Client(raise_request_exception=False)
    client.post("/accounts/login/", {"login": people.ada.email, "password": PASSWORD})

    with monkeypatch.context() as broken:
        broken.setattr(TOTP, "validate_code", lost)
        cut_off = [
            client.post("/accounts/2fa/authenticate/", {"code": code_now()}).status_code
            for _attempt in range(CUT_OFF)
        ]
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})

    assert cut_off == [503] * CUT_OFF
    assert "_auth_user_id" in client.session


def test_wrong_codes_at_sign_in_are_limited(people):
    TOTP.activate(people.ada, SECRET)
    client = Client()
    client.post("/accounts/login/", {"login": people.ada.email, "password": PASSWORD})

    for _attempt in range(CUT_OFF):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})

    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("still")
def test_codes_on_the_signing_form_that_were_cut_off_lock_nobody_out(
    requested, people, as_person, monkeypatch
):
    TOTP.activate(people.ben, SECRET)
    client = as_person(people.ben)
    client.raise_request_exception = False
    digests = " ".join(item["digest"] for item in requested.items)
    where = f"/sign-offs/{requested.ref}/sign/"

    def sign():
        data = {"shown": digests, "meaning": "approved", "secret": code_now()}
        return client.post(where, data).status_code

    with monkeypatch.context() as broken:
        broken.setattr(TOTP, "validate_code", lost)
        cut_off = [sign() for _attempt in range(CUT_OFF)]

    assert cut_off == [503] * CUT_OFF
    assert not Signature.objects.exists()
    assert sign() == 302
    assert Signature.objects.count() == 1
