"""What holds copies of erased values: packs, views of the past, imports."""

from django.core.files.storage import default_storage
from django.utils import timezone

from governance.packs import making
from inventory.models import ImportRow, UseCase
from records.changing import erasure
from records.documents.sections import DocumentReading
from records.history.past import as_of
from records.ledger import book, verify
from records.ledger.erased import ERASED
from tests.inventory.importing import FIRST, SECOND, changed, imported, table
from tests.people import SYSTEM
from tests.records.erasure.looking import report, where


def pack_of(record, moment=None):
    reading = DocumentReading(SYSTEM, moment or timezone.now())
    return making.make(UseCase.objects.get(pk=record.pk), reading)


def test_packs_prove_themselves_before_and_after(case, adam):
    moment = timezone.now()
    before = pack_of(case, moment)
    erasure.erase(case, field="contact", actor=adam, reason="Asked for")
    book.sequence()

    after = pack_of(case)
    again = pack_of(case, moment)

    for made in (before, after, again):
        told = verify.verify(made.sealed)
        assert [line.text for line in told.lines if line.status == "failed"] == []
        assert told.outcome == "consistent"
    lines = [line.text for line in verify.verify(after.sealed).lines if line.code == "erased"]
    assert len(lines) == 1
    assert lines[0].startswith("2 values about people were erased on ")
    # The state that was recorded then has the same digest, though its value cannot be shown.
    assert again.contents.states == before.contents.states
    assert again.contents.salts == {}
    assert before.contents.salts != {}


def test_the_past_shows_the_mark(case, adam):
    moment = timezone.now()
    erasure.erase(case, field="contact", actor=adam, reason="Asked for")

    with as_of(moment):
        assert UseCase.objects.get(pk=case.pk).contact == ERASED


def stored(run):
    return default_storage.exists(run.path)


def test_rows_and_files_of_imports_lose_the_value(
    people, adam, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    first = imported(table(FIRST, SECOND), unit=people.home, actor=adam)
    other = changed(FIRST, Contact_person="Ms Longer-Name")
    second = imported(table(other, SECOND), unit=people.home, actor=adam)
    without = imported(
        table(changed(FIRST, Contact_person=""), SECOND), unit=people.home, actor=adam
    )
    case = UseCase.objects.get(name="Chat assistant")
    assert where("Ms Longer-Name") != []

    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase(case, field="contact", actor=adam, reason="Asked for")

    assert where("Ms Long") == []
    assert where("Mr Short") != []
    assert [stored(run) for run in (first, second, without)] == [False, False, True]
    assert ImportRow.objects.filter(brought__contact=ERASED).exists()
    assert report().findings == []
