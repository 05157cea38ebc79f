"""The page of fines: every ceiling that may concern us, and who takes the lower one."""

import datetime

import pytest
from django.test import Client

from assessments.classification.actions import classifications
from assessments.engine.obligations.fines import of_union_body
from assessments.obligations.actions import undertakings
from assessments.obligations.exposure import exposure
from tests import sessions
from tests.people import SYSTEM

ON = datetime.date(2026, 11, 24)
OFFICE = "fine-ai-office"


@pytest.fixture
def client(people):
    made = Client()
    sessions.begin(made, people.ada)
    return made


def rows(client):
    found = client.get("/obligations/fines/").context["rows"]
    return {str(row.cells[0]): row.cells for row in found}


def ids(**known):
    return [item.fine.id if item.fine else "" for item in exposure(SYSTEM, on=ON, **known)]


def test_wrong_information_and_the_ai_office_stand_among_the_fines(answered):
    assert ids(size=None) == ["fine-operators", "", "fine-information", "fine-ai-office"]


def test_nothing_is_told_where_nothing_is_owed(people):
    assert ids(size=None) == []


def of_the_office():
    return next(
        item for item in exposure(SYSTEM, on=ON, size=None) if item.fine and item.fine.id == OFFICE
    )


@pytest.mark.parametrize(
    ("given", "cases"),
    [
        ({"R1": "yes", "R16": "large_platform"}, 1),
        ({"R1": "yes", "R16": "no"}, 0),
        ({"R1": "yes", "R16": "own_model", "R15": "no", "R13": "no"}, 1),
        ({"R1": "yes", "R16": "own_model", "R15": "no", "I1": ["A3"], "I2": "product"}, 0),
    ],
)
def test_what_the_ai_office_supervises_is_counted(answered, ada, given, cases):
    before = of_the_office().cases

    classifications.answer(answered, actor=ada, answers=given)

    assert (before, of_the_office().cases) == (0, cases)


def test_fines_of_the_ai_office_are_told_for_what_only_informs_people(answered, ada):
    """Art. 75c(4)(a) reaches every duty; no duty of Art. 75 is owed below high risk."""
    chat = {"H4a": "no", "R1": "yes", "R2": "no", "R16": "large_platform", "T1": "yes", "T1o": "no"}

    classifications.answer(answered, actor=ada, answers=chat)

    found = of_the_office()
    assert (found.cases, found.articles) == (1, ["Art. 4", "Art. 50"])


def test_a_ban_keeps_its_own_ceiling_where_the_ai_office_watches(answered, ada):
    banned = {"R1": "yes", "R16": "large_platform", "P_C1": "yes", "P_C2": "yes"}

    classifications.answer(answered, actor=ada, answers=banned)

    assert "fine-art5" in ids(size=None)
    assert "Art. 5" not in of_the_office().articles


def test_a_body_of_the_union_is_fined_by_its_own_article(answered, ada, client):
    """Art. 100: two amounts, and no other fine of a system."""
    classifications.answer(answered, actor=ada, answers={"R13a": "union"})

    found = rows(client)

    assert ids(size=None) == ["fine-union-other", OFFICE]
    cells = found["Duties of institutions and bodies of the Union"]
    assert [str(getattr(cell, "label", cell)) for cell in cells[2:]] == [
        "1",
        "1",
        "750,000 €",
        "nobody: Art. 100 knows no relief by size",
        "Art. 100(3)",
    ]


@pytest.mark.parametrize(
    ("given", "fine"),
    [({"R13": "public"}, "fine-operators"), ({"R13": "no", "R13b": "yes"}, "")],
)
def test_registration_is_fined_as_art_26_8_only_where_that_is_owed(answered, ada, given, fine):
    classifications.answer(answered, actor=ada, answers=given)

    groups = exposure(SYSTEM, on=ON, size=None)

    found = [item.fine.id if item.fine else "" for item in groups if "Art. 49" in item.articles]
    assert found == [fine]


@pytest.mark.parametrize(
    ("fine", "instead"),
    [
        ("fine-art5", "fine-union-art5"),
        ("fine-operators", "fine-union-other"),
        ("national", "fine-union-other"),
        ("fine-gpai", "fine-gpai"),
    ],
)
def test_each_fine_has_its_counterpart_for_a_body_of_the_union(fine, instead):
    assert of_union_body(fine) == instead


def test_small_mid_caps_are_named_before_a_size_is_known(answered, client):
    page = client.get("/obligations/fines/").content.decode()

    assert "small mid-caps" in page
    assert "Art. 99(6a)" in page
    assert "Art. 99(8)" in page
    assert "Art. 75c(4)" in page


def test_each_fine_says_who_takes_the_lower(answered, client):
    found = rows(client)

    lower = "the lower for SMEs and small mid-caps (Art. 99(6) and (6a))"
    assert found["Duties of providers, deployers and others in the chain"][5] == lower
    answers = "Wrong or misleading answers about systems to an authority or a notified body"
    assert found[answers][5] == lower


def test_a_public_body_reads_that_its_member_state_decides(answered, client, people):
    undertakings.create(
        actor=SYSTEM,
        values={"unit": people.home, "size": "public"},
    )

    found = rows(client)

    cell = found["Duties of providers, deployers and others in the chain"][4]
    assert cell == "15,000,000 €, as far as your Member State lets public bodies be fined"


MODEL = {"S1": "model", "G1": "yes", "G1p": "yes", "G2c": "own", "G6": "no"}
BANNED = {
    "R2": "yes",
    "P_C1": "yes",
    "P_C2": "yes",
    "H_AREA": ["4"],
    "H4a": "yes",
    "F_PROF": "yes",
    "H_LEG": "no",
}


def test_a_provider_of_a_model_answers_to_the_commission(classified, client):
    """Art. 101(1)(a) to (d); Art. 99(5) is about notified bodies and national authorities."""
    classified(MODEL, lifecycle="in_use")

    found = rows(client)

    assert ids(size=None) == ["fine-gpai", "fine-gpai-requests", OFFICE]
    cells = found[
        "Requests, measures and access that the Commission asks of providers of "
        "general-purpose models"
    ]
    assert [str(getattr(cell, "label", cell)) for cell in cells[1:]] == [
        "",
        "1",
        "1",
        "15,000,000 € or 3 % of worldwide turnover, whichever is higher",
        "nobody: Art. 101 knows no relief by size",
        "Art. 101(1)(b) to (d)",
    ]


def test_what_a_ban_sets_aside_is_exposed_to_no_fine(classified):
    classified(BANNED, lifecycle="in_use")

    found = {item.fine.id if item.fine else "": item for item in exposure(SYSTEM, on=ON, size=None)}

    assert "fine-operators" not in found
    assert (found["fine-art5"].cases, found["fine-art5"].applies_now) == (1, 1)
