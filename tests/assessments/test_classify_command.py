"""The command that classifies from a file."""

import io
import json
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from assessments.engine.effects import load_act
from assessments.questionnaires.engine.answers import as_json
from ops.bootstrap.places import ROOT


@pytest.fixture
def run(tmp_path):
    """Run the command on content written to a file; give what it printed."""

    def _run(content, *more, edition="2026-1744", on="2026-11-23"):
        path = tmp_path / "answers.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        out = io.StringIO()
        options = ["--answers", str(path), "--edition", edition, "--on", on, *more]
        call_command("classify", *options, stdout=out)
        return out.getvalue()

    return _run


def test_object_gives_an_object(run):
    result = json.loads(run({"R1": "yes"}, "--json"))

    assert result["class"] == "minimal"
    assert result["roles"] == ["provider"]


def test_list_gives_a_list_in_the_same_order(run):
    results = json.loads(run([{"R1": "yes"}, {"A1": "no"}], "--json"))

    assert [result["class"] for result in results] == ["minimal", "out_of_scope"]


def test_empty_list_gives_an_empty_list(run):
    assert json.loads(run([], "--json")) == []


def test_edition_decides(run):
    machinery = {"I1": ["A1"], "I2": "product", "I3": "yes"}

    assert json.loads(run(machinery, "--json", edition="2024-1689"))["class"] == "high_risk"
    assert json.loads(run(machinery, "--json", edition="2026-1744"))["class"] == "minimal"


def test_silence_is_told_beside_the_class(run):
    text = run({"R2": "yes", "P_MEDIA": "yes"})
    result = json.loads(run({"R2": "yes", "P_MEDIA": "yes"}, "--json"))

    told = {(each["class"], *each["by"]): each for each in result["unanswered"]}
    assert told["prohibited", "Art. 5(1)(ba)"]["questions"] == ["P_BA1"]
    assert told["prohibited", "Art. 5(1)(ba)"]["from"] == "2026-12-02"
    decisive = {
        name
        for each in result["unanswered"]
        if each["class"] != "minimal"
        for name in each["questions"]
    }
    assert text.startswith(
        "Class: minimal\nNot settled: without an answer that decides the class: "
        f"{len(decisive)}; at worst prohibited\n"
    )
    later = "No answer yet: P_BA1 could make it prohibited (Art. 5(1)(ba)) from 2026-12-02."
    assert later in text.splitlines()


def test_what_is_answered_tells_no_silence(run):
    sheet = {"S1": "system", "A1": "no"}

    assert "unanswered" not in json.loads(run(sheet, "--json"))
    assert "No answer yet" not in run(sheet)


def test_text_says_class_duties_and_reasons(run):
    told = run({"R1": "yes", "H_AREA": ["4"], "H4a": "yes"})

    assert told.startswith("Class: high_risk\n")
    assert "High-risk grounds: Annex III 4(a)" in told
    assert "Duty: Art. 49(1) (provider) from 2027-12-02." in told
    assert "Reason: H_4(a) (Annex III point 4(a)) because H4a = yes" in told


def test_text_tells_what_became_of_an_old_answer(run):
    told = run({"A2": "yes", "R12": "sme"})

    assert told.startswith("Class: out_of_scope\n")
    assert "Old answer: A2 = yes counts as A1 = basic." in told
    assert "Old answer: R12 = sme counts as nothing." in told


REFUSED = [
    ("unknown question", {"Z9": "yes"}, "Z9: There is no such question"),
    ("unknown value", {"R1": "perhaps"}, 'R1: The answer "perhaps" is not allowed'),
    ("contradicting edition", {"S9": "original"}, 'S9: The answer "original" contradicts'),
    ("second sheet of a list", [{}, {"R1": 1}], "Sheet 2: R1: The answer 1 is not allowed"),
    ("sheet that is no object", ["R1"], "Sheet 1: answers: Answers must be an object"),
    ("no JSON", "{", "does not hold answers as JSON"),
    ("question answered twice", '{"R1": "yes", "R1": "no"}', '"R1" is answered twice'),
]


@pytest.mark.parametrize(
    ("content", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_bad_file_is_refused_in_a_sentence(run, content, message):
    with pytest.raises(CommandError) as refused:
        run(content, "--json")

    assert message in str(refused.value)


def test_bad_day_and_missing_file_are_refused(run, tmp_path):
    with pytest.raises(CommandError, match="write it as YYYY-MM-DD"):
        run({}, on="23.11.2026")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command(
            "classify",
            "--answers",
            str(tmp_path / "gone.json"),
            "--edition",
            "2026-1744",
            "--on",
            "2026-11-23",
        )


# Each promise of the fixed interface once, through the command itself.


def test_what_is_not_listed_counts_by_its_default(run):
    act = load_act()
    defaults = {
        question.id: as_json(question.default)
        for question in act.questionnaire.questions
        # Whoever says P_MEDIA as it counts by default, and T2 too, contradicts himself.
        if question.id not in {"S9", "P_MEDIA"}
    }

    result = json.loads(run({}, "--json"))
    assert result.pop("unanswered")
    assert result == json.loads(run(defaults, "--json"))


def test_the_edition_may_be_said_twice_but_not_otherwise(run):
    assert json.loads(run({"S9": "original"}, "--json", edition="2024-1689"))["class"] == "minimal"
    with pytest.raises(CommandError, match="contradicts the edition 2024-1689"):
        run({"S9": "current"}, edition="2024-1689")
    with pytest.raises(CommandError, match="invalid choice"):
        run({}, edition="2027-1")


def test_a_result_holds_exactly_the_promised_keys(run):
    answers = {"R2": "yes", "R13": "public", "H_AREA": ["5"], "H5a": "yes", "S5": "unsure"}

    result = json.loads(run(answers, "--json"))

    assert set(result) == {
        "class",
        "grounds",
        "prohibited",
        "transparency",
        "roles",
        "gpai",
        "duties",
        "upcoming",
        "needs_review",
        "warnings",
        "reasons",
        "doubts",
        "not_met",
        "obligations",
        "unanswered",
        "upcoming_from",
    }
    assert {frozenset(duty) for duty in result["duties"]} == {
        frozenset(
            {
                "provision",
                "role",
                "applies_from",
                "why",
                "relief",
                "uncertain",
                "uncertain_why",
                "formal_from",
                "direct",
            }
        )
    }
    assert result["needs_review"] == [
        {
            "question": "S5",
            "why": result["needs_review"][0]["why"],
        }
    ]
    assert all(
        set(reason) == {"rule", "because", "citation", "effect"} for reason in result["reasons"]
    )
    assert {"question": "H5a", "answer": "yes"} in [
        item for reason in result["reasons"] for item in reason["because"]
    ]


def test_every_list_is_sorted(run):
    answers = {"R2": "yes", "R1": "yes", "R4": "yes", "H_AREA": ["8", "4", "1"], "T5": "yes"}
    answers |= {
        "H8a": "yes",
        "H4b": "yes",
        "H1b": "yes",
        "T1": "yes",
        "P_F1": "yes",
        "S5": "unsure",
    }

    result = json.loads(run(answers, "--json"))

    for key in ("grounds", "prohibited", "transparency", "roles", "upcoming", "warnings"):
        assert result[key] == sorted(result[key]), key
    assert result["grounds"] == [
        "Annex III 1(b)",
        "Annex III 1(c)",
        "Annex III 4(b)",
        "Annex III 8(a)",
    ]
    duties = [(duty["provision"], duty["role"]) for duty in result["duties"]]
    assert duties == sorted(duties)
    reviews = [item.get("question") or item["rule"] for item in result["needs_review"]]
    assert reviews == sorted(reviews)
    rules = [reason["rule"] for reason in result["reasons"]]
    assert rules == sorted(rules)


def test_an_article_stands_for_its_paragraphs(run):
    result = json.loads(run({"S1": "model", "G1": "yes", "G1p": "yes"}, "--json"))

    assert [duty["provision"] for duty in result["duties"]] == ["Art. 53"]
    assert result["duties"][0]["applies_from"] == "2025-08-02"


def test_what_starts_later_is_upcoming_until_its_day(run):
    answers = {"R1": "yes", "P_BA1": "yes", "P_BA2": "yes", "P_B3P": "yes"}

    before = json.loads(run(answers, "--json", on="2026-12-01"))
    after = json.loads(run(answers, "--json", on="2026-12-02"))

    assert (before["class"], before["upcoming"]) == ("minimal", ["Art. 5(1)(ba)"])
    assert (after["class"], after["upcoming"]) == ("prohibited", [])


def test_duties_are_named_whatever_their_date(run):
    answers = {"R2": "yes", "R13": "public", "H_AREA": ["5"], "H5a": "yes"}

    result = json.loads(run(answers, "--json", on="2026-11-23"))

    later = [duty["provision"] for duty in result["duties"] if duty["applies_from"] > "2026-11-23"]
    assert later == ["Art. 27", "Art. 49(3)"]


def test_a_hidden_question_counts_with_its_default(run):
    shown = {"R1": "yes", "H_AREA": ["4"], "H4a": "yes"}

    assert json.loads(run({"R1": "yes", "H4a": "yes"}, "--json"))["class"] == "minimal"
    assert json.loads(run(shown, "--json"))["class"] == "high_risk"


def test_a_minimal_result_says_what_was_considered_and_not_met(run):
    result = json.loads(run({"R1": "yes"}, "--json"))

    considered = {item["rule"]: item for item in result["not_met"]}
    assert result["class"] == "minimal"
    assert considered["P_f"] == {
        "rule": "P_f",
        "because": [{"question": "P_F1", "answer": "no"}],
        "citation": "Art. 5(1)(f)",
    }
    assert {"P_a", "P_h", "I_A", "I_B", "H_4(a)", "T_1", "T_5"} <= considered.keys()
    assert "D_LIT" not in considered


def test_what_is_out_of_scope_considers_nothing_further(run):
    assert json.loads(run({"S3": "yes"}, "--json"))["not_met"] == []


def test_a_doubt_is_printed(run):
    printed = run({"R2": "yes", "H_AREA": ["4"], "H4a": "unsure"})

    assert 'With "Yes" it would be high-risk.' in printed


def test_from_the_shell_it_starts_no_database_and_says_the_same(run, tmp_path):
    answers, state = {"R1": "yes"}, tmp_path / "state"
    expected = run(answers, "--json")
    command = [sys.executable, "manage.py", "classify", "--answers", str(tmp_path / "answers.json")]
    command += ["--edition", "2026-1744", "--on", "2026-11-23", "--json"]
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}

    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**kept, "COUNTERSIGN_STATE": str(state)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout) == json.loads(expected)
    assert not (state / "postgres").exists()


WORKERS = {"R2": "yes", "H_AREA": ["4"], "H4b": "yes", "F_PROF": "yes", "R14": "yes", "H_LEG": "no"}


def test_all_that_the_situation_asks_is_listed(run):
    """Art. 26 is named by no rule: it follows from role and regime."""
    result = json.loads(run(WORKERS, "--json"))
    text = run(WORKERS)

    found = {each["provision"]: each for each in result["obligations"]}
    named = {each["provision"] for each in result["duties"]}
    assert "Art. 26(1)" not in named
    assert {"Art. 4(1)", "Art. 26(1)", "Art. 26(5)", "Art. 26(7)", "Art. 86(1)"} <= set(found)
    assert found["Art. 26(1)"]["role"] == "deployer"
    assert found["Art. 26(1)"]["applies_from"] == "2027-12-02"
    assert found["Art. 26(1)"]["set_aside"] is False
    assert f"All that the law asks here ({len(found)}), the duties above among it:" in text
    assert "Art. 26(1)" in text


def test_a_ban_sets_aside_what_it_takes_the_place_of(run):
    result = json.loads(run({**WORKERS, "P_C1": "yes", "P_C2": "yes"}, "--json"))

    found = {each["provision"]: each["set_aside"] for each in result["obligations"]}
    assert (found["Art. 5(1)(c)"], found["Art. 26(1)"]) == (False, True)


def test_a_ban_to_come_is_told_with_its_day(run):
    """Art. 113(a): the ban of Art. 5(1)(ba) applies from 2 December 2026."""
    sheet = {"R2": "yes", "P_MEDIA": "yes", "P_BA1": "yes", "P_BA2": "yes", "P_B3D": "yes"}
    result = json.loads(run(sheet, "--json"))

    assert result["upcoming"] == ["Art. 5(1)(ba)"]
    assert result["upcoming_from"] == {"Art. 5(1)(ba)": "2026-12-02"}
    assert "Upcoming: Art. 5(1)(ba) from 2026-12-02" in run(sheet).splitlines()


def test_a_ban_sets_aside_what_an_exception_of_the_list_asks(run):
    """Art. 6(4) and 49(2) are owed before placing on the market, for which a ban leaves no room."""
    taken_out = {"F_PROF": "no", "F_A": "yes", "F_MAT": "no", "F_HARM": "no"}
    sheet = {"R1": "yes", "H_AREA": ["4"], "H4a": "yes", **taken_out, "P_C1": "yes", "P_C2": "yes"}

    result = json.loads(run(sheet, "--json"))

    found = {each["provision"]: each["set_aside"] for each in result["obligations"]}
    assert result["class"] == "prohibited"
    assert [found[name] for name in ("Art. 6(4)", "Art. 49(2)", "Art. 71(2)")] == [True] * 3


def test_a_weak_source_is_told_as_such_and_not_as_a_doubt_about_the_law(run):
    answers = {"R1": "yes", "H_AREA": ["4"], "H4a": "yes", "F_PROF": "yes"}
    result = json.loads(run(answers, "--json"))
    (written,) = [item for item in result["obligations"] if item["provision"] == "Art. 11(1)"]

    assert (written["uncertain"], written["uncertain_why"]) == (False, "")
    assert written["weak_source"].startswith("What the law asks here is settled.")
    assert "nothing newer" not in json.dumps(result["duties"])
    assert all(item["uncertain"] == bool(item["uncertain_why"]) for item in result["duties"])
