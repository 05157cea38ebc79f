"""The pages of sign-off: who reads what, who may sign, and what one press of the button does."""

import base64
import hashlib
import json
import time

import pytest
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from governance.models import Signature, SignOff
from governance.people.actions import people as actions
from governance.rules import SignOffState
from governance.signoff import actions as signoffs
from governance.signoff import panels, signing
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.ledger import book, tree
from records.models import Entry
from tests.governance.conftest import STATEMENT, sent
from tests.people import SYSTEM


def url_of(requested, tail=""):
    return f"/sign-offs/{requested.ref}/{tail}"


def signed_by(client, requested, **changes):
    return client.post(url_of(requested, "sign/"), sent(requested, **changes))


def change(claims, people, **values):
    return use_cases.change(claims, actor=Actor.of(people.ada), values=values)


def test_the_page_shows_what_is_signed_with_its_whole_digest(requested, people, as_person):
    page = as_person(people.ben).get(url_of(requested))
    text = page.content.decode()

    assert requested.items[0]["digest"] in text
    assert [item.is_exact for item in page.context["covered"]] == [True]
    for words in ("Sort claims", "Desk 4", STATEMENT, "Please by Friday.", "Your password"):
        assert words in text


def test_every_role_reads_and_signs_as_far_as_it_may(requested, people, as_person):
    reads = {name: as_person(getattr(people, name)).get(url_of(requested)).status_code
             for name in ("ada", "ben", "cleo", "vera", "zoe", "adam")}  # fmt: skip
    signs = {name: signed_by(as_person(getattr(people, name)), requested).status_code
             for name in ("ada", "cleo", "vera", "zoe", "adam")}  # fmt: skip

    assert reads == {"ada": 200, "ben": 200, "cleo": 404, "vera": 200, "zoe": 404, "adam": 200}
    assert signs == {"ada": 403, "cleo": 404, "vera": 403, "zoe": 404, "adam": 403}
    assert Signature.objects.count() == 0


def test_nobody_reads_it_without_signing_in(requested):
    answer = Client().get(url_of(requested))

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_the_author_reads_why_they_cannot_sign(requested, people, as_person):
    actions.appoint(people.ada, role="compliance_officer", unit=people.home, actor=SYSTEM)
    client = as_person(people.ada)

    page = client.get(url_of(requested))
    answer = signed_by(client, requested)

    assert "another person has to sign" in page.context["refusal"]
    assert page.context["form"] is None
    assert answer.status_code == 422
    assert Signature.objects.count() == 0


def test_a_wrong_password_signs_nothing(requested, people, as_person):
    before = Entry.objects.count()

    answer = signed_by(as_person(people.ben), requested, secret="wrong")

    assert answer.status_code == 422
    assert answer.context["form"].errors["secret"] == [
        "This is not your password. Nothing was signed."
    ]
    assert (Signature.objects.count(), Entry.objects.count()) == (0, before)


def test_another_persons_password_signs_nothing(requested, people, as_person):
    people.ben.set_password("another good long password")
    people.ben.save(update_fields=["password"])

    answer = signed_by(as_person(people.ben), requested)

    assert answer.status_code == 422
    assert Signature.objects.count() == 0


def test_pressing_the_button_twice_signs_once(requested, people, as_person):
    client = as_person(people.ben)

    first, second = signed_by(client, requested), signed_by(client, requested)

    requested.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 302)
    assert Signature.objects.count() == 1
    assert requested.state == SignOffState.COMPLETE


def test_other_digests_than_those_shown_are_refused(requested, people, as_person):
    answer = signed_by(as_person(people.ben), requested, shown="0" * 64)

    assert "not what the page showed" in answer.content.decode()
    assert Signature.objects.count() == 0


def test_a_change_after_the_page_was_shown_is_refused(requested, claims, people, as_person):
    change(claims, people, purpose="Decide on claims")

    answer = signed_by(as_person(people.ben), requested)

    assert answer.status_code == 422
    assert "changed after sign-off was asked for" in answer.content.decode()
    assert Signature.objects.count() == 0


def test_a_code_of_the_app_takes_the_place_of_the_password(requested, people, as_person):
    cache.clear()
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(people.ben, secret)
    client = as_person(people.ben)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))

    by_password = signed_by(client, requested)
    by_code = signed_by(client, requested, secret=f" {code} ")

    assert by_password.status_code == 422
    assert by_code.status_code == 302
    assert Signature.objects.get().method == "totp"


@pytest.mark.parametrize(("steps", "status"), [(0, 302), (1, 302), (2, 422)])
def test_a_code_counts_for_one_step_beyond_its_own(
    requested, people, as_person, time_machine, steps, status
):
    cache.clear()  # a code counts once, and another test may just have used it
    secret = "JBSWY3DPEHPK3PXP"
    time_machine.move_to(timezone.now(), tick=False)
    TOTP.activate(people.ben, secret)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client = as_person(people.ben)
    time_machine.shift(30 * steps)

    answer = signed_by(client, requested, secret=code)

    assert answer.status_code == status
    assert Signature.objects.count() == (status == 302)


def test_a_code_that_signed_somebody_in_signs_nothing_while_it_is_still_taken(
    requested, people, as_person, time_machine
):
    secret = "MFRGGZDFMZTWQ2LK"
    time_machine.move_to(timezone.now().replace(second=5), tick=False)
    TOTP.activate(people.ben, secret)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client = as_person(people.ben)
    assert client.post("/accounts/2fa/reauthenticate/", {"code": code}).status_code == 302

    # allauth itself remembers a code for thirty seconds.
    for seconds in (0, 31):
        time_machine.shift(seconds)
        assert signed_by(client, requested, secret=code).status_code == 422
    again = client.post("/accounts/2fa/reauthenticate/", {"code": code})
    assert again.context["form"].errors["code"] == ["Incorrect code."]
    assert Signature.objects.count() == 0


def test_proof_by_passkey_counts_for_the_one_signature_that_asked(requested, people, as_person):
    kind = Authenticator.Type.WEBAUTHN
    Authenticator.objects.create(user=people.ben, type=kind, data={"name": "Laptop"})
    client = as_person(people.ben)
    proof = {"method": "mfa", "type": "webauthn", "reauthenticated": True}

    def prove(at):
        session = client.session
        session["account_authentication_methods"] = [{**proof, "at": at}]
        session[WHOSE] = str(people.ben.pk)
        session.save()

    prove(time.time())
    unasked = signed_by(client, requested, secret="")
    led = client.post(url_of(requested, "prove/"))
    prove(time.time())
    asked = signed_by(client, requested, secret="")

    assert unasked.status_code == 422
    assert led["Location"].endswith(f"?next={url_of(requested)}%23sign")
    assert asked.status_code == 302
    assert Signature.objects.get().method == "webauthn"
    assert "governance_signing" not in client.session


def test_the_receipt_names_position_and_checkpoint(requested, people, as_person):
    client = as_person(people.ben)
    receipt = signed_by(client, requested)["Location"]

    waiting = client.get(receipt).content.decode()
    placed = book.sequence()
    page = client.get(receipt).content.decode()

    assert "hx-get" in waiting
    assert "Recorded, position" not in waiting
    assert f"Recorded, position {placed - 1:,}" in page.replace("\u202f", ",")
    assert "hx-get" not in page


def test_the_receipt_stops_asking_when_the_ledger_is_behind(requested, people, as_person):
    client = as_person(people.ben)
    receipt = signed_by(client, requested)["Location"]

    page = client.get(f"{receipt}?try=5").content.decode()

    assert "hx-get" not in page
    assert "The ledger is behind" in page


def test_the_copy_proves_itself(requested, people, as_person):
    client = as_person(people.ben)
    receipt = signed_by(client, requested, comment="Well written.")["Location"]
    early = client.get(f"{receipt}copy.json").status_code
    book.sequence()

    copy = client.get(f"{receipt}copy.json").json()
    text = client.get(f"{receipt}copy.txt").content.decode()

    entry = copy["entries"][0]
    size, root = copy["checkpoint"].splitlines()[1:3]
    leaf = hashlib.sha256(b"\x00" + entry["body"].encode()).digest()
    proof = [bytes.fromhex(node) for node in entry["proof"]]
    assert early == 503
    assert len(copy["entries"]) == 1
    assert json.loads(entry["body"])["facts"]["signs"] == copy["signs"] == requested.items
    assert tree.verify_inclusion(
        leaf, entry["pos"], size=int(size), proof=proof, root=base64.b64decode(root)
    )
    assert copy["signed_by"] == people.ben.name
    assert "Well written." in text
    assert requested.items[0]["digest"] in text


def test_a_receipt_is_out_of_reach_for_a_stranger(requested, people, as_person):
    receipt = signed_by(as_person(people.ben), requested)["Location"]
    book.sequence()

    stranger = as_person(people.cleo)

    assert stranger.get(receipt).status_code == 404
    assert stranger.get(f"{receipt}copy.json").status_code == 404
    assert as_person(people.vera).get(f"{receipt}copy.json").status_code == 200


def test_a_changed_record_shows_its_difference_and_the_way_on(requested, claims, people, as_person):
    signed_by(as_person(people.ben), requested)
    change(claims, people, purpose="Decide on claims", owner=people.ben)

    page = as_person(people.ada).get(url_of(requested))

    changes = page.context["changed"][0].changes
    assert [(one.label, one.old, one.new) for one in changes] == [
        ("Purpose", "Sort claims", "Decide on claims")
    ]
    assert page.context["again"].url == f"/use-cases/{claims.ref}/request-sign-off/"
    assert "Nobody signed the present one." in page.content.decode()


def test_asking_again_compares_with_what_one_signed_last(requested, claims, people, as_person):
    ben = as_person(people.ben)
    signed_by(ben, requested)
    change(claims, people, purpose="Decide on claims")
    ada = as_person(people.ada)

    answer = ada.post(f"/use-cases/{claims.ref}/request-sign-off/", {"note": "", "_key": "n1"})

    page = ben.get(answer["Location"])
    since = page.context["since"]
    assert since.is_mine
    assert [(one.old, one.new) for one in since.items[0].changes] == [
        ("Sort claims", "Decide on claims")
    ]
    assert SignOff.objects.count() == 2


def test_a_request_that_a_change_made_void_is_replaced(requested, claims, people):
    change(claims, people, purpose="Decide on claims")

    again = signoffs.request(claims, actor=Actor.of(people.ada))

    requested.refresh_from_db()
    assert requested.state == SignOffState.WITHDRAWN
    assert again.state == SignOffState.REQUESTED
    assert again.items[0]["digest"] != requested.items[0]["digest"]
    assert len({json.loads(entry.body)["act"] for entry in Entry.objects.filter(
        verb__in=("governance.signoff.request", "governance.signoff.replace"),
        object_id__in=(again.pk, requested.pk),
    ).order_by("-id")[:2]}) == 1  # fmt: skip


def test_changes_asked_for_are_told_with_the_comment(requested, people, as_person):
    ben = as_person(people.ben)
    without = signed_by(ben, requested, meaning="changes_requested", _key="k0")
    signed_by(ben, requested, meaning="changes_requested", comment="Name the data.")

    page = as_person(people.ada).get(url_of(requested)).content.decode()
    work = as_person(people.ada).get("/").content.decode()

    assert without.status_code == 422
    assert "Changes were asked for" in page
    assert "Name the data." in page
    assert f"A signatory asked for changes to {requested.subject_ref}." in work


def test_a_request_is_withdrawn_with_a_reason(requested, people, as_person):
    ada = as_person(people.ada)

    without = ada.post(url_of(requested, "withdraw/"), {"reason": ""})
    ada.post(url_of(requested, "withdraw/"), {"reason": "Asked too early"})

    requested.refresh_from_db()
    assert without.status_code == 422
    assert requested.state == SignOffState.WITHDRAWN
    assert signed_by(as_person(people.ben), requested).status_code == 422


def test_the_list_begins_with_what_waits_for_me(requested, people, as_person):
    ben, ada = as_person(people.ben), as_person(people.ada)

    mine = [row.label for row in ben.get("/sign-offs/").context["mine"]]

    assert mine == [requested.ref]
    assert ada.get("/sign-offs/").context["mine"] == []
    assert ben.get("/sign-offs/?state=complete").context["mine"] == []


def test_my_work_names_what_waits(requested, claims, people, as_person):
    def titles(person):
        groups = as_person(person).get("/").context["groups"]
        return [row.label for _title, rows in groups for row in rows]

    def reasons(person):
        groups = as_person(person).get("/").context["groups"]
        return [str(row.cells[1]) for _title, rows in groups for row in rows]

    def awaited(person):
        return [row.label for row in as_person(person).get("/").context["awaited"]]

    before = titles(people.ben), titles(people.ada), titles(people.vera)
    with_others = awaited(people.ada), awaited(people.ben)
    signed_by(as_person(people.ben), requested)
    change(claims, people, purpose="Decide on claims")

    what = f"{claims.ref}: Triage of claims"
    assert f"Sign {what}" in before[0]
    assert with_others == ([f"Sign-off of {what}"], [])
    assert f"Sign-off of {what}" not in before[1]
    assert f"Sign {what}" not in before[2]
    again = f"{claims.ref}, or what it rests on, changed after it was signed"
    assert [why for why in reasons(people.ada) if why.startswith(again)] != []


def test_the_database_finds_the_same_standing_as_the_comparison(policy, people):
    ada, ben = Actor.of(people.ada), Actor.of(people.ben)
    made = {}
    for code in ("unsigned", "waiting", "outdated", "signed", "stale"):
        record = use_cases.create(actor=ada, values={"name": code, "unit": people.home})
        made[record.pk] = code
        if code == "unsigned":
            continue
        asked = signoffs.request(record, actor=ada)
        if code in {"signed", "stale"}:
            proof = signing.Confirmation("password", asked.created_at, asked.pk)
            shown = [item["digest"] for item in asked.items]
            signoffs.sign(asked, actor=ben, meaning="approved", confirmation=proof, shown=shown)
        if code in {"outdated", "stale"}:
            change(record, people, purpose="Other")

    rows = panels.with_standing(use_cases.UseCase.objects.all())

    compared = signing.standings(use_cases.UseCase.objects.all())
    assert {row.pk: row.sign_off_standing for row in rows} == made
    assert {key: found.code for key, found in compared.items()} == made


def test_lists_filter_by_standing_and_the_record_shows_its_panel(
    requested, claims, people, as_person
):
    ben = as_person(people.ben)

    waiting = ben.get("/use-cases/?sign_off=waiting").context["count"]
    signed = ben.get("/use-cases/?sign_off=signed").context["count"]
    page = ben.get(f"/use-cases/{claims.ref}/").content.decode()

    assert (waiting, signed) == (1, 0)
    assert "Waits for signatures" in page
    assert "Read and sign" in page
    assert (
        "Read and sign"
        not in as_person(people.vera).get(f"/use-cases/{claims.ref}/").content.decode()
    )
