"""The command that checks and publishes the catalogue."""

import json

import pytest
from django.core.management import call_command
from django.db.models import Count, Q

from controls.models import Edition, Framework, Provision
from governance.models import Unit
from records.models import Entry
from tests.controls.loading.small import DATA, GOOD, RULES, catalogue_with


def load(*arguments, catalogue=GOOD):
    call_command("load_catalogue", *arguments, catalogue=catalogue)


def test_the_shipped_catalogue_is_published_whole(people, capsys):
    call_command("load_catalogue", "--json")

    answer = json.loads(capsys.readouterr().out)
    assert len(answer["published"]) == 5
    is_heading = Q(provisions__kind="heading")
    counted = Edition.objects.annotate(
        headings=Count("provisions", filter=is_heading),
        others=Count("provisions", filter=~is_heading),
    ).values_list("framework__code", "code", "others", "headings", "provision_count")
    assert sorted(counted) == [
        ("eu-ai-act", "2024-1689", 509, 98, 509),
        ("eu-ai-act", "2026-1744", 509, 98, 509),
        ("iso-42001", "2023", 80, 23, 80),
        ("nist-ai-600-1", "2024", 12, 0, 12),
        ("nist-ai-rmf", "1.0", 95, 0, 95),
    ]
    amended = Edition.objects.get(code="2026-1744")
    assert amended.replaces.code == "2024-1689"
    assert Provision.objects.filter(uncertain=True, uncertain_why="").count() == 0
    assert amended.provisions.filter(uncertain=True).count() == 93


def test_loading_again_publishes_nothing(people, capsys):
    load()
    entries = Entry.objects.count()

    load("--json")

    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert answer["published"] == []
    assert len(answer["unchanged"]) == 2
    assert Entry.objects.count() == entries


@pytest.mark.django_db
def test_the_first_load_founds_the_organisation(settings):
    settings.ORGANISATION = "Example Works"

    load()

    assert Unit.objects.get().name == "Example Works"
    assert {framework.unit.name for framework in Framework.objects.all()} == {"Example Works"}


@pytest.mark.django_db
def test_check_counts_and_changes_nothing(capsys):
    load("--check")

    out = capsys.readouterr().out
    assert "house-law/2030: 3 provisions under 1 headings" in out
    assert "2 frameworks, 1 mappings" in out
    assert not Framework.objects.exists()
    assert not Unit.objects.exists()


BAD = [
    ("wrong_id", RULES, 3, "is no id of this framework"),
    ("circle", RULES, 2, "run in a circle"),
    ("not_a_date", "house-law/2030/edition.yaml", 17, "is no date"),
    ("mapping_to_nothing", "crosswalk/house-standard--house-law.yaml", 7, "is no provision of"),
    ("unknown_relation", "crosswalk/house-standard--house-law.yaml", 8, "'similar' is unknown"),
]


@pytest.mark.parametrize("arguments", [("--check",), ()], ids=["check", "load"])
@pytest.mark.parametrize("bad", BAD, ids=[bad[0] for bad in BAD])
def test_a_fault_is_told_with_file_and_line_and_published_editions_stay(
    house, tmp_path, capsys, arguments, bad
):
    fault, target, line, sentence = bad
    content = (DATA / "bad" / f"{fault}.yaml").read_bytes()
    root = catalogue_with(tmp_path, target, content)
    entries = Entry.objects.count()

    with pytest.raises(SystemExit) as leaving:
        load(*arguments, catalogue=root)

    told = capsys.readouterr().err
    assert leaving.value.code == 1
    assert told.startswith(f"{target}, line {line}: ")
    assert sentence in told
    assert told.endswith("Nothing was changed.\n")
    assert Entry.objects.count() == entries
    assert Edition.objects.count() == 2


def test_other_contents_of_a_published_edition_are_refused(house, tmp_path, capsys):
    root = catalogue_with(tmp_path, RULES, (GOOD / RULES).read_bytes().replace(b"Quiet", b"Calm"))
    entries = Entry.objects.count()

    with pytest.raises(SystemExit) as leaving:
        load("--json", catalogue=root)

    assert leaving.value.code == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert "A published edition never changes" in error["message"]
    assert Entry.objects.count() == entries
    assert not Provision.objects.filter(title="Calm").exists()
