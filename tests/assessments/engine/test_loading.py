"""Questionnaires are loaded whole or refused with the place."""

import json
from pathlib import Path

import pytest

from assessments.engine.effects import CLASSIFICATION, load_act, read_act
from assessments.questionnaires.engine.files import read_questionnaire
from assessments.questionnaires.engine.loading import QuestionnaireError, load
from records.incoming.strict_yaml import read_document
from tests.controls.loading.corrected import differences

from .small import question, questionnaire

CORRECTED = """revisions:
  - revision: 2
    date: 2026-11-23
    corrections:
      - id: narrower
        corrects:
          - {in: questions, id: A, keys: [text]}
        reason: The words were wider than the law.
        citation: Art. 3(1)
"""

SHARED = Path(__file__).resolve().parents[4] / "shared" / "regulation"


def test_small_questionnaire_is_read():
    loaded = load(questionnaire())

    assert [item.id for item in loaded.questions] == ["A", "B", "M"]
    assert loaded.by_id["B"].default == "yes"
    assert loaded.by_id["M"].values == ("x", "y", "none")
    assert [item.id for item in loaded.of_section("one")] == ["A", "B", "M"]


def test_same_content_is_built_once_and_other_content_anew():
    other = questionnaire()
    other["title"] = "Another title"

    assert load(questionnaire()) is load(questionnaire())
    assert load(other).title == "Another title"
    assert load(questionnaire()).title == questionnaire()["title"]


def test_digest_names_the_content_not_its_order():
    reordered = dict(reversed(questionnaire().items()))

    assert load(reordered).digest == load(questionnaire()).digest
    assert load(questionnaire(title="Other")).digest != load(questionnaire()).digest


A_YES = {"q": "A", "is": "yes"}
RULE = {"id": "R", "when": A_YES, "then": {"add_role": "provider"}}
RETIRED = {"id": "OLD", "text": "t", "answers": ["yes"], "why": "w", "citation": "Art. 1"}
REFUSED = [
    ("unknown key", {"colour": "red"}, "The key 'colour' is unknown"),
    ("unknown key in a question", {"questions": [question("A", hint="x")]}, "The key 'hint' is"),
    ("unknown key in a rule", {"rules": [{**RULE, "else": {}}]}, "The key 'else' is unknown"),
    ("day that does not exist", {"as_of": "2026-02-30"}, "day"),
    ("no questions", {"questions": []}, "questionnaire[questions]:"),
    (
        "a fact without a reading it is about",
        {"questions": [question("A", otherwise_when={"q": "A", "is": "yes"})]},
        "The key 'otherwise' is missing beside 'otherwise_when'",
    ),
    (
        "a reading about a question that is not there",
        {
            "questions": [
                question(
                    "A",
                    uncertain=True,
                    uncertain_why="Open.",
                    otherwise={"yes": "no"},
                    otherwise_when={"q": "Z", "is": "yes"},
                )
            ]
        },
        'A: there is no question "Z".',
    ),
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
    (
        "rule that asks who answered",
        {"rules": [{**RULE, "when": {"q": "A", "said": "yes"}}]},
        'R: only a check may test with "said".',
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
    (
        "retired question that is asked",
        {"retired": [{**RETIRED, "id": "A"}]},
        'The question "A" stands twice.',
    ),
    (
        "retired answer that never was",
        {"retired": [{**RETIRED, "becomes": {"red": {"A": "yes"}}}]},
        'OLD: "red" was not among its answers.',
    ),
    (
        "heir that cannot be answered so",
        {"retired": [{**RETIRED, "becomes": {"yes": {"A": "red"}}}]},
        'OLD: "A" cannot be answered so.',
    ),
    ("retired without a reason", {"retired": [{**RETIRED, "why": ""}]}, "should be non-empty"),
]


@pytest.mark.parametrize(
    ("changes", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_malformed_questionnaire_is_refused_with_the_place(changes, message):
    with pytest.raises(QuestionnaireError) as refused:
        load(questionnaire(**changes))

    assert message in str(refused.value)


EFFECTS = [
    ("unknown effect", {"add_colour": "red"}, "The key 'add_colour' is unknown"),
    ("ground without route", {"add_high_risk": "Annex III 2"}, "route"),
    ("duty without addressee", {"add_duty": "Art. 4"}, "addressee"),
    ("unknown status of a model", {"gpai": "gpai_huge"}, "gpai_huge"),
    ("uses of no derogation", {"reason": "r", "among": "M"}, "derogate"),
    ("uses that no list names", {"derogate": "annex_iii", "among": "A"}, '"A" is no question with'),
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

    assert len(act.questionnaire.questions) == 150
    assert len(act.questionnaire.rules) == len(act.rules) == 98
    assert len(act.questionnaire.checks) == 17
    assert len(act.questionnaire.outcomes) == 8
    assert sorted(item.id for item in act.questionnaire.questions if item.uncertain_why) == [
        "F_FOR",
        "F_HARM",
        "F_MAT",
        "G1u",
        "G2c",
        "H1_s",
        "H3b",
        "H3d",
        "H8a",
        "H_LEG",
        "H_PUB",
        "H_X",
        "I2b",
        "I3",
        "P_D1",
        "P_D2",
        "P_F1i",
        "T2b",
    ]
    assert [section.id for section in act.questionnaire.sections] == [
        "scope",
        "ai_system",
        "role",
        "prohibited",
        "annex_i",
        "annex_iii",
        "derogation",
        "role_change",
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


OWN_DUTIES = {"duties", "duties_addressee", "addressee", "relieves"}


def test_questions_and_checks_are_the_source_but_for_what_corrections_name(shared):
    ours = read_questionnaire(CLASSIFICATION)
    revisions = load_act().questionnaire.revisions

    for within, source in (
        ("sections", shared["sections"]),
        ("questions", shared["questions"]),
        ("checks", shared["consistency_checks"]),
    ):
        assert differences(ours[within], source, revisions, within) == []
    told = [{"id": ours["id"], "how_to_run": ours["how_to_run"]}]
    source = [{"id": ours["id"], "how_to_run": shared["meta"]["how_to_run"]}]
    assert differences(told, source, revisions, "questionnaire") == []


def test_rules_are_the_source_but_for_duties_and_what_corrections_name(shared):
    ours = read_questionnaire(CLASSIFICATION)["rules"]
    source = {rule["id"]: rule for rule in shared["rules"]}

    gained = [
        {**rule, "then": _without_own(rule["then"], source.get(rule["id"], {}).get("then", {}))}
        for rule in ours
    ]

    revisions = load_act().questionnaire.revisions
    assert differences(gained, shared["rules"], revisions, "rules") == []


def _without_own(effect, source):
    return {key: effect[key] for key in effect if key in source or key not in OWN_DUTIES}


def test_outcomes_are_the_source_but_for_what_corrections_name(shared):
    ours = read_questionnaire(CLASSIFICATION)
    revisions = load_act().questionnaire.revisions

    outcomes, source = (
        [
            {"order": item["order"], "class": item["class"], "text": item[text]}
            | {"uncertain_why": item.get("uncertain_why", "")}
            for item in each
        ]
        for each, text in ((ours["outcomes"], "text"), (shared["final_class"], "when"))
    )
    assert differences(outcomes, source, revisions, "outcomes", name="class") == []
    keys = ("class", "means", "fine")
    regimes, source = (
        [{key: item[key] for key in keys} for item in each]
        for each in (ours["regimes"], shared["regimes"])
    )
    assert differences(regimes, source, revisions, "regimes", name="class") == []


def test_a_correction_of_a_questionnaire_is_published_with_it(tmp_path):
    folder = _corrected(tmp_path, CORRECTED)

    loaded = load(folder)

    (revision,) = loaded.revisions
    assert (revision.number, revision.on.isoformat()) == (2, "2026-11-23")
    assert revision.corrections[0].targets[0].id == "A"
    assert loaded.digest != load(questionnaire()).digest


REFUSED_CORRECTIONS = [
    ("id: A, keys: [text]", "id: Z, keys: [text]", 7, "There is no 'Z' among the questions."),
    ("in: questions, id: A", "in: wishes, id: A", 7, "There is no list 'wishes' here"),
    ("keys: [text]", "keys: [colour]", 7, "'colour' is no key of questions"),
    ("2026-11-23", "2026-11-24", 3, "is as of 2026-11-23, but this revision is of 2026-11-24"),
    ("        citation: Art. 3(1)\n", "", 5, "The key 'citation' is missing."),
]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    REFUSED_CORRECTIONS,
    ids=["question", "list", "key", "day", "citation"],
)
def test_a_correction_that_does_not_hold_is_refused_with_its_line(
    tmp_path, old, new, line, message
):
    folder = _corrected(tmp_path, CORRECTED.replace(old, new))

    with pytest.raises(QuestionnaireError, match=rf"corrections\.yaml, line {line}: ") as refused:
        load(folder)

    assert message in str(refused.value)


def _corrected(folder, corrections):
    return _write(folder, questionnaire=json.dumps(questionnaire()), corrections=corrections)
