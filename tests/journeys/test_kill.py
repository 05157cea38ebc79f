"""Everything killed in turn while people and programs work: nothing is lost, nothing is doubled.

COUNTERSIGN_KILLS says how many are killed; a long run asks for 200.
"""

import json
import os
import re
import sys
import threading
import time
from contextlib import suppress

import psycopg
import pytest

from tests.bootstrap.installation import Installation
from tests.journeys import killing
from tests.journeys.people_at_work import PASSWORD, Browser, Crew, Outages, Program

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("COUNTERSIGN_KILLS") or 18)
SIGNERS, WRITERS, IMPORTS, ROWS = 3, 2, 2, 400
SIGN_OFFS = max(12, KILLS)
# Each signs under a name of their own: whom kills cut off five times waits for some seconds.
OFFICERS = ["ben", *(f"signer{number}" for number in range(SIGNERS))]
# A job of a killed worker waits for the end of its lease, then for the next sweep.
JOBS_SECONDS = 300

PEOPLE = f"""
from governance.people.actions import people
from governance.models import Unit
from governance.rules import Role
from records.actors import Actor
system = Actor.system("tests")
top = Unit.objects.order_by("created_at").first()
ada, *officers = [
    people.add_person(name=name, email=f"{{name}}@example.org", unit=top, actor=system,
                      password={PASSWORD!r})
    for name in ("ada", *{OFFICERS!r})
]
people.appoint(ada, role=Role.USE_CASE_OWNER, unit=top, actor=system)
for officer in officers:
    people.appoint(officer, role=Role.COMPLIANCE_OFFICER, unit=top, actor=system)
_token, secret = people.issue_token(ada, name="tests", needs=["view", "create"], unit=top,
                                    actor=Actor.of(ada))
print("TOKEN", secret, top.ref)
"""
ASK = f"""
from governance.signoff import actions as signoffs
from governance.models import Person, Unit
from inventory.use_cases import actions as use_cases
from records.actors import Actor
ada, top = Person.objects.get(name="ada"), Unit.objects.order_by("created_at").first()
for number in range({SIGN_OFFS}):
    case = use_cases.create(actor=Actor.of(ada), values={{"name": f"Case {{number}}", "unit": top}})
    asked = signoffs.request(case, actor=Actor.of(ada))
    print("ASKED", asked.ref, " ".join(item["digest"] for item in asked.items))
"""
PREVIEW = """
from dataclasses import replace
from governance.models import Person, Unit
from inventory.imports.actions import runs
from records.actors import Actor
from tests.inventory import importing
ben, top = Person.objects.get(name="ben"), Unit.objects.order_by("created_at").first()
rules = tuple(rule for rule in importing.MAPPING.rules if rule.target != "unit")
plain = replace(importing.MAPPING, rules=rules)
for source in {sources!r}:
    rows = [(f"Imported {{source}} {{number}}", "Works", "", "Live", "Aim", "2024-02-01", "", "")
            for number in range({rows})]
    run = runs.receive(importing.table(*rows), name="house.csv", unit=top, actor=Actor.of(ben))
    target = runs.ImportDestination(source=source, unit=top)
    run = runs.use_mapping(run, mapping=plain, target=target, actor=Actor.of(ben))
    run = runs.preview(run, actor=Actor.of(ben))
    print("PREVIEWED", run.ref, run.preview_digest)
"""
OURS = """(
    SELECT asked.id FROM governance_signoff asked JOIN governance_person ada
    ON ada.id = asked.owner_id WHERE ada.email = 'ada@example.org'
)"""
COUNTS = {
    "signatures": f"governance_signature WHERE sign_off_id IN {OURS}",
    "signed": f"governance_signoff WHERE state = 'complete' AND id IN {OURS}",
    "signature entries": "records_entry WHERE verb = 'governance.signoff.sign'",
    "written rows": "inventory_usecase WHERE name LIKE 'Written by%'",
    "packs": "governance_pack",
    "pack entries": "records_entry WHERE verb = 'governance.pack.make'",
    "imported": "inventory_usecase WHERE name LIKE 'Imported%'",
    "imported names": "(SELECT DISTINCT name FROM inventory_usecase WHERE name LIKE 'Imported%')",
    "import entries": "records_entry WHERE verb = 'inventory.usecase.import'",
    "commit entries": "records_entry WHERE verb = 'inventory.importrun.commit'",
}
LISTS = {
    "written": "SELECT name, ref FROM inventory_usecase WHERE name LIKE 'Written by%'",
    "imports": "SELECT state FROM inventory_importrun",
    "jobs": "SELECT state, count(*) FROM records_job GROUP BY state",
    "attempts": "SELECT coalesce(max(attempts), 0) FROM records_job",
    "errors": "SELECT error FROM records_job WHERE error <> ''",
}


ATTEMPTS = """
SELECT attempts FROM records_job WHERE task = 'inventory.imports.commit'
ORDER BY created_at DESC LIMIT 1
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    made = Installation(tmp_path_factory.mktemp("kill") / "state", demo=False)
    began = time.monotonic()
    made.start()
    made.start_seconds = time.monotonic() - began
    said = made.run("shell", "-c", PEOPLE)
    made.base = f"http://localhost:{made.port}"
    made.secret, made.top = re.search(r"^TOKEN (\S+) (\S+)$", said, re.MULTILINE).groups()
    yield made
    made.stop()


def previewed(installation, *sources):
    """Prepare imports up to their previews; return reference and digest of each."""
    said = installation.run("shell", "-c", PREVIEW.format(sources=sources, rows=ROWS))
    return re.findall(r"^PREVIEWED (\S+) (\S+)$", said, re.MULTILINE)


def wait_until(true, what):
    last = time.monotonic() + JOBS_SECONDS
    while True:
        with suppress(psycopg.Error, OSError, IndexError, ValueError):
            if true():
                return
        assert time.monotonic() < last, what
        time.sleep(0.05)


def wait_for_jobs(installation):
    """Wait until nobody has to do anything any more."""
    open_ones = "SELECT task, step, attempts FROM records_job WHERE finished_at IS NULL"
    wait_until(lambda: not installation.ask(open_ones), "jobs are not over")


def wait_for_writing(installation):
    """Wait until an import is in the middle of its one transaction."""
    writing = "SELECT 1 FROM records_job WHERE state = 'running' AND step LIKE 'Writing%'"
    wait_until(lambda: installation.ask(writing), "nothing is written")


def counted(installation):
    """Return numbers by name, and some lists; asked of the database, as a command takes long."""
    numbers = [f"(SELECT count(*) FROM {what})" for what in COUNTS.values()]  # noqa: S608 - ours
    (row,) = installation.ask(f"SELECT {', '.join(numbers)}")
    lists = {name: installation.ask(statement) for name, statement in LISTS.items()}
    return {
        **dict(zip(COUNTS, row, strict=True)),
        "written": dict(lists["written"]),
        "imports": [state for (state,) in lists["imports"]],
        "jobs": dict(lists["jobs"]),
        "attempts": lists["attempts"][0][0],
        "errors": [error for (error,) in lists["errors"]],
    }


@pytest.mark.parametrize("victim", ["worker's child", "database"])
def test_an_import_killed_while_it_is_written_is_written_once(installation, victim):
    before, slug = counted_imports(installation), re.sub(r"\W+", "-", victim)
    ((ref, seen),) = previewed(installation, slug)
    Browser(installation.base, OFFICERS[0]).confirm_import(ref, seen)
    wait_for_writing(installation)

    killing.kill_every(installation.state, victim)
    wait_for_jobs(installation)

    after = counted_imports(installation)
    assert installation.ask(ATTEMPTS) == [(2,)]
    assert [now - then for then, now in zip(before, after, strict=True)] == [ROWS, ROWS, ROWS, 1]
    assert counted(installation)["jobs"].keys() == {"done"}


def counted_imports(installation):
    names = ("imported", "imported names", "import entries", "commit entries")
    found = counted(installation)
    return [found[name] for name in names]


def test_kills_lose_double_and_fail_nothing(installation):
    before = counted(installation)
    asked = re.findall(r"^ASKED (\S+) (.+)$", installation.run("shell", "-c", ASK), re.MULTILINE)
    imports = previewed(installation, *(f"storm-{number}" for number in range(IMPORTS)))
    signers = [Browser(installation.base, name) for name in OFFICERS[1:]]
    packer, importer = (Browser(installation.base, OFFICERS[0]) for _number in range(2))
    programs = [
        Program(installation.base, installation.secret, installation.top, f"program {number}")
        for number in range(WRITERS)
    ]
    crew, over, packs = Crew(), threading.Event(), set()
    outages = Outages(installation.base, over)

    for number, signer in enumerate(signers):
        crew.send(sign_all, signer, asked[number::SIGNERS])
    for program in programs:
        crew.send(write, program, over)
    # A killed import has drawn references that nobody bears: the first one need not be there.
    ((case,),) = installation.ask("SELECT ref FROM inventory_usecase ORDER BY id LIMIT 1")
    crew.send(make_packs, packer, case, over, packs)
    crew.send(confirm_all, importer, imports, over)
    crew.send(outages.watch)
    killed = killing.kill_in_turn(
        installation.state, KILLS, start_seconds=installation.start_seconds
    )
    over.set()
    crew.wait()
    wait_for_jobs(installation)
    installation.wait_until_placed()
    report = json.loads(installation.run("verify_ledger", "--json"))
    after = counted(installation)

    written = {name: ref for program in programs for name, ref in program.added.items()}
    sys.stdout.write(figures(killed, outages, written, packs, after, report))
    assert sum(killed.values()) == KILLS
    assert [after[name] for name in ("signatures", "signed", "signature entries")] == [
        SIGN_OFFS
    ] * 3
    assert after["written"] == written
    assert after["written rows"] == len(written)
    assert after["packs"] == after["pack entries"] == len(packs)
    assert after["imported"] - before["imported"] == IMPORTS * ROWS
    assert after["imported"] == after["imported names"] == after["import entries"]
    assert set(after["imports"]) == {"committed"}
    assert (after["jobs"].keys(), after["errors"]) == ({"done"}, [])
    assert report["findings"] == []
    assert report["pending"] == 0


def sign_all(browser, mine):
    for ref, shown in mine:
        browser.sign(ref, shown)
        time.sleep(1)


def write(program, over):
    while not over.wait(0.3):
        program.add()


def make_packs(browser, case, over, packs):
    while not over.wait(3):
        packs.add(browser.ask_for_pack(case))


def confirm_all(browser, imports, over):
    for ref, seen in imports:
        browser.confirm_import(ref, seen)
        over.wait(10)


def figures(killed, outages, written, packs, after, report):
    """Tell what happened, for whoever asked for a long run."""
    return json.dumps(
        {
            "kills": killed,
            "longest times out of reach, in seconds": sorted(outages.seconds)[-10:],
            "written": len(written),
            "signed": after["signed"],
            "packs": len(packs),
            "imported": after["imported"],
            "jobs": after["jobs"],
            "attempts at most": after["attempts"],
            "entries": report["entries"],
        }
    )
