"""What proves who signs: the strongest factor a person has, for one sign-off, once."""

import json
import time
from datetime import timedelta

import pytest
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from axes.models import AccessAttempt
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from governance.models import Signature
from governance.people.actions import people as actions
from governance.rules import Factor, strongest
from governance.signoff import actions as signoffs
from governance.signoff import signing
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.errors import RuleError
from records.ledger import book
from records.models import Entry
from tests.governance.conftest import sent
from tests.people import PASSWORD, SYSTEM

SECRET = "JBSWY3DPEHPK3PXP"
REAUTHENTICATE = "/accounts/reauthenticate/"
BY_PASSKEY = "/accounts/2fa/webauthn/reauthenticate/"
BY_CODE = "/accounts/2fa/reauthenticate/"


@pytest.fixture(autouse=True)
def fresh_cache():
    """Forget codes and failures of other tests."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def app(people):
    """Ben's authenticator app."""
    return TOTP.activate(people.ben, SECRET).instance


@pytest.fixture
def passkey(people):
    """Ben's passkey; nothing here looks into it."""
    kind = Authenticator.Type.WEBAUTHN
    return Authenticator.objects.create(user=people.ben, type=kind, data={"name": "Laptop"})


@pytest.fixture
def other(policy, people):
    """Another sign-off that waits for ben."""
    ada = Actor.of(people.ada)
    record = use_cases.create(actor=ada, values={"name": "Letters", "unit": people.home})
    return signoffs.request(record, actor=ada)


def url_of(asked, tail=""):
    return f"/sign-offs/{asked.ref}/{tail}"


def signed_by(client, asked, **changes):
    return client.post(url_of(asked, "sign/"), sent(asked, **changes))


def code_now():
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def authenticated(client, person, **record):
    """Let allauth's own record say that the person authenticated just now."""
    session = client.session
    session["account_authentication_methods"] = [{"at": time.time(), **record}]
    session[WHOSE] = str(person.pk)
    session.save()


def by_passkey(client, person, passkey):
    proof = {"method": "mfa", "type": "webauthn", "id": passkey.pk, "reauthenticated": True}
    authenticated(client, person, **proof)


def sign(asked, person, proof):
    return signoffs.sign(
        asked,
        actor=Actor.of(person),
        meaning="approved",
        confirmation=proof,
        shown=[item["digest"] for item in asked.items],
    )


def nothing_was_signed(asked, before):
    asked.refresh_from_db()
    return (Signature.objects.count(), asked.state, Entry.objects.count()) == (
        0,
        "requested",
        before,
    )


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([], Factor.PASSWORD),
        (["recovery_codes"], Factor.PASSWORD),
        (["totp", "recovery_codes"], Factor.APP),
        (["webauthn"], Factor.PASSKEY),
        (["totp", "webauthn", "recovery_codes"], Factor.PASSKEY),
    ],
)
def test_the_strongest_factor_is_passkey_then_app_then_password(held, expected):
    assert strongest(held) == expected


def test_the_password_on_another_page_opens_no_door_where_an_app_is_set_up(
    requested, people, as_person, app
):
    client, before = as_person(people.ben), Entry.objects.count()

    by_form = signed_by(client, requested)
    led = client.post(url_of(requested, "prove/"))
    elsewhere = client.post(REAUTHENTICATE, {"password": PASSWORD})
    without_secret = signed_by(client, requested, secret="")

    assert by_form.status_code == without_secret.status_code == 422
    assert led["Location"] == url_of(requested)
    assert elsewhere["Location"].startswith(BY_CODE)
    assert nothing_was_signed(requested, before)


@pytest.mark.parametrize(
    "record",
    [
        {"method": "password", "reauthenticated": True},
        {"method": "mfa", "type": "totp", "reauthenticated": True},
        {"method": "mfa", "type": "recovery_codes", "reauthenticated": True},
        {"method": "mfa", "type": "webauthn"},
    ],
)
def test_no_weaker_proof_of_the_session_signs_for_who_has_a_passkey(
    requested, people, as_person, app, passkey, record
):
    client, before = as_person(people.ben), Entry.objects.count()
    client.post(url_of(requested, "prove/"))
    authenticated(client, people.ben, id=passkey.pk, **record)

    answers = [signed_by(client, requested, secret=secret).status_code
               for secret in ("", PASSWORD, code_now())]  # fmt: skip

    assert answers == [422, 422, 422]
    assert nothing_was_signed(requested, before)


def test_a_recovery_code_never_signs(requested, people, as_person, app):
    codes = RecoveryCodes.activate(people.ben).get_unused_codes()
    client, before = as_person(people.ben), Entry.objects.count()

    on_the_form = signed_by(client, requested, secret=codes[0])
    elsewhere = client.post(BY_CODE, {"code": codes[0]})
    after_it = signed_by(client, requested, secret="")

    assert elsewhere.status_code == 302
    assert on_the_form.status_code == after_it.status_code == 422
    assert nothing_was_signed(requested, before)


@pytest.mark.parametrize("method", ["password", "recovery_codes", "webauthn", "sample", ""])
def test_the_action_itself_asks_for_the_app(requested, people, app, method):
    before = Entry.objects.count()
    proof = signing.Confirmation(method, timezone.now(), requested.pk)

    with pytest.raises(RuleError, match="code of your authenticator app"):
        sign(requested, people.ben, proof)

    assert nothing_was_signed(requested, before)


@pytest.mark.parametrize("method", ["password", "totp"])
def test_the_action_itself_asks_for_the_passkey(requested, people, app, passkey, method):
    before = Entry.objects.count()
    proof = signing.Confirmation(method, timezone.now(), requested.pk)

    with pytest.raises(RuleError, match="your passkey"):
        sign(requested, people.ben, proof)

    assert nothing_was_signed(requested, before)


@pytest.mark.parametrize("method", ["totp", "webauthn", "sample", "anything"])
def test_the_action_takes_no_proof_by_what_the_person_does_not_have(requested, people, method):
    before = Entry.objects.count()
    proof = signing.Confirmation(method, timezone.now(), requested.pk)

    with pytest.raises(RuleError, match="your password"):
        sign(requested, people.ben, proof)

    assert nothing_was_signed(requested, before)


def test_proof_for_one_sign_off_signs_no_other(requested, other, people):
    before = Entry.objects.count()
    proof = signing.Confirmation("password", timezone.now(), other.pk)

    with pytest.raises(RuleError, match="for another sign-off"):
        sign(requested, people.ben, proof)

    assert nothing_was_signed(requested, before)


@pytest.mark.parametrize("age", [timedelta(minutes=2, seconds=1), timedelta(seconds=-5)])
def test_proof_from_another_time_signs_nothing(requested, people, age):
    before = Entry.objects.count()
    proof = signing.Confirmation("password", timezone.now() - age, requested.pk)

    with pytest.raises(RuleError, match="authenticate again"):
        sign(requested, people.ben, proof)

    assert nothing_was_signed(requested, before)


def test_asking_for_the_passkey_takes_a_post_and_its_token(requested, people, as_person, passkey):
    client = as_person(people.ben)
    by_link = client.get(url_of(requested, "prove/"))
    by_passkey(client, people.ben, passkey)

    answer = signed_by(client, requested, secret="")

    assert by_link["Location"] == url_of(requested)
    assert answer.status_code == 422
    assert Signature.objects.count() == 0


def test_the_passkey_signs_what_asked_for_it_and_nothing_else(
    requested, other, people, as_person, passkey
):
    client = as_person(people.ben)
    led = client.post(url_of(requested, "prove/"), sent(requested, comment="I read it all."))
    by_passkey(client, people.ben, passkey)
    page = client.get(url_of(requested))

    foreign = signed_by(client, other, secret="", _key="k2")
    right = signed_by(client, requested, secret="")
    after = signed_by(client, other, secret="", _key="k3")

    assert led["Location"] == f"{BY_PASSKEY}?next={url_of(requested)}%23sign"
    assert page.context["form"]["comment"].value() == "I read it all."
    assert (foreign.status_code, right.status_code, after.status_code) == (422, 302, 422)
    assert Signature.objects.get().sign_off_id == requested.pk
    assert Signature.objects.get().method == "webauthn"


def test_a_passkey_that_was_taken_away_proves_nothing(requested, people, as_person, passkey):
    client, before = as_person(people.ben), Entry.objects.count()
    client.post(url_of(requested, "prove/"))
    by_passkey(client, people.ben, passkey)
    passkey.delete()

    answer = signed_by(client, requested, secret="")

    assert answer.status_code == 422
    assert nothing_was_signed(requested, before)


def test_who_has_a_passkey_is_asked_for_nothing_weaker(requested, people, as_person, app, passkey):
    page = as_person(people.ben).get(url_of(requested))

    assert "secret" not in page.context["form"].fields
    assert page.context["form_url"] == url_of(requested, "prove/")
    assert "Continue with your passkey" in page.content.decode()


def test_factors_are_changed_by_who_proves_the_strongest_one(people, as_person, app, passkey):
    client = as_person(people.ben)
    remove = f"/accounts/2fa/webauthn/keys/{passkey.pk}/remove/"

    asked = client.get(remove)
    by_password = client.post(REAUTHENTICATE, {"password": PASSWORD})
    by_app = client.post(BY_CODE, {"code": code_now()})
    still = client.post(remove)

    assert asked["Location"].startswith(BY_PASSKEY)
    assert by_password["Location"].startswith(BY_PASSKEY)
    assert by_app.context["form"].errors["code"] == ["Incorrect code."]
    assert still["Location"].startswith(BY_PASSKEY)
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_a_code_of_the_app_takes_no_passkey_away_where_recovery_codes_are_kept(
    people, as_person, app, passkey
):
    codes = RecoveryCodes.activate(people.ben).get_unused_codes()
    client = as_person(people.ben)
    remove = f"/accounts/2fa/webauthn/keys/{passkey.pk}/remove/"

    by_app = client.post(BY_CODE, {"code": code_now()})
    kept = Authenticator.objects.filter(pk=passkey.pk).exists()
    client.post(remove)
    kept_still = Authenticator.objects.filter(pk=passkey.pk).exists()
    by_recovery = client.post(BY_CODE, {"code": codes[0]})
    client.post(remove)

    assert (by_app.status_code, by_recovery.status_code) == (200, 302)
    assert kept
    assert kept_still
    assert not Authenticator.objects.filter(pk=passkey.pk).exists()


def test_the_app_is_turned_off_by_its_code_and_not_by_the_password(people, as_person, app):
    client = as_person(people.ben)
    off = "/accounts/2fa/totp/deactivate/"

    client.post(REAUTHENTICATE, {"password": PASSWORD})
    client.post(off)
    after_password = Authenticator.objects.filter(pk=app.pk).exists()
    client.post(BY_CODE, {"code": code_now()})
    client.post(off)

    assert after_password
    assert not Authenticator.objects.filter(pk=app.pk).exists()


def test_receipt_copy_and_ledger_tell_what_was_proved(requested, people, as_person, app):
    client = as_person(people.ben)

    receipt = signed_by(client, requested, secret=code_now())["Location"]
    book.sequence()

    facts = json.loads(Entry.objects.get(verb="governance.signoff.sign").body)["facts"]
    assert "a code of the authenticator app" in client.get(url_of(requested)).content.decode()
    assert "A code of the authenticator app" in client.get(receipt).content.decode()
    assert facts["proved_by"] == "totp"


def test_wrong_codes_on_the_signing_form_are_limited(requested, people, as_person, app):
    client, before = as_person(people.ben), Entry.objects.count()

    wrong = [signed_by(client, requested, secret="000000") for _attempt in range(5)]
    right = signed_by(client, requested, secret=code_now())

    assert [answer.status_code for answer in wrong] == [422] * 5
    assert right.status_code == 422
    assert right.context["form"].errors["secret"] == [
        "There were too many attempts. Wait some minutes."
    ]
    assert nothing_was_signed(requested, before)


def test_wrong_passwords_on_the_signing_form_close_it_as_they_close_sign_in(
    requested, people, as_person, settings
):
    settings.AXES_ENABLED = True
    client, before = as_person(people.ben), Entry.objects.count()
    for _attempt in range(9):
        assert signed_by(client, requested, secret="wrong").status_code == 422
        cache.clear()  # the shorter brake, five in five minutes

    tenth = signed_by(client, requested, secret="wrong")
    cache.clear()
    right = signed_by(client, requested)

    assert tenth.status_code == right.status_code == 429
    assert nothing_was_signed(requested, before)


def test_what_was_typed_as_a_secret_is_kept_nowhere(requested, people, as_person, settings):
    settings.AXES_ENABLED = True

    signed_by(as_person(people.ben), requested, secret="nearly my passphrase")

    attempt = AccessAttempt.objects.get()
    assert "nearly my passphrase" not in str(attempt.__dict__)


def test_two_accounts_need_two_addresses(people):
    before = Entry.objects.count()

    with pytest.raises(ValidationError):
        actions.add_person(name="Ada", email="ADA@example.org", unit=people.home, actor=SYSTEM)

    assert Entry.objects.count() == before
