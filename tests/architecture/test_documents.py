"""The documents lead where they say, and no file names a place that only its writer has."""

import re

import pytest

from tests.architecture.tree import APPS, ROOT, every_file, modules, name_of

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
DECISIONS = ROOT / "docs" / "decisions"
# Written in parts, so that this file does not find itself.
PLACES = re.compile(
    "|".join(
        [
            "(?<![\\w.])/" + "(?:work|root|home)/[\\w.]",
            "pypi" + r"\.org/simple",
            "files\\.python" + "hosted",
            "registry" + r"\.npmjs",
        ]
    )
)
TEXT_SUFFIXES = {
    "", ".css", ".csv", ".html", ".js", ".json", ".lock", ".md", ".py", ".sql", ".svg", ".toml",
    ".txt", ".yaml", ".yml",
}  # fmt: skip


def documents():
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def anchors(text):
    """Return the anchors that headings get: lower case, hyphens for spaces, no other signs."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(path):
    """Yield the links of a document that lead nowhere."""
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        address, _, anchor = target.partition("#")
        if address.startswith(("http:", "https:", "mailto:")):
            continue
        page = (path.parent / address).resolve() if address else path
        if not page.exists() or (anchor and anchor not in anchors(page.read_text("utf-8"))):
            yield target


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_every_link_leads_somewhere(path):
    assert list(broken(path)) == []


# A decision tells the day on which it was taken; the example of a document need not exist.
PLACE = re.compile(rf"`((?:{'|'.join([*APPS, 'tests', 'docs'])})/[\w./-]+)`")
EXAMPLES = {"inventory/suppliers/models.py"}


def gone(path):
    """Yield the places that a document names and that are not there."""
    for place in PLACE.findall(path.read_text(encoding="utf-8")):
        if place not in EXAMPLES and not (ROOT / place).exists():
            yield place


@pytest.mark.parametrize(
    "path", [path for path in documents() if path.parent != DECISIONS], ids=name_of
)
def test_every_place_that_a_document_names_is_there(path):
    assert [place for place in gone(path) if not place.startswith("records/REF")] == []


def test_the_glossary_names_what_the_code_calls_so():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    columns = [line.split("|")[3] for line in glossary.splitlines() if line.startswith("| ")]

    named = {
        word
        for column in columns
        for name in re.findall(r"`([A-Za-z_][\w.]*)`", column)
        for word in name.split(".")
    }
    called = {
        word
        for path in modules(*APPS)
        for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))
    }

    assert len(named) > 100
    assert named - called == set()


@pytest.mark.parametrize(
    "name", ["README.md", "SECURITY.md", "CHANGELOG.md", "docs/architecture.md", "docs/ledger.md",
             "docs/glossary.md", "docs/permissions.md", "docs/adding-a-record.md"],
)  # fmt: skip
def test_the_documents_that_must_stay_true_are_there(name):
    assert (ROOT / name).is_file()


def test_every_variable_that_is_read_is_told_in_the_readme():
    settings = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", (ROOT / "README.md").read_text(encoding="utf-8")))

    read = set(re.findall(r"env\.[a-z]+\(\s*\"([A-Z_]+)\"", settings))

    assert len(read) > 20
    assert read - told == set()


def test_every_decision_is_listed_once():
    listed = LINK.findall((DECISIONS / "README.md").read_text(encoding="utf-8"))

    assert sorted(listed) == [path.name for path in sorted(DECISIONS.glob("[0-9]*.md"))]


def test_decisions_are_numbered_without_gap():
    numbers = [int(path.name[:4]) for path in sorted(DECISIONS.glob("[0-9]*.md"))]

    assert numbers == list(range(1, len(numbers) + 1))


def test_no_file_names_a_place_of_its_writer():
    found = {
        name_of(path): PLACES.findall(path.read_text(encoding="utf-8"))
        for path in every_file()
        if path.suffix in TEXT_SUFFIXES and "tests/data" not in name_of(path)
    }

    assert {name: hits for name, hits in found.items() if hits} == {}


@pytest.mark.parametrize(
    "text", ["see /" + "root/.cache", "cd /" + "work/main", "https://pypi" + ".org/simple/"]
)
def test_a_place_of_the_writer_is_seen(text):
    assert PLACES.search(text)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_leaves_the_index_open(name):
    lock = (ROOT / name).read_text(encoding="utf-8")

    assert re.findall(r"https?://\S+", lock) == []
