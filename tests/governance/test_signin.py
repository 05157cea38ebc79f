"""Signing in: who gets in, who is kept out, and what it tells to whom."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from axes.models import AccessAttempt
from django.core import mail
from django.core.cache import cache
from django.test import Client

from governance.people.actions import people as actions
from governance.people.actions.invitations import password_link
from records import jobs
from records.models import Entry
from tests.people import PASSWORD, SYSTEM

SECRET = "JBSWY3DPEHPK3PXP"
NEW = "a quite different long password"


@pytest.fixture(autouse=True)
def fresh_cache():
    """Forget what was counted in other tests."""
    cache.clear()
    yield
    cache.clear()


def sign_in(client, email, password=PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def is_in(client):
    return "_auth_user_id" in client.session


def code_now():
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def path_of(link):
    return "/" + link.split("/", 3)[3]


def test_a_person_signs_in_by_address_in_any_case(people, client):
    answer = sign_in(client, "Ada@Example.org")

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(client)


def test_the_way_one_came_is_kept_and_foreign_addresses_are_not(people, client):
    here = client.post(
        "/accounts/login/?next=/use-cases/",
        {"login": people.ada.email, "password": PASSWORD, "next": "/use-cases/"},
    )
    there = Client().post(
        "/accounts/login/",
        {"login": people.ada.email, "password": PASSWORD, "next": "https://evil.example/"},
    )

    assert here["Location"] == "/use-cases/"
    assert there["Location"] == "/"


def test_an_unknown_address_and_a_wrong_password_read_the_same(people, client):
    known = sign_in(client, people.ada.email, "wrong")
    unknown = sign_in(Client(), "nobody@example.org", "wrong")

    def told(answer):
        return answer.status_code, answer.context["form"].errors.as_json()

    assert told(known) == told(unknown)
    assert not is_in(client)


def test_a_new_password_is_promised_to_any_address_and_sent_to_known_ones(people, client):
    known = client.post("/accounts/password/reset/", {"email": people.ada.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    within_the_request = list(mail.outbox)
    for key in jobs.waiting():
        jobs.run(key)

    assert known["Location"] == unknown["Location"]
    assert within_the_request == []
    assert [letter.to for letter in mail.outbox] == [[people.ada.email]]
    assert "/accounts/password/reset/key/" in mail.outbox[0].body


def test_whose_sign_in_ended_is_told_so_only_with_the_password(people, client):
    actions.deactivate(people.ada, actor=SYSTEM, reason="Left")

    right = sign_in(client, people.ada.email)
    wrong = sign_in(Client(), people.ada.email, "wrong")

    assert right["Location"] == "/accounts/inactive/"
    assert wrong.status_code == 200
    assert not is_in(client)


def test_ten_wrong_passwords_close_the_door_for_that_person_alone(people, client, settings):
    settings.AXES_ENABLED = True
    for _attempt in range(9):
        assert sign_in(client, people.ada.email, "wrong").status_code == 200
        cache.clear()  # the shorter brake, five in five minutes, is tested below

    tenth = sign_in(client, people.ada.email, "wrong")
    cache.clear()
    right = sign_in(client, people.ada.email)
    other = Client()
    sign_in(other, people.ben.email)

    assert tenth.status_code == right.status_code == 429
    assert "Sign-in is closed for a while" in right.content.decode()
    assert not is_in(client)
    assert is_in(other)
    assert AccessAttempt.objects.get().username == people.ada.email


def test_guesses_are_slowed_down_before_that(people, client):
    for _attempt in range(5):
        sign_in(client, people.ada.email, "wrong")

    answer = sign_in(client, people.ada.email)

    assert answer.status_code == 200
    assert not is_in(client)


def test_signing_in_gives_the_session_a_new_key(people, client):
    client.get("/accounts/login/")
    session = client.session
    session["mark"] = 1
    session.save()
    before = session.session_key

    sign_in(client, people.ada.email)

    assert client.session.session_key != before


def test_the_second_factor_is_asked_and_its_code_works_once(people, client):
    TOTP.activate(people.ada, SECRET)

    first = sign_in(client, people.ada.email)
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    not_yet = is_in(client)
    code = code_now()
    right = client.post("/accounts/2fa/authenticate/", {"code": code})
    other = Client()
    sign_in(other, people.ada.email)
    again = other.post("/accounts/2fa/authenticate/", {"code": code})

    assert first["Location"].startswith("/accounts/2fa/authenticate/")
    assert wrong.status_code == 200
    assert not not_yet
    assert right["Location"] == "/"
    assert is_in(client)
    assert again.status_code == 200
    assert not is_in(other)


def test_an_authenticator_app_is_set_up_with_recovery_codes(people, client):
    sign_in(client, people.ada.email)
    asked = client.get("/accounts/2fa/totp/activate/")
    if asked.status_code == 302:
        client.post(asked["Location"], {"password": PASSWORD})
        asked = client.get("/accounts/2fa/totp/activate/")
    secret = asked.context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))

    answer = client.post("/accounts/2fa/totp/activate/", {"code": code})
    codes = client.get(answer["Location"])

    kinds = set(Authenticator.objects.filter(user=people.ada).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    assert len(codes.context["unused_codes"]) == 10


def test_a_recovery_code_signs_in_once(people, client):
    test_an_authenticator_app_is_set_up_with_recovery_codes(people, client)
    codes = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    first, second = Client(), Client()

    for other in (first, second):
        sign_in(other, people.ada.email)
        other.post("/accounts/2fa/authenticate/", {"code": codes[0]})

    assert is_in(first)
    assert not is_in(second)


def test_sensitive_settings_ask_for_the_password_again(people, as_person):
    client = as_person(people.ada)

    asked = client.get("/accounts/2fa/totp/activate/")
    wrong = client.post(asked["Location"], {"password": "wrong"})
    right = client.post(asked["Location"], {"password": PASSWORD})

    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert wrong.status_code == 200
    assert right["Location"] == "/accounts/2fa/totp/activate/"


def test_the_one_time_link_sets_a_password_once(people, client):
    person = actions.add_person(
        name="Dora Example", email="dora@example.org", unit=people.home, actor=SYSTEM
    )
    link = path_of(password_link(person))
    before = Entry.objects.count()

    shown = client.get(link)
    weak = client.post(shown["Location"], {"password1": "short", "password2": "short"})
    done = client.post(shown["Location"], {"password1": NEW, "password2": NEW})
    sign_in(client, person.email, NEW)
    again = Client().get(link)

    assert "password" in str(weak.context["form"].errors).lower()
    assert done["Location"] == "/accounts/password/reset/key/done/"
    assert is_in(client)
    assert again.context["token_fail"] is True
    assert Entry.objects.count() == before


def test_a_password_is_changed_by_who_knows_the_old_one(people, as_person):
    client = as_person(people.ada)
    url = "/accounts/password/change/"

    wrong = client.post(url, {"oldpassword": "no", "password1": NEW, "password2": NEW})
    right = client.post(url, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert wrong.status_code == 200
    assert right.status_code == 302
    people.ada.refresh_from_db()
    assert people.ada.check_password(NEW)


def test_signing_out_takes_a_press_of_a_button(people, as_person):
    client = as_person(people.ada)

    asked = client.get("/accounts/logout/")
    still = is_in(client)
    client.post("/accounts/logout/")

    assert asked.status_code == 200
    assert still
    assert not is_in(client)


def test_nobody_signs_up(client, db):
    answer = client.post("/accounts/signup/", {"email": "x@example.org", "password1": NEW})

    assert "By invitation only" in answer.content.decode()


@pytest.mark.parametrize(
    "url",
    [
        "/accounts/login/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/signup/",
        "/accounts/inactive/",
        "/accounts/password/reset/key/done/",
    ],
)
def test_pages_before_sign_in_stand_in_our_frame_without_inline_scripts(client, db, url):
    text = client.get(url).content.decode()

    assert text.count("<h1>") == 1
    assert 'class="wordmark"' in text
    assert_no_inline_code(text)


@pytest.mark.parametrize(
    "url",
    [
        "/accounts/logout/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/reauthenticate/",
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/",
        "/me/",
    ],
)
def test_pages_of_the_account_stand_in_our_frame_without_inline_scripts(people, as_person, url):
    text = as_person(people.ada).get(url).content.decode()

    assert text.count("<h1>") == 1
    assert_no_inline_code(text)


def assert_no_inline_code(text):
    import re

    scripts = re.findall(r"<script\b([^>]*)>", text)
    assert all("src=" in one or 'type="application/json"' in one for one in scripts)
    assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", text)


def test_the_address_cannot_be_changed_by_oneself(people, as_person):
    client = as_person(people.ada)
    client.get("/accounts/email/")

    client.post("/accounts/email/", {"action_add": "", "email": "other@example.org"})
    other = Client()
    sign_in(other, "other@example.org")

    people.ada.refresh_from_db()
    assert people.ada.email == "ada@example.org"
    assert not is_in(other)


def test_a_wrong_password_is_told_in_plain_words(people, client):
    text = sign_in(client, people.ada.email, "wrong").content.decode()

    assert "This address and this password do not belong together." in text


def test_signing_in_is_not_announced_beside_the_name_in_the_corner(people, client):
    page = client.post(
        "/accounts/login/", {"login": people.ada.email, "password": PASSWORD}, follow=True
    )

    assert page.status_code == 200
    assert list(page.context["messages"]) == []


def test_a_new_passkey_gets_a_name_that_says_what_it_is(people, as_person):
    client = as_person(people.ada)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    page = client.get("/accounts/2fa/webauthn/add/")

    assert page.context["form"]["name"].value() == "My passkey"
