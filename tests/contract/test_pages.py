"""The pages of every kind: list, detail, add, edit, history, archive, many at once."""

import pytest

from records import kinds
from records.models import Entry
from tests import factories
from tests.contract.conftest import (
    added,
    archived,
    changed_by_hand,
    changed_in_numbers,
    form_data,
    has_common_list,
    in_history,
    listed,
    only,
)


def stored(kind, record):
    return kind.model._base_manager.get(pk=record.pk)


def test_every_kind_has_a_factory():
    missing = {kind.code for kind in kinds.every()} - set(factories.FACTORIES)

    assert missing == set()


@only(has_common_list)
def test_the_list_shows_the_record(kind, record, client):
    page = client.get(kind.url("list"))

    assert page.status_code == 200
    assert record.ref in page.content.decode()
    assert listed(client, kind, q=record.ref) == [record.ref]


@only(has_common_list)
def test_htmx_gets_the_results_alone(kind, record, client):
    whole = client.get(kind.url("list")).content.decode()
    part = client.get(
        kind.url("list"), headers={"HX-Request": "true", "HX-Target": "results"}
    ).content.decode()

    assert "<html" in whole
    assert "<html" not in part
    assert 'id="results"' in part
    assert record.ref in part


@only(has_common_list)
def test_every_declared_column_can_be_shown_and_sorted(kind, record, client):
    results = {"HX-Request": "true", "HX-Target": "results"}
    for column in kind.all_columns:
        sorts = (f"&sort={column.key}", f"&sort=-{column.key}") if column.sort else ("",)
        for sort in sorts:
            page = client.get(f"{kind.url('list')}?columns={column.key}{sort}", headers=results)
            assert page.status_code == 200, (column.key, sort)
            assert len(page.context["columns"]) == 1


@only(has_common_list)
def test_an_unknown_sort_is_ignored(kind, record, client):
    page = client.get(kind.url("list"), {"sort": "owner__password", "q": record.ref})

    assert page.status_code == 200
    assert page.context["count"] == 1


@only(has_common_list)
def test_a_search_without_hit_says_which_filter_to_drop(kind, record, client):
    count = client.get(kind.url("list")).context["count"]

    page = client.get(kind.url("list"), {"q": "no such words"})

    assert page.context["count"] == 0
    assert [chip.label for chip in page.context["chips"]] == [
        f"Search: no such words ({count} without this filter)"
    ]


def test_the_detail_page_shows_the_record(kind, record, client):
    page = client.get(kind.url("detail", record.ref))

    assert page.status_code == 200
    assert page.context["title"] == str(stored(kind, record))
    assert record.digest[:8] in page.content.decode()


@only(added)
def test_a_record_is_added(kind, people, client):
    sent = form_data(client.get(kind.url("new")))
    sent |= {**factories.new(kind, people.home), "unit": people.home.pk}

    answer = client.post(kind.url("new"), sent)

    made = kind.model.objects.latest("id")
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    assert answer["Location"].startswith(kind.url("detail", made.ref))
    assert Entry.objects.filter(object_id=made.pk).count() == 1


@only(added)
def test_a_form_sent_twice_adds_once(kind, people, client):
    sent = form_data(client.get(kind.url("new")))
    sent |= {**factories.new(kind, people.home), "unit": people.home.pk}

    before = kind.model.objects.count()

    first, second = client.post(kind.url("new"), sent), client.post(kind.url("new"), sent)

    assert kind.model.objects.count() == before + 1
    assert first["Location"].startswith(second["Location"])


@only(added)
def test_a_missing_value_is_told_and_nothing_is_added(kind, people, client):

    before = kind.model.objects.count()

    page = client.post(kind.url("new"), form_data(client.get(kind.url("new"))) | {"unit": ""})

    assert page.status_code == 422
    assert "unit" in page.context["form"].errors
    assert kind.model.objects.count() == before


@only(changed_by_hand)
def test_a_record_is_changed(kind, record, client):
    name, _first, other = factories.CHANGES[kind.code]
    sent = form_data(client.get(kind.url("edit", record.ref))) | {name: other, "reason": "Better"}

    answer = client.post(kind.url("edit", record.ref), sent)

    changed = stored(kind, record)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    assert getattr(changed, name) == other
    assert changed.version == record.version + 1
    if kind.code not in factories.OUTSIDE_HISTORY:
        assert changed.history.latest("history_date").history_change_reason == "Better"
    assert Entry.objects.filter(object_id=record.pk).count() == 2


@only(changed_by_hand)
def test_saving_without_a_change_changes_nothing(kind, record, client):

    answer = client.post(
        kind.url("edit", record.ref), form_data(client.get(kind.url("edit", record.ref)))
    )

    assert answer.status_code == 302
    assert stored(kind, record).version == record.version
    assert Entry.objects.filter(object_id=record.pk).count() == 1


@only(changed_by_hand)
def test_a_stale_edit_shows_both_versions_and_loses_nothing(kind, record, client, people):
    name, first, other = factories.CHANGES[kind.code]
    url = kind.url("edit", record.ref)
    sent = form_data(client.get(url)) | {name: f"{first} by me"}
    client.post(url, form_data(client.get(url)) | {name: other})

    page = client.post(url, sent)

    choice = next(item for item in page.context["choices"] if item.name == name)
    assert page.status_code == 409
    assert (choice.theirs, choice.mine, choice.proposed) == (other, f"{first} by me", "mine")
    assert getattr(stored(kind, record), name) == other


@pytest.mark.parametrize("take", ["mine", "theirs"])
@only(changed_by_hand)
def test_the_choice_between_versions_is_saved(kind, record, client, take):
    name, first, other = factories.CHANGES[kind.code]
    url = kind.url("edit", record.ref)
    sent = form_data(client.get(url)) | {name: f"{first} by me"}
    client.post(url, form_data(client.get(url)) | {name: other})
    merge = client.post(url, sent)
    answers = {}
    for key, value in merge.context["hidden"]:
        answers.setdefault(key, []).append(value)

    answer = client.post(url, answers | {"_merge": "1", f"_take-{name}": take})

    assert answer.status_code == 302
    assert getattr(stored(kind, record), name) == (f"{first} by me" if take == "mine" else other)


@only(changed_by_hand, in_history)
def test_the_history_tells_what_changed(kind, record, client, keeper):
    name, first, other = factories.CHANGES[kind.code]
    url = kind.url("edit", record.ref)
    client.post(url, form_data(client.get(url)) | {name: other, "reason": "Clearer"})

    page = client.get(kind.url("history", record.ref))

    newest = page.context["entries"][0]
    assert len(page.context["entries"]) == 2
    assert newest.who.name == keeper.name
    assert newest.reason == "Clearer"
    assert (first, other) in [(change.old, change.new) for change in newest.changes]
    assert str(newest.proof.word) == "Waits for its place in the ledger"


@only(changed_by_hand, in_history)
def test_two_versions_are_compared(kind, record, client):
    name, first, other = factories.CHANGES[kind.code]
    url = kind.url("edit", record.ref)
    client.post(url, form_data(client.get(url)) | {name: other})

    asked = client.get(kind.url("history", record.ref), {"from": "2", "to": "1"})
    page = client.get(asked["Location"])

    assert (first, other) in [(change.old, change.new) for change in page.context["changes"]]
    assert client.get(kind.url("compare", record.ref, "1..9")).status_code == 404


@only(archived)
def test_archiving_hides_the_record_until_it_is_restored(kind, record, client):
    ask = client.get(kind.url("archive", record.ref))

    client.post(kind.url("archive", record.ref), form_data(ask) | {"reason": "Not in use"})

    assert stored(kind, record).is_archived
    assert listed(client, kind) == []
    assert listed(client, kind, archived="only") == [record.ref]
    assert client.get(kind.url("detail", record.ref)).status_code == 200
    client.post(kind.url("restore", record.ref), {"reason": "In use again"})
    assert not stored(kind, record).is_archived
    assert Entry.objects.filter(object_id=record.pk).count() == 3


@only(changed_by_hand, archived)
def test_an_archived_record_is_not_changed(kind, record, client):
    name, _first, other = factories.CHANGES[kind.code]
    url = kind.url("edit", record.ref)
    sent = form_data(client.get(url)) | {name: other}
    client.post(kind.url("archive", record.ref), {"reason": "Over"})

    answer = client.post(url, sent | {"seen": record.version + 1})

    assert answer.status_code == 422
    assert getattr(stored(kind, record), name) != other


@only(changed_in_numbers)
def test_many_records_are_changed_after_a_preview(kind, people, client):
    records = [factories.make(kind, people.home) for _number in range(3)]
    sent = {
        "pk": [str(record.pk) for record in records],
        "change-owner": "on",
        "owner": str(people.ben.pk),
        "reason": "New owner",
    }

    choose = client.post(kind.url("bulk-edit"), {"pk": sent["pk"], "action": "choose"})
    preview = client.post(kind.url("bulk-edit"), sent | {"preview": "1"})
    unchanged = [stored(kind, record).owner_id for record in records]
    answer = client.post(kind.url("bulk-edit"), sent | {"apply": "1", "_key": "k"})

    assert choose.status_code == 200
    assert preview.context["preview"] is True
    assert [row.cells[1] for row in preview.context["rows"]] == [f"nothing → {people.ben.name}"] * 3
    assert unchanged == [None, None, None]
    assert answer.status_code == 302
    assert {stored(kind, record).owner_id for record in records} == {people.ben.pk}
    assert Entry.objects.filter(object_id=records[0].pk).count() == 2


def test_the_snapshot_is_what_the_digest_is_made_of(kind, record, client):
    import hashlib

    answer = client.get(kind.url("snapshot", record.ref))

    assert hashlib.sha256(answer.content).hexdigest() == stored(kind, record).digest
