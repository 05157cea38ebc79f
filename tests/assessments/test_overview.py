"""The overview: what it counts, for whom, and as of when."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments.classification.actions import classifications
from assessments.obligations import organisation
from assessments.overview import counting, documents
from assessments.overview.counting import Classified, gather
from assessments.overview.views import case_stats, class_bars
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.addresses import AS_OF
from records.documents.sections import DocumentReading
from records.history.past import as_of
from tests.assessments.test_pages import client_of, text_of
from tests.people import SYSTEM


def case(key, name, gravity, *, roles=("deployer",)):
    return Classified(key, name, gravity, roles)


def test_a_use_case_counts_once_by_its_gravest_class_and_under_each_of_its_roles():
    one, other = uuid4(), uuid4()

    found = gather(
        3,
        [
            case(one, "minimal", 60),
            case(one, "high_risk", 20, roles=("provider", "deployer")),
            case(other, "minimal", 60),
        ],
    )

    assert found.total == 3
    assert dict(found.by_class) == {"high_risk": 1, "minimal": 1, "unclassified": 1}
    assert dict(found.by_role) == {"deployer": 2, "provider": 1}


def test_it_counts_what_the_reader_reaches_and_nothing_else(answered, people):
    ada, cleo = Actor.of(people.ada), Actor.of(people.cleo)

    mine, theirs = counting.cases(ada), counting.cases(cleo)

    assert (mine.total, dict(mine.by_class)) == (1, {answered.outcome_class: 1, "unclassified": 0})
    assert counting.gaps(ada)["classification.signed", "unsigned"] == 1
    assert ("classification.signed", "unsigned") not in counting.gaps(cleo)
    assert (theirs.total, dict(theirs.by_class)) == (0, {"unclassified": 0})


def test_a_sheet_without_an_answer_counts_under_no_class(started, people):
    """What counts by default alone was found by nobody."""
    found = counting.cases(Actor.of(people.ada))
    client = client_of(people.ada)
    listed = {
        (page, code): started.use_case.name in text_of(client.get(f"/{page}={code}"))
        for page in ("use-cases/?ai_act_class", "classifications/?outcome_class")
        for code in ("minimal", "unanswered")
    }
    bars = {str(bar.label): bar.value for bar in class_bars(found) if bar.value}

    assert started.outcome_class == "minimal"
    assert dict(found.by_class) == {"unanswered": 1, "unclassified": 0}
    assert bars == {"Nothing answered yet": 1}
    assert listed == {
        ("use-cases/?ai_act_class", "minimal"): False,
        ("use-cases/?ai_act_class", "unanswered"): True,
        ("classifications/?outcome_class", "minimal"): False,
        ("classifications/?outcome_class", "unanswered"): True,
    }


def test_a_pack_counts_a_sheet_without_an_answer_under_no_class(started, people):
    reading = DocumentReading(Actor.of(people.vera), timezone.now())

    section = documents.chapter(started.use_case.unit, reading)

    assert {str(fact.label): fact.value for fact in section.headline} == {
        "Use cases": 1,
        "Classes": "Nothing answered yet 1",
    }


def test_a_sheet_without_an_answer_hides_no_class_that_was_found(answered, ada, people):
    """Even the mildest class that somebody found comes before what nobody has answered."""
    titles = [{"title": "Order mail"}]
    use_cases.change(answered.use_case, actor=ada, values={}, intended_uses=titles)
    use = answered.use_case.intended_uses.get(title="Order mail")
    classifications.start(answered.use_case, actor=ada, intended_use=use)
    found = classifications.answer(answered, actor=ada, answers={"A1": "no"})
    page = text_of(client_of(people.ada).get("/use-cases/?ai_act_class=out_of_scope"))

    assert found.outcome_class == "out_of_scope"
    assert dict(counting.cases(ada).by_class) == {"out_of_scope": 1, "unclassified": 0}
    assert found.use_case.ref in page
    assert "Nothing answered yet" not in page.split("<tbody", 1)[1]


def test_it_reads_as_of_a_past_moment(answered, people):
    ada = Actor.of(people.ada)
    before = timezone.now()
    values = {"name": "Another one", "unit": people.home}
    use_cases.create(actor=ada, values=values, intended_uses=[])

    with as_of(before):
        then = counting.cases(ada)

    assert (then.total, counting.cases(ada).total) == (1, 2)


@pytest.mark.parametrize("narrowed", ["ai_act_class", "ai_act_role"])
def test_the_list_behind_a_bar_holds_as_many_as_it_says(answered, people, narrowed):
    other = {"name": "Unclassified", "unit": people.home}
    use_cases.create(actor=Actor.of(people.ada), values=other, intended_uses=[])
    code = answered.outcome_class if narrowed == "ai_act_class" else answered.roles[0]

    page = text_of(client_of(people.ada).get(f"/use-cases/?{narrowed}={code}"))

    assert answered.use_case.ref in page
    assert "Unclassified" not in page


def test_what_leads_to_the_unsettled_ones_stays_in_the_moment():
    moment = AS_OF.set("2026-03-14")
    try:
        unsettled = gather(1, [replace(case(uuid4(), "minimal", 60), worst_class="high_risk")])
        found = {("classification.open_question", "missing"): 1}
        told = {str(stat.label): stat for stat in case_stats(unsettled, found)}
    finally:
        AS_OF.reset(moment)

    address = "/gaps/?as_of=2026-03-14&check=classification.open_question"
    assert (told["Not settled"].number, told["Not settled"].url) == (1, address)
    assert told["Not settled"].note.endswith("at worst: High-risk.")


def test_the_page_shows_numbers_to_readers_and_an_empty_state_to_strangers(answered, people):
    seen = client_of(people.ada).get("/overview/")
    other = client_of(people.cleo).get("/overview/")

    assert seen.status_code == other.status_code == 200
    assert "Use cases by class under the AI Act" in text_of(seen)
    assert "There is nothing to count yet" in text_of(other)


def test_its_number_of_queries_does_not_grow(answered, people, django_assert_max_num_queries):
    client = client_of(people.ada)
    client.get("/overview/")

    with django_assert_max_num_queries(25):
        client.get("/overview/")


def test_what_the_organisation_keeps_is_counted_apart(answered, law, people, ada):
    open_ones = [
        item.provision
        for item in organisation.tell(actor=ada, on=counting.day())
        if item.state == "open"
    ]
    page = text_of(client_of(people.vera).get("/overview/"))

    assert open_ones == ["Art. 4(1)"]
    assert counting.gaps(SYSTEM)["organisation.open", "late"] == 1
    assert "Open for the organisation" in page
