"""Of every kind a pack tells something in chapters, or none can be made of it by any way."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from governance.models import Pack
from governance.packs import actions as packs
from governance.packs import making
from governance.packs.contents import collect, is_made_at_units
from records import jobs
from records.actors import Actor
from records.documents.sections import DocumentReading
from records.errors import RuleError
from records.ledger import book
from records.models import Entry, Job, SettledMoment
from tests.people import SYSTEM

SENTENCE = "No evidence pack can be made of {ref}: there are no chapters about records of its kind"


def has_chapters(kind):
    """Say whether a pack of it tells anything."""
    return bool(kind.extras.chapters)


def offers_packs(kind):
    """Say whether its page leads to making one."""
    return any(action.name == "pack" for action in kind.all_actions)


def written():
    """Count what making a pack would write."""
    models = (Pack, Job, SettledMoment, Entry)
    return [model.objects.count() for model in models]


def test_a_page_offers_packs_only_of_kinds_that_bring_chapters(kind):
    assert not offers_packs(kind) or has_chapters(kind)


def test_a_kind_without_chapters_is_refused_before_anything_is_written(
    kind, record, people, as_person, tmp_path
):
    if has_chapters(kind):
        return
    book.sequence()
    before, now = written(), timezone.now()
    said = SENTENCE.format(ref=record.ref)
    asked = {"kind": kind.code, "ref": record.ref, "moment": now.isoformat()}

    with pytest.raises(RuleError, match=said):
        packs.request(record, moment=now, actor=SYSTEM)
    with pytest.raises(RuleError, match=said):
        making.make(record, DocumentReading(SYSTEM, now))
    with pytest.raises(RuleError, match=said):
        collect(record, DocumentReading(SYSTEM, now))
    with pytest.raises(CommandError, match=said):
        call_command("make_pack", record.ref, out=tmp_path / "pack.pdf")
    page = as_person(people.vera).post(f"{kind.url('detail', record.ref)}pack/", asked)

    assert page.status_code in (404, 405)
    assert written() == before
    assert list(tmp_path.iterdir()) == []


def test_a_job_that_was_asked_for_before_is_refused_in_words(kind, record, people):
    if has_chapters(kind):
        return
    now = timezone.now()
    asked = jobs.enqueue(
        "governance.pack.make",
        {"kind": kind.code, "ref": record.ref, "moment": now.isoformat()},
        about=record,
        actor=Actor.of(people.vera) if record.read_by_all else SYSTEM,
        effect_key=f"pack:{record.pk}",
        title="A pack",
    )

    jobs.run(str(asked.pk))

    asked.refresh_from_db()
    assert asked.state == Job.State.FAILED
    assert Pack.objects.filter(subject_id=record.pk).count() == 0


def test_a_kind_with_chapters_names_what_it_looks_at_and_its_sign_off(kind, record, people):
    if not has_chapters(kind):
        return
    book.sequence()
    scope = people.home if is_made_at_units(kind.model) else None

    found = collect(record, DocumentReading(SYSTEM, timezone.now(), scope=scope))

    assert len(found.chapters) > 0
    assert len(found.looked_at) > 0
    assert [gap.about for gap in found.gaps if gap.code.startswith("signoff.")].count(
        record.ref
    ) == 1


def test_a_scope_is_asked_for_where_it_has_a_meaning_and_nowhere_else(kind, record, people):
    if not has_chapters(kind):
        return
    book.sequence()
    before, now = written(), timezone.now()
    scope = None if is_made_at_units(kind.model) else people.home
    said = "is made at a unit" if scope is None else "takes no scope"

    with pytest.raises(RuleError, match=said):
        packs.request(record, moment=now, actor=SYSTEM, scope=scope)
    with pytest.raises(RuleError, match=said):
        making.make(record, DocumentReading(SYSTEM, now, scope=scope))

    assert written() == before
