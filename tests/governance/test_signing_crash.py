"""A signature, or a pack, is there whole or not at all, wherever the database breaks off."""

from itertools import count

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from governance.models import Pack, Signature, SignOff
from governance.packs import actions as packs
from governance.rules import Meaning, Role, SignOffState, Terms
from governance.signoff import actions as signoffs
from governance.signoff import signing
from inventory.use_cases import actions as use_cases
from records import jobs
from records.actors import Actor
from records.changing import open_acts
from records.errors import Repeated
from records.models import Anchor, Entry, Job, Pending, RequestKeyUse, Salt
from tests import factories
from tests.people import SYSTEM


class BrokeOffError(OperationalError):
    """The connection was lost."""


class BreakAfter:
    """Let a number of statements pass, refuse one, and let the rolling back pass again."""

    def __init__(self, statements):
        self.left = statements

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left == -1:
            raise BrokeOffError
        return execute(sql, params, many, context)


def state():
    """Return everything a signature writes."""
    return {
        "signatures": Signature.objects.count(),
        "signature history": Signature.history.count(),
        "sign-off": list(SignOff.objects.values_list("state", "version", "digest")),
        "sign-off history": SignOff.history.count(),
        "entries": Entry.objects.count(),
        "pending": Pending.objects.count(),
        "salts": Salt.objects.count(),
        "keys": RequestKeyUse.objects.count(),
    }


@pytest.fixture
def asked(people):
    signoffs.set_policy(
        kind="inventory.usecase",
        name="Use cases",
        terms=Terms([Role.COMPLIANCE_OFFICER]),
        statement="I have read this record.",
        unit=people.top,
        actor=SYSTEM,
    )
    ada = Actor.of(people.ada)
    triage = use_cases.create(actor=ada, values={"name": "Triage", "unit": people.home})
    return signoffs.request(triage, actor=ada)


def sign(asked, people):
    return signoffs.sign(
        asked,
        actor=Actor.of(people.ben),
        meaning=Meaning.APPROVED,
        confirmation=signing.Confirmation("password", timezone.now(), asked.pk),
        shown=[item["digest"] for item in asked.items],
    )


def test_a_signature_that_breaks_off_after_any_statement_leaves_nothing(asked, people):
    untouched = state()

    for statements in count():
        try:
            with open_acts.under_key("form-1"), connection.execute_wrapper(BreakAfter(statements)):
                sign(asked, people)
        except BrokeOffError:
            assert state() == untouched
        else:
            break

    asked.refresh_from_db()
    assert statements > 15
    assert asked.state == SignOffState.COMPLETE
    assert Signature.objects.count() == 1
    assert Entry.objects.filter(verb="governance.signoff.sign").count() == 1


def test_a_signature_whose_answer_was_lost_is_not_given_twice(asked, people):
    with open_acts.under_key("form-1"):
        sign(asked, people)
    signed = state()

    with open_acts.under_key("form-1"), pytest.raises(Repeated) as repeated:
        sign(asked, people)

    assert [link["ref"] for link in repeated.value.result] == [asked.ref]
    assert state() == signed


def test_a_pack_that_breaks_off_after_any_statement_is_kept_once_by_a_later_attempt(
    asked, people, monkeypatch
):
    before = kept()
    made = factories.made_pack(factories.use_case(people.home))
    monkeypatch.setattr(packs, "_print", lambda *_about: made)
    job = packs.request(made.contents.subject, moment=timezone.now(), actor=Actor.of(people.ben))

    keep = packs.keep

    for statements in count():

        def keep_and_break(made, *, actor, after=statements):
            with connection.execute_wrapper(BreakAfter(after)):
                return keep(made, actor=actor)

        monkeypatch.setattr(packs, "keep", keep_and_break)
        jobs.run(str(job.pk))
        job.refresh_from_db()
        if job.state == Job.State.DONE:
            break
        assert kept() == before
        assert (job.state, job.error) == (Job.State.WAITING, "")
        Job.objects.update(attempts=0, lease_until=None)

    assert statements > 10
    assert [now - then for then, now in zip(before, kept(), strict=True)] == [1, 1, 1]
    assert Pack.objects.get().ref == job.result["ref"]


def kept():
    return [
        Pack.objects.count(),
        Anchor.objects.filter(channel="pack").count(),
        Entry.objects.filter(verb="governance.pack.make").count(),
    ]
