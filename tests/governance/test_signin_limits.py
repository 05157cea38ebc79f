"""The limits of sign-in: for a person and an address together, also behind proxies."""

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client, RequestFactory

from governance.signin.adapters import UNKNOWN_ADDRESS, address_of
from records.models import Job
from tests.people import PASSWORD

HOUSE, STRANGER = "192.0.2.10", "203.0.113.66"


@pytest.fixture(autouse=True)
def limits(settings):
    """Count as an installation does, from nothing."""
    settings.AXES_ENABLED = True
    cache.clear()
    yield
    cache.clear()


def sign_in(person, password=PASSWORD, address=HOUSE, **headers):
    """Try to sign in from an address; tell the status and whether it let the person in."""
    client = Client(REMOTE_ADDR=address, **headers)
    answer = client.post("/accounts/login/", {"login": person.email, "password": password})
    return answer.status_code, "_auth_user_id" in client.session


def fail(person, times, address=HOUSE, **headers):
    """Give wrong passwords, and forget the shorter brake between them."""
    for _attempt in range(times):
        sign_in(person, "wrong", address, **headers)
        cache.clear()


def test_thirteen_failures_for_one_person_refuse_nobody_else_at_the_address(people):
    for _attempt in range(13):
        sign_in(people.ada, "wrong")

    assert sign_in(people.ben) == (302, True)
    assert sign_in(people.ada)[1] is False


def test_a_house_of_sixty_signs_in_within_a_minute(people):
    for _attempt in range(59):
        sign_in(people.cleo, "wrong")

    assert sign_in(people.ben) == (302, True)


def test_a_stranger_closes_nobodys_door_from_elsewhere(people):
    fail(people.ada, 12, STRANGER)

    there, here = sign_in(people.ada, address=STRANGER), sign_in(people.ada)

    assert there == (429, False)
    assert here == (302, True)


def test_ten_failures_close_the_door_from_that_address_for_the_right_password_too(people):
    fail(people.ada, 10)

    assert sign_in(people.ada) == (429, False)
    assert {one.ip_address for one in AccessAttempt.objects.all()} == {HOUSE}


def test_without_a_proxy_forged_headers_give_no_fresh_counts(people):
    for number in range(10):
        fail(people.ada, 1, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")

    assert sign_in(people.ada, HTTP_X_FORWARDED_FOR="198.51.100.99") == (429, False)


def test_behind_a_proxy_forged_headers_give_no_fresh_counts(people, settings):
    settings.PROXIES = 1
    for number in range(10):
        forged = f"198.51.100.{number}, {STRANGER}"
        fail(people.ada, 1, "10.0.0.1", HTTP_X_FORWARDED_FOR=forged)

    forged = f"198.51.100.99, {STRANGER}"
    there = sign_in(people.ada, address="10.0.0.1", HTTP_X_FORWARDED_FOR=forged)
    here = sign_in(people.ada, address="10.0.0.1", HTTP_X_FORWARDED_FOR=HOUSE)

    assert there == (429, False)
    assert here == (302, True)


def test_the_shorter_brake_behind_a_proxy_is_for_person_and_address_too(people, settings):
    settings.PROXIES = 1
    for number in range(5):
        forged = f"198.51.100.{number}, {STRANGER}"
        sign_in(people.ada, "wrong", "10.0.0.1", HTTP_X_FORWARDED_FOR=forged)

    there = sign_in(people.ada, address="10.0.0.1", HTTP_X_FORWARDED_FOR=STRANGER)
    here = sign_in(people.ada, address="10.0.0.1", HTTP_X_FORWARDED_FOR=HOUSE)

    assert there == (200, False)
    assert here == (302, True)


@pytest.mark.parametrize(
    ("proxies", "header", "expected"),
    [
        (0, "198.51.100.1", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "198.51.100.1, 203.0.113.5", "203.0.113.5"),
        (2, "198.51.100.1, 203.0.113.5, 10.0.0.7", "203.0.113.5"),
        (2, "203.0.113.5", "203.0.113.5"),
        (1, "203.0.113.5:4711", "203.0.113.5"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "[2001:db8:1:2:ffff::1]:443", "2001:db8:1:2::"),
        (1, "not an address", UNKNOWN_ADDRESS),
        (1, "203.0.113.5,,", "203.0.113.5"),
        (1, ",", "10.0.0.1"),
    ],
)
def test_the_address_is_the_one_our_own_proxies_saw(settings, proxies, header, expected):
    settings.PROXIES = proxies
    request = RequestFactory(REMOTE_ADDR="10.0.0.1").get("/", HTTP_X_FORWARDED_FOR=header)

    assert address_of(request) == expected


def test_a_longer_login_than_any_address_is_refused_like_another(people):
    client = Client()

    answer = client.post("/accounts/login/", {"login": "a" * 290 + "@example.org", "password": "x"})

    assert answer.status_code == 200
    assert "do not belong together" in answer.content.decode()


def test_letters_for_a_new_password_are_limited_by_person_and_told_to_nobody(people):
    def ask(email):
        return Client().post("/accounts/password/reset/", {"email": email}).status_code

    known = [ask(people.ada.email) for _time in range(6)]
    unknown = [ask("nobody@example.org") for _time in range(6)]
    other = ask(people.ben.email)

    assert known == unknown == [302] * 5 + [429]
    assert other == 302
    assert Job.objects.filter(task="governance.password_link").count() == 11
