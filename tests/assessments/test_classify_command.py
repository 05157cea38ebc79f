"""The command that classifies from a file."""

import io
import json

import pytest
from django.core.management import CommandError, call_command


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


def test_text_says_class_duties_and_reasons(run):
    told = run({"R1": "yes", "H_AREA": ["4"], "H4a": "yes"})

    assert told.startswith("Class: high_risk\n")
    assert "High-risk grounds: Annex III 4(a)" in told
    assert "Duty: Art. 49(1) (provider) from 2027-12-02." in told
    assert "Reason: H_4(a) (Annex III point 4(a)) because H4a = yes" in told


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
