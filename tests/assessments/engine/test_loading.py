"""Questionnaires are loaded whole or refused with the place."""

import json
from pathlib import Path

import pytest

from assessments.engine.effects import CLASSIFICATION, load_act, read_act
from assessments.engine.files import read_questionnaire
from assessments.engine.loading import QuestionnaireError, load
from controls.loading.strict_yaml import read_document

from .small import question, questionnaire

SHARED = Path(__file__).resolve().parents[4] / "shared" / "regulation"


def test_small_questionnaire_is_read():
    loaded = load(questionnaire())

    assert [item.id for item in loaded.questions] == ["A", "B", "M"]
    assert loaded.by_id["B"].default == "yes"
    assert loaded.by_id["M"].values == ("x", "y", "none")
    assert [item.id for item in loaded.of_section("one")] == ["A", "B", "M"]


def test_digest_names_the_content_not_its_order():
    reordered = dict(reversed(questionnaire().items()))

    assert load(reordered).digest == load(questionnaire()).digest
    assert load(questionnaire(title="Other")).digest != load(questionnaire()).digest


A_YES = {"q": "A", "is": "yes"}
RULE = {"id": "R", "when": A_YES, "then": {"add_role": "provider"}}
REFUSED = [
    ("unknown key", {"colour": "red"}, "'colour' was unexpected"),
    ("unknown key in a question", {"questions": [question("A", hint="x")]}, "'hint' was unexp"),
    ("unknown key in a rule", {"rules": [{**RULE, "else": {}}]}, "'else' was unexpected"),
    ("day that does not exist", {"as_of": "2026-02-30"}, "day"),
    ("no questions", {"questions": []}, "questionnaire[questions]:"),
    ("doubt without reason", {"questions": [question("A", uncertain=True)]}, "uncertain_why"),
    ("question twice", {"questions": [question("A"), question("A")]}, 'question "A" stands twice'),
    ("rule twice", {"rules": [RULE, RULE]}, 'The rule or check "R" stands twice.'),
    ("no such section", {"questions": [question("A", section="two")]}, 'no section "two"'),
    ("default not allowed", {"questions": [question("A", default="maybe")]}, "default is not amo"),
    ("default of a wrong type", {"questions": [question("A", default=["no"])]}, "default must be"),
    (
        "test of a later question",
        {"questions": [question("A", show_if={"q": "B", "is": "yes"}), question("B")]},
        "A.show_if: only the answer to an earlier question may be tested.",
    ),
    (
        "test of itself",
        {"questions": [question("A", show_if=A_YES)]},
        "A.show_if: only the answer to an earlier question",
    ),
    ("no such question", {"rules": [{**RULE, "when": {"q": "Z", "is": "yes"}}]}, 'question "Z"'),
    (
        "no such answer",
        {"rules": [{**RULE, "when": {"q": "A", "is": "red"}}]},
        '"red" is not among',
    ),
    ("wrong operator", {"rules": [{**RULE, "when": {"q": "M", "is": "x"}}]}, 'tested with "has"'),
    ("wrong operator", {"rules": [{**RULE, "when": {"q": "A", "has": "yes"}}]}, 'with "is"'),
    ("undeclared flag", {"rules": [{**RULE, "when": {"flag": "f"}}]}, '"f" is not among the flags'),
    ("malformed condition", {"rules": [{**RULE, "when": {"nor": []}}]}, "R.when: Unknown operator"),
    (
        "edition that answers nothing",
        {"editions": {"e": {"title": "E", "answers": {"A": "red"}}}},
        'Edition e: "A" cannot be answered so.',
    ),
]


@pytest.mark.parametrize(
    ("changes", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_malformed_questionnaire_is_refused_with_the_place(changes, message):
    with pytest.raises(QuestionnaireError) as refused:
        load(questionnaire(**changes))

    assert message in str(refused.value)


EFFECTS = [
    ("unknown effect", {"add_colour": "red"}, "'add_colour' was unexpected"),
    ("ground without route", {"add_high_risk": "Annex III 2"}, "route"),
    ("duty without addressee", {"add_duty": "Art. 4"}, "addressee"),
    ("unknown status of a model", {"gpai": "gpai_huge"}, "gpai_huge"),
]


@pytest.mark.parametrize(
    ("then", "message"), [case[1:] for case in EFFECTS], ids=[case[0] for case in EFFECTS]
)
def test_unknown_effect_is_refused_with_the_rule(then, message):
    loaded = load(questionnaire(rules=[{**RULE, "then": then}]))

    with pytest.raises(QuestionnaireError) as refused:
        read_act(loaded)

    assert str(refused.value).startswith("R.then")
    assert message in str(refused.value)


def _write(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_key_that_stands_twice_is_refused_with_its_line(tmp_path):
    folder = _write(tmp_path, questionnaire="id: small\nid: other\n")

    with pytest.raises(QuestionnaireError, match=r"line 2: .*'id' stands here twice"):
        load(folder)


def test_file_that_is_not_listed_is_refused(tmp_path):
    head = json.dumps({key: value for key, value in questionnaire().items() if key != "questions"})
    folder = _write(tmp_path, questionnaire=head, stray="questions: []\n")

    with pytest.raises(QuestionnaireError, match=r"stray\.yaml is not listed"):
        load(folder)


def test_missing_file_is_refused_by_name(tmp_path):
    folder = _write(tmp_path, questionnaire="id: small\nfiles: [gone.yaml]\n")

    with pytest.raises(QuestionnaireError, match=r"gone\.yaml"):
        load(folder)


def test_classification_is_whole():
    act = load_act()

    assert len(act.questionnaire.questions) == 136
    assert len(act.questionnaire.rules) == len(act.rules) == 70
    assert len(act.questionnaire.checks) == 9
    assert len(act.questionnaire.outcomes) == 8
    assert sorted(item.id for item in act.questionnaire.questions if item.uncertain_why) == [
        "A2",
        "F_MAT",
        "G2",
        "P_F1i",
    ]
    assert [section.id for section in act.questionnaire.sections] == [
        "scope",
        "ai_system",
        "role",
        "prohibited",
        "annex_i",
        "annex_iii",
        "derogation",
        "transparency",
        "gpai",
    ]


@pytest.fixture(scope="module")
def shared():
    """The source of the classification, where the folder with it lies beside this one."""
    path = SHARED / "eu_ai_act_classification.yaml"
    if not path.is_file():
        pytest.skip("The folder with the regulation's data does not lie beside this one.")
    return read_document(path, file=path.name).value


def test_every_question_and_check_is_kept_word_for_word(shared):
    ours = read_questionnaire(CLASSIFICATION)

    assert ours["questions"] == shared["questions"]
    assert ours["checks"] == shared["consistency_checks"]
    assert ours["sections"] == shared["sections"]
    assert ours["how_to_run"] == shared["meta"]["how_to_run"]


def test_every_rule_is_kept_and_only_gains_duties(shared):
    ours = read_questionnaire(CLASSIFICATION)["rules"]
    own = {"duties", "duties_addressee", "addressee", "relieves"}

    for rule, source in zip(ours, shared["rules"], strict=True):
        effect = {
            key: value
            for key, value in rule["then"].items()
            if key in source["then"] or key not in own
        }
        assert {**rule, "then": effect} == source


def test_every_outcome_keeps_its_order_class_and_words(shared):
    ours = read_questionnaire(CLASSIFICATION)

    assert [(item["order"], item["class"], item["text"]) for item in ours["outcomes"]] == [
        (item["order"], item["class"], item["when"]) for item in shared["final_class"]
    ]
    assert [(item["class"], item["means"], item["fine"]) for item in ours["regimes"]] == [
        (item["class"], item["means"], item["fine"]) for item in shared["regimes"]
    ]
