"""What stands around the Act for one use case: in its pack, and who is competent on its page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.classification.actions import classifications
from assessments.classification.documents import around, competent
from assessments.engine.obligations import states
from assessments.engine.obligations.states import PlacesOfUse, read_places
from assessments.models import Classification
from controls.companions import words as companion_words
from controls.frameworks.loading import CatalogueError
from governance.packs.contents import collect
from inventory.use_cases import actions as use_cases
from records.incoming.strict_yaml import read_document
from records.ledger import book
from tests.assessments.test_pack_chapters import reading
from tests.assessments.test_pages import client_of, text_of

NEW = "2026-1744"


READ = [
    ("Denmark; Czechia and Oslo/EU", ["DK", "CZ"], ["EU"], ["Oslo"], []),
    ("Österreich, frankreich und in ITALIA", ["AT", "FR", "IT"], [], [], []),
    ("DK, SE, NO, EL", ["DK", "SE", "GR"], [], ["NO"], []),
    ("HR, IT, sales", [], [], ["HR", "IT", "sales"], []),
    ("the Netherlands, Republic of Ireland.", ["NL", "IE"], [], [], []),
    ("the whole Union", [], ["EU"], [], []),
    ("all Member States", [], ["EU"], [], []),
    ("across the EEA", [], ["EEA"], [], []),
    ("Northern Ireland", [], [], [], ["Northern Ireland"]),
    ("everywhere but Germany", [], [], [], ["everywhere but Germany"]),
    ("except Norway: Germany, Spain", [], [], [], ["except Norway: Germany, Spain"]),
    ("Germany, France no longer", [], [], [], ["Germany, France no longer"]),
    ("not in the Union", [], [], [], ["not in the Union"]),
    (" ", [], [], [], []),
]


@pytest.mark.parametrize(("text", "states", "wholes", "unread", "unclear"), READ)
def test_a_state_is_read_only_where_its_whole_name_stands_alone(
    text, states, wholes, unread, unclear
):
    assert read_places([text]) == PlacesOfUse(states, wholes, unread, unclear)


def test_a_text_that_is_unclear_takes_nothing_from_another_one():
    found = read_places(["Not in Germany, Malta", "Malta, Spain", "Malta"])

    assert (found.states, found.unclear) == (["MT", "ES"], ["Not in Germany, Malta"])


def test_every_country_that_has_a_word_can_be_read():
    written = [read_places([str(word)]) for word in companion_words.COUNTRIES.values()]

    assert [*written[0].wholes, *(code for each in written[1:] for code in each.states)] == list(
        companion_words.COUNTRIES
    )


def test_a_name_that_stands_for_two_states_is_refused(tmp_path):
    file = tmp_path / "states.yaml"
    shipped = (states.HERE / "states.yaml").read_text()
    file.write_text(shipped.replace("names: [Portugal,", "names: [Portugal, ÉSPANA,"))

    with pytest.raises(CatalogueError, match="The name 'ÉSPANA' stands for two places") as refusal:
        states.spellings_of(read_document(file, file=file.name))

    assert refusal.value.file == "states.yaml"


def used_in(hiring, ada, places):
    """Say where the one intended use takes place."""
    use = hiring.intended_uses.get()
    use_cases.change(hiring, actor=ada, values={}, intended_uses=[{"id": use.pk, "places": places}])


@pytest.fixture
def credit(answered, hiring, ada):
    """A bank that judges whether people can repay, in three states and beyond."""
    given = {"H_AREA": ["5"], "H4a": "no", "H5b": "yes", "R15": "yes"}
    used_in(hiring, ada, "Italy, Denmark, Austria, Oslo")
    return classifications.answer(answered, actor=ada, answers=given)


def test_who_is_competent_is_told_by_state_and_what_is_not_known_is_said(credit, hiring):
    told = competent.told(hiring, [credit])

    finance, general = told.fields
    assert [(one.place, one.name) for one in finance.there] == [
        ("Italy", "Banca d'Italia, CONSOB and IVASS, each for those it supervises"),
        ("Denmark", ""),
        ("Austria", ""),
    ]
    assert finance.there[1].note == (
        "Not known to us. The point of contact is Agency for Digital Government."
    )
    assert finance.there[2].note.startswith("Not known to us. A service desk for AI exists")
    assert general.there[1].name == "Agency for Digital Government"
    assert told.places.unread == ["Oslo"]


def test_each_classification_is_told_where_its_own_use_takes_place(credit, hiring, ada):
    use_cases.change(
        hiring, actor=ada, values={}, intended_uses=[{"title": "Order mail", "places": "Malta"}]
    )
    first, second = hiring.intended_uses.order_by("id")
    mail = Classification(
        intended_use=second, outcome=credit.outcome | {"grounds": []}, edition=NEW, answers={}
    )
    credit.intended_use = first

    finance, general = competent.told(hiring, [credit, mail]).fields

    assert [one.place for one in finance.there] == ["Italy", "Denmark", "Austria"]
    assert [one.place for one in general.there] == ["Italy", "Denmark", "Austria", "Malta"]


def test_what_rests_on_a_draft_is_marked_with_its_reason(credit, hiring, ada, people):
    used_in(hiring, ada, "Germany")

    finance, general = competent.told(hiring, [credit]).fields
    page = text_of(client_of(people.ada).get(f"/use-cases/{hiring.ref}/"))
    printed = around.chapter(hiring, reading(people.ada)).chapter.html

    assert [(one.name, one.url) for one in finance.there] == [
        ("Federal Financial Supervisory Authority (BaFin)", "")
    ]
    assert [state.word for state in finance.there[0].states] == ["Uncertain"]
    assert [state.word for state in general.there[0].states] == ["Designated", "Uncertain in part"]
    for told in (page, printed):
        assert "By the bill of 11 February 2026; the law as passed" in told
        assert "the gazette was not seen" in told


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ("", "The register does not say where the system is used"),
        ("Oslo", "No Member State could be read from what the register says"),
        ("everywhere but Germany", "take them back: “everywhere but Germany”. Write the names"),
        ("EU", "each Member State’s own authority is competent on its territory.</p>"),
        ("EEA", "only once it is taken over into the EEA Agreement"),
    ],
)
def test_what_could_not_be_read_is_said(credit, hiring, ada, people, places, said):
    used_in(hiring, ada, places)

    page = text_of(client_of(people.ada).get(f"/use-cases/{hiring.ref}/"))

    assert said in page
    assert "Bundesnetzagentur" not in page
    assert "Federal Network Agency" not in page


def test_the_page_of_a_use_case_says_who_is_competent(credit, hiring, people):
    page = text_of(client_of(people.ada).get(f"/use-cases/{hiring.ref}/"))

    assert "Who is competent" in page
    assert "Banca d&#x27;Italia, CONSOB and IVASS" in page
    assert "Not read as a Member State: Oslo" in page


def test_a_body_of_the_union_is_watched_by_its_own_supervisor_wherever(answered, hiring, ada):
    record = classifications.answer(answered, actor=ada, answers={"R13a": "union"})

    told = competent.told(hiring, [record])

    (field,) = told.fields
    assert (field.provision, told.needs_places) == ("Art. 74(9)", False)
    assert [one.name for one in field.there] == ["European Data Protection Supervisor"]


def test_without_places_no_authority_is_named(answered, hiring):
    told = competent.told(hiring, [answered])

    assert (told.places.states, [field.there for field in told.fields]) == ([], [[]])


def test_the_pack_tells_what_concerns_the_use_case(credit, hiring, people):
    told = dict(around.shelves([credit]))
    html = around.chapter(hiring, reading(people.ada)).chapter.html

    law = {one.row.id for one in told["Related law"]}
    assert {"consumer-credit-2023-2225", "finance-crd", "gdpr-art-35"} <= law
    assert not [name for name in law if name.startswith("product-")]
    assert "guidelines-high-risk" in {one.row.id for one in told["Guidance"]}
    assert "guidelines-gpai" not in {one.row.id for one in told["Guidance"]}
    assert "Directive (EU) 2023/2225" in html
    assert "https://eur-lex.europa.eu/eli/dir/2023/2225/oj" in html
    assert "Art. 74(6)" in html


def test_law_of_one_trade_stays_out_of_the_pack_of_another(answered):
    law = {one.row.id for one in dict(around.shelves([answered]))["Related law"]}

    assert not [name for name in law if name.startswith(("finance-", "consumer-"))]


def test_what_was_never_classified_has_no_such_chapter(hiring, questionnaire, people):
    assert around.chapter(hiring, reading(people.ada)).chapter is None


@pytest.mark.parametrize(
    ("places", "level", "said"),
    [
        ("", "missing", "no place of use is recorded, so the competent authority is not named."),
        ("Oslo", "missing", "no Member State could be read from “Oslo”, so not every competent"),
        ("not in Malta", "missing", "no Member State could be read from “not in Malta”, so not"),
        ("Malta, Oslo", "ok", "the places of use name the Member States whose authorities count."),
        ("EU", "ok", "the places of use name the Member States whose authorities count."),
    ],
)
def test_a_pack_says_whether_the_authorities_could_be_named(
    answered, hiring, ada, people, places, level, said
):
    used_in(hiring, ada, places)

    (gap,) = around.chapter(hiring, reading(people.ada)).gaps

    assert (gap.level, gap.code, gap.about) == (level, "around.places", hiring.ref)
    assert gap.text.startswith(f"{hiring.ref}: {said}")


def test_the_pack_of_one_classification_tells_it_alone(credit, hiring, ada, people):
    use_cases.change(hiring, actor=ada, values={}, intended_uses=[{"title": "Order mail"}])
    other = hiring.intended_uses.get(title="Order mail")
    classifications.start(hiring, actor=ada, intended_use=other)
    book.sequence()

    found = collect(credit, reading(people.vera))

    assert [chapter.title for chapter in found.chapters] == [
        "Classification under the AI Act",
        "Around the Act",
        "History",
    ]
    assert "Banca d&#x27;Italia, CONSOB and IVASS" in found.chapters[1].html
    assert [record.ref for record in found.records] == [
        credit.ref,
        hiring.ref,
        credit.questionnaire.ref,
    ]
    told = [(gap.level, gap.code, gap.about) for gap in found.gaps]
    assert [each for each in told if not each[1].startswith("obligation.")] == [
        ("ok", "classification.register", credit.ref),
        ("ok", "classification.law", credit.ref),
        ("unsigned", "signoff.unsigned", credit.ref),
        ("ok", "around.places", hiring.ref),
        ("missing", "classification.unanswered", credit.ref),
    ]


def test_what_stands_around_is_read_by_as_many_queries_for_many(credit, hiring, ada):
    use_cases.change(hiring, actor=ada, values={}, intended_uses=[{"title": "Order mail"}])
    uses = hiring.intended_uses.order_by("id")
    other = classifications.start(hiring, actor=ada, intended_use=uses.last())

    def counted(found):
        with CaptureQueriesContext(connection) as queries:
            around.shelves(found)
            competent.told(hiring, found)
        return len(queries)

    assert (counted([credit]), counted([credit, other])) == (2, 2)


def test_an_obligation_says_who_watches_over_it(credit, hiring, people, law):
    client = client_of(people.ada)
    address = f"/obligations/{hiring.ref}/art-26-1/deployer/"
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        page = text_of(client.get(address))

    assert "Who is competent" in page
    assert "Banca d&#x27;Italia, CONSOB and IVASS" in page
    assert "/law/eu-ai-act/around/authorities/" in page
    assert len(queries) <= 25


@pytest.mark.parametrize(("bank", "shown"), [("yes", True), ("no", False)])
def test_the_law_of_a_trade_stands_beside_a_duty_of_that_trade_alone(
    answered, hiring, law, people, ada, bank, shown
):
    classifications.answer(answered, actor=ada, answers={"R15": bank})

    response = client_of(people.ada).get(f"/obligations/{hiring.ref}/art-26-6/deployer/")

    assert response.status_code == 200
    assert ("Access to banking and supervision of banks" in text_of(response)) is shown
