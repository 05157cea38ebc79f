"""The table of findings in docs/ledger.md names every code that the program gives, and no other."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
# In the program, a code stands before what the finding is about.
GIVEN = re.compile(
    r"\b(?:LedgerFault|report\.add|_report\.add|report\.tell|_report\.tell)\(\s*\"(\w+)\""
)
FOLDERS = ("records", "governance", "inventory", "controls", "assessments")


@pytest.fixture(scope="module")
def given():
    """The codes in the sources of the program."""
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    texts = [path.read_text(encoding="utf-8") for path in files if path.name != "verify.py"]
    return {code for text in texts for code in GIVEN.findall(text)}


def test_the_table_and_the_program_name_the_same_codes(given):
    page = (ROOT / "docs/ledger.md").read_text(encoding="utf-8")
    table = page.split("| Finding | Means |")[1].split("\n\n")[0]

    told = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))

    assert given - {"waited"} == told
    assert "waited" in given
    assert "`LOOK AT` and changes no exit code: `waited`" in page
