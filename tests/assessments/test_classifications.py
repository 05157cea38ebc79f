"""Classifications: started, answered, read by another law, signed, and stale afterwards."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import escape

from assessments.classification.actions import classifications
from assessments.models import Classification
from governance.models import SignOff
from governance.people.actions import people as people_actions
from governance.rules import Meaning, Role
from governance.signoff import actions as signoffs
from governance.signoff import signing
from inventory.use_cases import actions as use_cases
from ops.demo.answering import answer_open
from records.actors import Actor
from records.changing import archiving
from records.errors import Refused, RuleError, StaleError
from records.history.past import as_of
from records.models import Entry
from tests import sessions
from tests.assessments.conftest import A_VIEW, ON
from tests.people import SYSTEM


def last_facts(verb):
    return json.loads(Entry.objects.filter(verb=verb).latest("occurred_at").body)["facts"]


def test_a_start_answers_nothing_and_takes_suggestions_from_the_register(started, hiring, people):
    assert started.ref.startswith("CL-")
    assert (started.unit, started.owner) == (people.home, people.ada)
    assert started.answers == {}
    assert started.outcome_class == "minimal"
    assert started.suggested["R2"] == {"answer": "yes", "because": "roles.deployer"}
    assert started.suggested["R1"] == {"answer": "no", "because": "roles"}
    assert started.suggested["H_AREA"] == {
        "answer": ["4"],
        "because": "data_categories.employment",
    }
    assert started.answered_count == 0
    assert last_facts("assessments.classification.start") == {
        "use_case": hiring.ref,
        "edition": "2026-1744",
        "on": "2026-11-24",
        "questionnaire": started.questionnaire_digest,
    }


def test_suggestions_count_only_once_they_are_adopted(started, ada):
    assert started.outcome["roles"] == []

    adopted = classifications.adopt(started, actor=ada)

    assert adopted.outcome["roles"] == ["deployer"]
    assert adopted.suggested == {}
    assert adopted.digest != started.digest


def test_answers_change_the_outcome_and_the_ledger_names_the_questions(started, ada):
    record = classifications.answer(
        started, actor=ada, answers={"H_AREA": ["4"], "H4a": "yes", "R2": "yes"}
    )

    assert record.outcome_class == "high_risk"
    assert record.outcome["grounds"] == ["Annex III 4(a)"]
    assert last_facts("assessments.classification.answer") == {"questions": ["H4a", "H_AREA", "R2"]}


def test_an_equal_answer_changes_nothing(answered, ada):
    again = classifications.answer(answered, actor=ada, answers={"H4a": "yes"})

    assert again.version == answered.version


def test_an_answer_can_be_taken_back(answered, ada):
    record = classifications.answer(answered, actor=ada, answers={"H4a": None})

    assert "H4a" not in record.answers
    assert record.outcome_class == "minimal"
    assert record.open_count == 1


def test_a_hidden_question_counts_with_its_default_whatever_was_stored(started, ada):
    # H4a is shown only within area 4.
    record = classifications.answer(started, actor=ada, answers={"H4a": "yes"})
    assert record.outcome_class == "minimal"

    record = classifications.answer(record, actor=ada, answers={"H_AREA": ["4"]})

    assert record.outcome_class == "high_risk"


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"H99": "yes"}, "H99: There is no such question"),
        ({"H4a": "maybe"}, 'H4a: The answer "maybe" is not allowed'),
        ({"S9": "original"}, "contradicts the edition 2026-1744"),
    ],
)
def test_an_unknown_answer_is_refused_by_name_and_nothing_changes(started, ada, answers, told):
    with pytest.raises(RuleError, match=told):
        classifications.answer(started, actor=ada, answers={"R2": "yes", **answers})

    started.refresh_from_db()
    assert (started.version, started.answers) == (1, {})


def test_somebody_elses_save_is_not_overwritten(started, ada):
    classifications.answer(started, actor=ada, answers={"R2": "yes"}, seen=1)

    with pytest.raises(StaleError):
        classifications.answer(started, actor=ada, answers={"R2": "no"}, seen=1)

    started.refresh_from_db()
    assert started.answers == {"R2": "yes"}


def test_open_questions_are_answered_by_what_counts_for_them(answered):
    assert answered.is_answered
    assert answered.answers["R1"] == "no"
    assert answered.outcome_class == "high_risk"
    assert "S9" not in answered.answers


def test_the_other_edition_moves_the_duties(answered, ada):
    before = {duty["provision"]: duty["applies_from"] for duty in answered.outcome["duties"]}

    record = classifications.choose_law(answered, actor=ada, edition="2024-1689", on=ON)

    after = {duty["provision"]: duty["applies_from"] for duty in record.outcome["duties"]}
    assert before["Art. 27"] == "2027-12-02"
    assert after["Art. 27"] == "2026-08-02"
    assert record.law_digest != answered.law_digest


def test_the_same_law_again_is_refused(answered, ada):
    with pytest.raises(RuleError, match="already made by this law"):
        classifications.choose_law(answered, actor=ada, edition="2026-1744", on=ON)


def test_an_unknown_edition_is_refused(hiring, questionnaire, ada):
    with pytest.raises(RuleError, match="known are 2024-1689, 2026-1744"):
        classifications.start(hiring, actor=ada, edition="2030-1")

    assert Classification.objects.count() == 0


def test_there_is_one_current_classification_of_each_use(started, hiring, ada):
    use = hiring.intended_uses.get()
    of_use = classifications.start(hiring, actor=ada, intended_use=use, on=ON)

    for intended_use in (None, use):
        with pytest.raises(ValidationError, match="already a classification"):
            classifications.start(hiring, actor=ada, intended_use=intended_use, on=ON)

    assert {row.pk for row in Classification.objects.all()} == {started.pk, of_use.pk}


def test_after_archiving_a_new_one_can_be_started(started, hiring, people, ada):
    archiving.archive(started, actor=Actor.of(people.ben), reason="Begun anew.")

    assert classifications.start(hiring, actor=ada, on=ON).ref != started.ref


def test_without_a_questionnaire_nothing_starts(hiring, ada):
    with pytest.raises(RuleError, match="No questionnaire is published"):
        classifications.start(hiring, actor=ada)


def test_a_stranger_and_an_auditor_change_nothing(started, hiring, people):
    for person in (people.cleo, people.vera, people.zoe):
        with pytest.raises(Refused):
            classifications.answer(started, actor=Actor.of(person), answers={"R2": "yes"})
        with pytest.raises(Refused):
            classifications.start(hiring, actor=Actor.of(person))

    started.refresh_from_db()
    assert started.version == 1


def test_it_is_reached_as_its_use_case_is_even_after_a_move(started, hiring, people):
    use_cases.change(hiring, actor=SYSTEM, values={"unit": people.away, "owner": people.cleo})

    def seen_by(person):
        return Classification.objects.visible_to(Actor.of(person)).count()

    assert seen_by(people.cleo) == 1
    assert seen_by(people.ben) == 0
    record = classifications.answer(started, actor=Actor.of(people.cleo), answers={"R2": "yes"})
    assert (record.unit, record.owner) == (people.away, people.cleo)


def test_an_unsure_answer_needs_a_legal_view_which_stays_with_its_doubt(answered, ada):
    unsure = classifications.answer(answered, actor=ada, answers={"P_F1": "unsure"})
    assert unsure.open_review_count == 1

    record = classifications.give_view(
        unsure, actor=ada, kind="question", code="P_F1", view=A_VIEW, source="Counsel"
    )

    view = record.legal_views.get()
    assert record.open_review_count == 0
    assert record.digest != unsure.digest
    assert view.answers_to(record.outcome["needs_review"][0])


def test_a_word_is_no_legal_view(answered, ada):
    unsure = classifications.answer(answered, actor=ada, answers={"P_F1": "unsure"})

    with pytest.raises(RuleError, match="Say in a sentence what was found"):
        classifications.give_view(
            unsure, actor=ada, kind="question", code="P_F1", view=" x ", source="Counsel"
        )

    unsure.refresh_from_db()
    assert (unsure.legal_views.count(), unsure.open_review_count) == (0, 1)


def test_a_legal_view_on_what_is_not_in_doubt_is_refused(answered, ada):
    with pytest.raises(RuleError, match="needs a legal view"):
        classifications.give_view(
            answered, actor=ada, kind="question", code="R2", view=A_VIEW, source="Counsel"
        )

    assert answered.legal_views.count() == 0


def sign(asked, person):
    return signoffs.sign(
        asked,
        actor=Actor.of(person),
        meaning=Meaning.APPROVED,
        confirmation=signing.Confirmation("password", timezone.now(), asked.pk),
        shown=[item["digest"] for item in asked.items],
    )


def standing(record):
    """Tell the standing as governance compares it and as the list works it out in the database."""
    listed = Classification.objects.with_standing().get(pk=record.pk).standing
    compared = signing.standings([record])[record.pk].code
    assert listed == compared
    return compared


def test_a_sign_off_covers_answers_use_case_questions_and_law(answered, hiring, policy, ada):
    asked = classifications.send(answered, actor=ada)

    named = [(item["kind"], item["digest"]) for item in asked.items]
    assert named == [
        ("assessments.classification", answered.digest),
        ("inventory.usecase", hiring.digest),
        ("assessments.questionnaire", answered.questionnaire.digest),
    ]
    assert standing(answered) == "waiting"


def test_the_published_law_is_covered_too(answered, law, policy, ada):
    asked = classifications.send(answered, actor=ada)

    assert asked.items[-1] == {
        "kind": "controls.edition",
        "id": str(law.pk),
        "ref": law.ref,
        "digest": law.digest,
    }


def test_open_questions_keep_it_from_being_sent(started, policy, ada):
    with pytest.raises(RuleError, match="44 questions without an answer"):
        classifications.send(started, actor=ada)

    assert SignOff.objects.count() == 0


def test_the_form_says_all_that_keeps_it_from_being_sent(doubted, client, people, ada):
    """No policy is set, either; the form and the act read one list."""
    told = classifications.blockers(doubted)
    sessions.begin(client, people.ada)
    page = f"/classifications/{doubted.ref}/send/"

    shown = client.get(page).content.decode()
    sent = client.post(page, {"note": ""}, follow=True).content.decode()
    with pytest.raises(RuleError) as refused:
        classifications.send(doubted, actor=ada)

    assert [sentence.split()[0:2] for sentence in told] == [["The", "result"], ["No", "sign-off"]]
    assert all(escape(sentence) in shown and escape(sentence) in sent for sentence in told)
    assert refused.value.message == " ".join(told)
    assert '<form class="form"' not in shown
    assert SignOff.objects.count() == 0


def test_the_form_asks_where_nothing_blocks(answered, policy, client, people):
    sessions.begin(client, people.ada)

    shown = client.get(f"/classifications/{answered.ref}/send/").content.decode()

    assert classifications.blockers(answered) == []
    assert "Ask others to sign this classification?" in shown
    assert '<form class="form"' in shown


@pytest.fixture
def doubted(answered, ada):
    """A classification that would be prohibited if the answer were yes."""
    given = {"P_F1": "yes", "P_F2": "unsure", "P_F3": "no", "P_F1i": "no", "H1c": "yes"}
    record = classifications.answer(answered, actor=ada, answers=given)
    return answer_open(record, actor=ada)


def test_a_doubt_is_kept_with_the_gravest_class_it_leaves_open(answered, doubted):
    # Its day is open by the law's own words, its class is not.
    assert [doubt["law"] for doubt in answered.outcome["doubts"]] == ["Art. 113"]
    assert answered.worst_class == ""
    assert (doubted.outcome_class, doubted.worst_class) == ("high_risk", "prohibited")
    about = [doubt.get("question") or doubt["law"] for doubt in doubted.outcome["doubts"]]
    assert about == ["P_F2", "Art. 113"]


def test_a_decisive_not_sure_keeps_it_from_being_sent(doubted, policy, ada):
    asked = doubted.act.questionnaire.by_id["P_F2"].text

    with pytest.raises(RuleError) as refused:
        classifications.send(doubted, actor=ada)

    assert f"rests on answers that are not sure: “{asked}”. Answer them," in str(refused.value)
    assert SignOff.objects.count() == 0


def test_a_doubt_with_a_legal_view_is_sent_and_stands_in_what_is_signed(doubted, policy, ada):
    record = classifications.give_view(
        doubted, actor=ada, kind="question", code="P_F2", view=A_VIEW, source="Counsel"
    )

    asked = classifications.send(record, actor=ada)

    doubt, law = (each["why"] for each in record.outcome["doubts"])
    assert asked.statement == (
        f"{policy.statement} Not settled, with a legal view on record: {doubt} "
        f"Left open by the law: {law}"
    )
    assert doubt.endswith('With "Yes" it would be prohibited.')


def test_a_doubt_is_found_in_an_outcome_that_was_stored_without_any(doubted, policy, ada):
    without = {key: value for key, value in doubted.outcome.items() if key != "doubts"}
    doubted.outcome = without

    with pytest.raises(RuleError, match="not sure: “Are these people at work"):
        classifications.send(doubted, actor=ada)


def test_the_author_cannot_sign(answered, policy, people, ada):
    people_actions.appoint(people.ada, role=Role.BOARD_MEMBER, unit=people.home, actor=SYSTEM)
    asked = classifications.send(answered, actor=ada)

    with pytest.raises(RuleError, match="another person has to sign"):
        sign(asked, people.ada)

    assert standing(answered) == "waiting"


def test_a_changed_answer_makes_the_signature_stale(answered, policy, people, ada):
    sign(classifications.send(answered, actor=ada), people.ben)
    assert standing(answered) == "signed"

    record = classifications.answer(answered, actor=ada, answers={"H4b": "yes"})

    assert standing(record) == "stale"
    moved = signing.standings([record])[record.pk].changed
    assert [item["ref"] for item in moved] == [record.ref]


def test_a_changed_use_case_makes_the_signature_stale(answered, hiring, policy, people, ada):
    sign(classifications.send(answered, actor=ada), people.ben)

    use_cases.change(hiring, actor=ada, values={"purpose": "Rejects applications by itself."})

    assert standing(answered) == "stale"
    moved = signing.standings([answered])[answered.pk].changed
    assert [item["ref"] for item in moved] == [hiring.ref]


def test_a_new_owner_of_the_use_case_leaves_the_signature(answered, hiring, policy, people, ada):
    sign(classifications.send(answered, actor=ada), people.ben)

    use_cases.change(hiring, actor=SYSTEM, values={"owner": people.ben})

    assert standing(answered) == "signed"


def test_a_change_while_it_waits_outdates_the_request(answered, policy, ada):
    classifications.send(answered, actor=ada)

    record = classifications.answer(answered, actor=ada, answers={"H4b": "yes"})

    assert standing(record) == "outdated"


def test_a_request_for_changes_is_told(answered, policy, people, ada):
    asked = classifications.send(answered, actor=ada)

    signoffs.sign(
        asked,
        actor=Actor.of(people.ben),
        meaning=Meaning.CHANGES_REQUESTED,
        comment="Look at profiling again.",
        confirmation=signing.Confirmation("password", timezone.now(), asked.pk),
        shown=[item["digest"] for item in asked.items],
    )

    assert standing(answered) == "changes_requested"


def test_an_unsigned_one_is_told(answered):
    assert standing(answered) == "unsigned"


def test_the_outcome_of_the_past_is_read_as_it_stood(answered, ada):
    moment = answered.updated_at
    classifications.answer(answered, actor=ada, answers={"H4a": "no"})

    with as_of(moment):
        then = Classification.objects.with_standing().get(pk=answered.pk)
        grounds = then.outcome["grounds"]
    now = Classification.objects.get(pk=answered.pk)

    assert (then.outcome_class, grounds, then.standing) == (
        "high_risk",
        ["Annex III 4(a)"],
        "unsigned",
    )
    assert now.outcome_class == "minimal"


def test_why_not_is_kept_with_the_outcome(answered):
    kept = {item["rule"]: item["because"] for item in answered.outcome["not_met"]}

    assert kept["P_a"] == [{"question": "P_A1", "answer": "no"}]
    # The question itself is hidden: what hides it is named instead.
    assert kept["H_5(b)"] == [{"question": "H_AREA", "answer": ["4"]}]
    assert "H_4(a)" not in kept


def test_out_of_scope_needs_no_further_reasons(answered, ada):
    record = classifications.answer(answered, actor=ada, answers={"A1": "no"})

    assert (record.outcome_class, record.outcome["not_met"]) == ("out_of_scope", [])
