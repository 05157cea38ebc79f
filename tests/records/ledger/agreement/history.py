"""A history of every kind of record, and what both checks say of it."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection
from django.utils import timezone

from assessments.models import Undertaking
from assessments.obligations.actions import undertakings
from assessments.questionnaires.actions import asking
from controls.models import EvidenceRevision
from governance.people.actions import people as staff
from governance.rules import Meaning
from governance.signoff import actions as signoffs
from governance.signoff import signing
from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.changing import archiving, erasure
from records.ledger import audit, book
from tests import factories, second_checker
from tests import people as the_people
from tests.controls import proving
from tests.people import SYSTEM

PAST = "inventory_historicalusecase"
CONTACT = "Zoë O’Neil, “office” \\ 3rd floor"


@dataclass(frozen=True)
class History:
    """What was made: records with a past, some of it erased."""

    case: UseCase  # four states, the last of which waits for its place
    other: UseCase  # three states
    erased: UseCase  # its contact was erased, then the reasons for its changes
    undertaking: Undertaking
    revision: EvidenceRevision


def make_history():
    """Make a record of every kind, change, archive, sign and erase; one entry waits at the end."""
    people = the_people.make()
    ada, ben, adam = (Actor.of(one) for one in (people.ada, people.ben, people.adam))
    made = {
        kind: factory(people.home)
        for kind, factory in factories.FACTORIES.items()
        if kind != "governance.pack"
    }
    book.sequence()
    cases = [factories.use_case(people.home, owner=people.ada, contact=CONTACT) for _ in range(3)]
    for case in cases:
        use_cases.change(case, actor=ada, values={"purpose": "Sort 😀 é"}, reason="Her wish")
        use_cases.change(case, actor=ada, values={"contact": "Mr Long"}, reason="She has left")
    book.sequence()
    undertaking = undertakings.create(
        actor=SYSTEM, values={"unit": people.top, "size": "sme", "turnover_eur": 40_000_000}
    )
    asking.ask(
        made["assessments.classification"], actor=ada, question="R1", person=people.ben, note="Ask"
    )
    of = made["controls.edition"]
    proving.claiming(people.home, edition=f"{of.framework.code}/first", code="GAI-1")
    proving.proved(factories.implementation(people.home))
    staff.issue_token(people.ben, name="tests", needs=["view"], unit=people.home, actor=ben)
    program = Actor.token("t", people.ada, needs=frozenset({"view", "change"}))
    use_cases.change(made["inventory.usecase"], actor=program, values={"external": {"é": [1, ""]}})
    asked = made["governance.signoff"]
    signoffs.sign(
        asked,
        actor=ben,
        meaning=Meaning.APPROVED,
        confirmation=signing.Confirmation("password", timezone.now(), asked.pk),
        shown=[item["digest"] for item in asked.items],
    )
    erasure.erase(cases[2], field="contact", actor=adam, reason="Asked for")
    erasure.erase(asked, field="printed_name", actor=adam, reason="Asked for")
    erasure.erase(cases[2], field="history_change_reason", actor=adam, reason="Named somebody")
    archiving.archive(made["controls.control"], actor=adam, reason="Over")
    book.sequence()
    use_cases.change(cases[0], actor=ada, values={"name": "Waiting"})
    return History(cases[0], cases[1], cases[2], undertaking, EvidenceRevision.objects.get())


def both():
    """Return the codes of the product's check, and those of the second one."""
    report = audit.verify(public_key=book.public_key())
    return {finding.code for finding in report.findings}, second()


def second(**options):
    """Return the codes of the second check."""
    key = book.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    with connection.cursor() as cursor:
        return second_checker.check(cursor, key, **options)


def assert_both_find(only=frozenset()):
    """Assert that both checks find the same; `only` the first finds what the second cannot know."""
    first, other = both()

    assert first == other | only, f"only first {first - other}, only second {other - first}"
    assert not only & other
    assert other
