"""A ban is met by not doing the thing: no control meets it, and it sets other duties aside."""

import datetime

import pytest
from django.test import Client

from assessments.classification.actions import classifications
from assessments.classification.documents import doubts
from assessments.obligations import organisation, reports
from assessments.obligations.exposure import exposure
from tests import sessions
from tests.assessments.test_meeting import in_place
from tests.people import SYSTEM

ON = datetime.date(2026, 11, 24)
BAN = "Art. 5(1)(f)"


@pytest.fixture
def banned(answered, ada, law):
    """Ranking that reads feelings at work: prohibited, and high-risk beside."""
    given = {"P_F1": "yes", "P_F2": "yes", "P_F3": "no", "T3": "yes"}
    record = classifications.answer(answered, actor=ada, answers=given)
    return classifications.answer_open(record, actor=ada)


@pytest.fixture
def client(people):
    made = Client()
    sessions.begin(made, people.ada)
    return made


def states(record):
    found = reports.of_use_case(record.use_case, actor=SYSTEM, on=ON)
    return {item.owed.provision: item.state for item in found}


def test_a_ban_is_breached_if_used_whatever_control_claims_it(banned, people):
    in_place(people.home, BAN)

    found = states(banned)

    assert banned.outcome["class"] == "prohibited"
    assert found[BAN] == "breached"


def test_what_a_permitted_use_would_owe_is_set_aside_beside_a_ban(banned):
    found = states(banned)

    assert found["Art. 26(1)"] == "set_aside"
    assert found["Art. 86(1)"] == "set_aside"
    assert found["Art. 50(3)"] == "set_aside"


def test_a_day_by_the_letter_is_not_told_of_what_a_ban_sets_aside(banned, client):
    page = client.get(f"/classifications/{banned.ref}/").content.decode()

    named = {name for doubt in banned.outcome["doubts"] for name in doubt["could_become"]}
    assert any(name.startswith("Art. 86") for name in named)
    assert "By the letter of Art. 113" not in doubts.headline(banned.outcome, ON)
    assert "high-risk duties would apply if the ban did not" not in page
    assert "duties would apply if the ban did not" in page


def test_what_a_control_meets_is_set_aside_all_the_same(banned, people):
    in_place(people.home, "Art. 26(1)")

    assert states(banned)["Art. 26(1)"] == "set_aside"


def test_what_the_organisation_would_keep_is_set_aside_too(banned, ada, client):
    record = classifications.answer(banned, actor=ada, answers={"R1": "yes"})
    of_case = reports.of_use_case(record.use_case, actor=SYSTEM, on=ON, level="organisation")

    assert {(item.owed.provision, item.state) for item in of_case} == {
        ("Art. 4(1)", "open"), ("Art. 17(1)", "set_aside"),
    }  # fmt: skip
    kept = {item.provision for item in organisation.tell(actor=SYSTEM, on=ON)}
    assert kept == {"Art. 4(1)"}
    page = client.get(f"/use-cases/{record.use_case.ref}/").content.decode()
    assert "2 more duties are kept once" in page


def test_what_single_answers_bring_is_set_aside_as_the_obligations_are(banned, ada, client):
    record = classifications.answer(banned, actor=ada, answers={"R14": "yes"})

    rows = client.get(f"/classifications/{record.ref}/").context["duty_rows"]

    told = {row.label: [str(getattr(each, "word", each)) for each in row.cells[2]] for row in rows}
    assert told["Art. 26(7)"] == ["Set aside by a ban"]
    assert told["Art. 50(3)"] == ["Set aside by a ban"]
    assert told["Art. 4"][0] == "Since 2 Feb 2025"
    assert states(record)["Art. 26(7)"] == "set_aside"


def test_the_list_is_narrowed_by_both_states(banned, client, people):
    in_place(people.home, BAN)
    in_place(people.home, "Art. 26(1)")
    told = states(banned)

    for state in ("breached", "set_aside", "open", "recorded", "later"):
        count = sum(each == state for each in told.values())
        assert client.get("/obligations/", {"status": state}).context["count"] == count, state


def test_a_ban_is_overdue_and_what_it_sets_aside_is_never_due(banned, client, people):
    in_place(people.home, BAN)

    rows = client.get("/obligations/", {"due": "overdue"}).context["rows"]

    named = [str(row.cells[0].label) for row in rows]
    assert any(name.startswith(BAN) for name in named)
    assert not any(name.startswith("Art. 26") for name in named)


def test_the_use_case_folds_what_the_ban_sets_aside(banned, client):
    page = client.get(f"/use-cases/{banned.use_case.ref}/").content.decode()

    assert "Any use breaches it" in page
    assert "would apply if the ban did not" in page


def test_the_page_of_a_ban_says_that_no_control_meets_it(banned, client, people):
    in_place(people.home, BAN)

    page = client.get(f"/obligations/{banned.use_case.ref}/art-5-1-f/deployer/")

    text = page.content.decode()
    assert "No control makes a prohibited use lawful" in text
    assert page.context["state"].word == "Any use breaches it"


def test_a_ban_of_a_later_day_is_not_yet_breached(banned):
    found = reports.of_use_case(banned.use_case, actor=SYSTEM, on=datetime.date(2024, 12, 1))

    assert {item.owed.provision: item.state for item in found}[BAN] == "later"


def test_duties_that_a_ban_sets_aside_count_no_fine_of_today(banned):
    found = {item.fine.id: item for item in exposure(SYSTEM, on=ON, size=None) if item.fine}

    assert found["fine-art5"].applies_now == 1
