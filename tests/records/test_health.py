"""How the installation is: what the checks find."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from ops import health as of_installation
from ops.bootstrap import system
from records import health
from records.health import history, running
from records.ledger import anchors, book
from records.models import Anchor, Entry, Job, Pending


@pytest.fixture(autouse=True)
def fresh_cache():
    """Forget signs of life of other tests."""
    cache.clear()
    yield
    cache.clear()


def lock_held(monkeypatch, *, held):
    """Let a sequencer seem to run, or not; within a test no second connection can hold the lock."""
    answer = "SELECT 1 WHERE %s IS NOT NULL" if held else "SELECT 0 WHERE %s IS NOT NULL"
    monkeypatch.setattr(history, "_HELD", answer)


def older(days=0, seconds=0):
    """Move every pending entry's moment back; the guard of the past is off in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_entry DISABLE TRIGGER append_only")
        Entry.objects.update(occurred_at=timezone.now() - timedelta(days=days, seconds=seconds))
        cursor.execute("ALTER TABLE records_entry ENABLE TRIGGER append_only")


def test_the_lock_of_a_sequencer_is_seen(db):
    before = history.sequencer().figures["countersign_sequencer_running"]

    book.take_lock()
    after = history.sequencer().figures["countersign_sequencer_running"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [book.SEQUENCER_LOCK])

    assert (before, after) == (0.0, 1.0)


def test_without_a_sequencer_what_waits_is_counted_and_red(people):
    waiting = Pending.objects.count()

    check = history.sequencer()

    assert check.level == "bad"
    assert check.says == f"No sequencer runs. {waiting} entries wait for their place."
    assert "manage.py sequence" in check.todo


@pytest.mark.parametrize(("seconds", "level"), [(1, "ok"), (30, "warn"), (600, "bad")])
def test_a_sequencer_that_is_behind_is_told(people, monkeypatch, seconds, level):
    lock_held(monkeypatch, held=True)
    older(seconds=seconds)

    check = history.sequencer()

    assert check.level == level
    assert check.figures["countersign_ledger_pending"] == Pending.objects.count() > 0


def test_an_anchor_is_stale_only_while_it_covers_less_than_the_tree(people, monkeypatch):
    book.sequence()
    newest = book.latest()
    anchors.anchor_to_file(newest)
    long_ago = timezone.now() - anchors.STALE_AFTER - timedelta(hours=1)

    def level_with(size):
        kept = Anchor(size=size, channel="file", made_at=long_ago)
        monkeypatch.setattr(anchors, "newest", lambda: kept)
        return history.anchor(newest).level

    assert history.anchor(newest).level == "ok"
    assert level_with(newest.size) == "ok"
    assert level_with(newest.size - 1) == "warn"


def test_without_an_anchor_the_check_is_amber(people):
    book.sequence()

    assert history.anchor(book.latest()).level == "warn"


def test_a_lost_anchor_file_is_red(people, settings, tmp_path):
    book.sequence()
    anchors.anchor_to_file(book.latest())
    settings.ANCHOR_FILE = tmp_path / "gone.log"

    assert history.anchor(book.latest()).level == "bad"


def test_the_key_is_named_by_fingerprint_and_place_and_never_shown(people, settings):
    book.sequence()
    secret = settings.LEDGER_KEY.read_text(encoding="utf-8").splitlines()[1]

    check = history.key()

    assert check.level == "ok"
    assert str(settings.LEDGER_KEY) in check.says
    assert secret not in f"{check.says} {check.todo}"


def test_a_key_that_others_may_use_is_red(people, settings):
    book.sequence()
    settings.LEDGER_KEY.chmod(0o644)
    try:
        assert history.key().level == "bad"
    finally:
        settings.LEDGER_KEY.chmod(0o600)


@pytest.mark.parametrize(
    ("silent", "level"),
    [(timedelta(0), "ok"), (timedelta(minutes=2), "warn"), (timedelta(hours=1), "bad")],
)
def test_a_worker_is_judged_by_its_last_sign_of_life(clock, silent, level):
    health.beat("worker")
    clock(timezone.now() + silent)

    assert running.worker().level == level


@pytest.fixture
def clock(monkeypatch):
    """Return a function that sets the clock of the checks."""

    def set_to(moment):
        monkeypatch.setattr(running.timezone, "now", lambda: moment)

    return set_to


def test_a_worker_that_was_never_heard_of_is_amber():
    assert running.worker().level == "warn"


def test_jobs_that_wait_for_long_are_told_with_the_age_of_the_oldest(db):
    now = timezone.now()
    for number, minutes in enumerate((1, 7)):
        Job.objects.create(
            task="x", effect_key=str(number), created_at=now - timedelta(minutes=minutes)
        )

    check = running.jobs()

    assert check.level == "warn"
    assert check.says.startswith("2 wait, 0 run, 0 failed within a day. The oldest waits for 7 min")
    assert check.figures["countersign_jobs_waiting"] == 2


@pytest.mark.parametrize(("free", "level"), [(10, "ok"), (1, "warn"), (0.1, "bad")])
def test_little_room_is_told_before_the_database_stops(monkeypatch, free, level):
    usage = type("Usage", (), {"free": int(free * 1024**3), "total": 20 * 1024**3})
    monkeypatch.setattr(running.shutil, "disk_usage", lambda _folder: usage)

    assert running.disk().level == level


def test_one_login_for_everything_is_amber(db, settings):
    settings.LOGINS_ARE_SEPARATE = False

    check = of_installation.logins()

    assert check.level == "warn"
    assert "DATABASE_OWNER_URL" in check.todo


def test_a_missing_pango_is_amber_with_the_line_that_brings_it(monkeypatch):
    monkeypatch.setattr(
        of_installation.system,
        "PANGO",
        system.PANGO.__class__(
            name="Pango",
            present=lambda: False,
            apt=(("libpango-1.0-0",),),
            brew=("pango",),
            without="",
        ),
    )

    check = of_installation.printing()

    assert check.level == "warn"
    assert "pango" in check.todo.lower()


def test_a_check_that_fails_is_a_finding(monkeypatch):
    def disk_of_the_moon():
        raise OSError

    monkeypatch.setattr("records.health.checks._PROVIDERS", [disk_of_the_moon])

    assert [(check.level, check.says) for check in health.report()] == [
        ("bad", "This could not be checked: OSError")
    ]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 seconds"), (1, "1 second"), (125, "2 minutes"), (7300, "2 hours"), (9e5, "10 days")],
)
def test_a_length_of_time_is_told_by_its_largest_unit(seconds, words):
    assert health.lasting(seconds) == words
