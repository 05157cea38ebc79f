"""A past that was rewritten by somebody who can write to the database is found."""

from datetime import UTC, datetime, timedelta

import pytest

from assessments.models import Classification
from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.ledger import audit, book, places
from records.models import Entry, Place
from tests import factories, snapshots
from tests.records.ledger import attacks

pytestmark = pytest.mark.usefixtures("definitions_written_once")


@pytest.fixture
@snapshots.put_back
def case(people):
    """A use case in three states, placed in three batches; another one beside it."""
    ada = Actor.of(people.ada)
    made = use_cases.create(actor=ada, values={"name": "First", "unit": people.home})
    book.sequence()
    use_cases.change(made, actor=ada, values={"purpose": "Sort"})
    book.sequence()
    use_cases.change(made, actor=ada, values={"purpose": "Rank"})
    use_cases.create(actor=ada, values={"name": "Second", "unit": people.home})
    book.sequence()
    assert findings() == set()
    return made


@pytest.fixture(params=[2, 500])
def batch(request, monkeypatch):
    """Whether forged and true entries are read in one batch or in several."""
    monkeypatch.setattr(places, "BATCH", request.param)


def findings():
    report = audit.verify(public_key=book.public_key())
    return {(finding.code, finding.about) for finding in report.findings}


def codes():
    return {code for code, _about in findings()}


def text_of(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def test_an_old_state_that_was_edited_and_named_anew_is_found(case, batch):
    first = attacks.past_states(UseCase, case.pk)[0]
    attacks.as_owner(
        "UPDATE inventory_historicalusecase SET name = 'False' WHERE history_id = %s",
        first.history_id,
    )
    told = attacks.bodies_of(case.pk)[0]
    attacks.append(attacks.renamed(told, rows=[attacks.described(first)]))
    book.sequence()

    assert ("row_twice", str(first.history_id)) in findings()
    assert "chain" in codes()


def test_a_false_state_beside_a_row_that_is_named_twice_is_found(case, batch):
    first = attacks.past_states(UseCase, case.pk)[0]
    told = attacks.bodies_of(case.pk)[0]
    later = first.history_date + timedelta(microseconds=1)
    false = attacks.copy_state(first, name="False", history_date=later)
    entry = attacks.append(attacks.renamed(told))
    book.sequence()

    assert findings() >= {
        ("row_extra", str(false.history_id)),
        ("row_twice", told["rows"][0]["id"]),
        ("chain", str(entry.pk)),
    }


def test_a_false_state_with_an_entry_of_its_own_breaks_the_chain(case, batch):
    """Entry and state agree in all; only the record's chain has no place for them."""
    first = attacks.past_states(UseCase, case.pk)[0]
    told = attacks.bodies_of(case.pk)[0]
    later = first.history_date + timedelta(microseconds=1)
    false = attacks.copy_state(first, name="False", history_date=later)
    body = attacks.renamed(told, at=text_of(later), rows=[attacks.described(false)])
    entry = attacks.append(body)
    book.sequence()

    assert ("chain", str(entry.pk)) in findings()
    assert "row_extra" not in codes()


def test_an_entry_that_is_repeated_is_found_wherever_it_stands(case, batch):
    for told in attacks.bodies_of(case.pk):
        attacks.append(attacks.renamed(told))
    book.sequence()

    found = audit.verify(public_key=book.public_key()).findings

    assert [one.code for one in found].count("row_twice") == 3
    # Two entries tell each of the three versions; which is the true one, nobody can say.
    assert [one.code for one in found].count("chain") == 6


def test_an_entry_that_waits_counts_as_one_that_is_placed(case):
    attacks.append(attacks.renamed(attacks.bodies_of(case.pk)[0]))

    assert codes() == {"row_twice", "chain"}


def test_a_state_of_another_record_does_not_pass_for_one_of_this(case):
    """Named once, digests right: but the row belongs to a record that the entry is not about."""
    other = UseCase.objects.exclude(pk=case.pk).get()
    last = attacks.bodies_of(case.pk)[-1]
    newest = attacks.past_states(UseCase, other.pk)[-1]
    moment = newest.history_date + timedelta(seconds=1)
    false = attacks.copy_state(newest, name="False", history_date=moment, version=2)
    attacks.as_owner(
        "UPDATE inventory_usecase SET name = 'False', version = 2 WHERE id = %s", other.pk
    )
    told = {**last["object"], "version": last["object"]["version"] + 1}
    body = attacks.renamed(
        last,
        at=text_of(moment),
        object=told,
        before=last["after"],
        rows=[attacks.described(false)],
    )
    entry = attacks.append(body)
    book.sequence()

    assert ("owner", str(entry.pk)) in findings()


def test_a_record_that_was_hung_onto_another_with_its_whole_past_is_found(case, people):
    """Entry, newest state and row of today agree; the views would show its past elsewhere."""
    made = factories.classification(people.home)
    (body,), (state,) = attacks.bodies_of(made.pk), attacks.past_states(Classification, made.pk)
    later = state.history_date + timedelta(milliseconds=1)
    moved = attacks.copy_state(state, version=2, history_date=later, use_case_id=case.pk)
    attacks.as_owner(
        "UPDATE assessments_classification SET version = 2, use_case_id = %s WHERE id = %s",
        *(case.pk, made.pk),
    )
    told = {**body["object"], "version": 2}
    changed = {"object": told, "before": body["after"], "rows": [attacks.described(moved)]}
    attacks.append(attacks.renamed(body, at=text_of(later), **changed))
    book.sequence()

    assert findings() == {("owner", str(made.pk))}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"version": 7}, "chain"),  # a version was left out
        ({"before": "0" * 64}, "chain"),  # it begins where the one before did not end
        ({"after": "0" * 64}, "state"),  # it ends where the state that it names does not
        ({"rows": []}, "state"),  # an act always leaves a state of its record
    ],
)
def test_an_appended_entry_must_continue_its_record(case, changed, expected):
    newest = attacks.past_states(UseCase, case.pk)[-1]
    last = attacks.bodies_of(case.pk)[-1]
    moment = newest.history_date + timedelta(milliseconds=1)
    version = changed.get("version", last["object"]["version"] + 1)
    state = attacks.copy_state(newest, history_date=moment, version=version)
    attacks.as_owner("UPDATE inventory_usecase SET version = %s WHERE id = %s", version, case.pk)
    body = attacks.renamed(
        last,
        at=text_of(moment),
        object={**last["object"], "version": version},
        before=last["after"],
        rows=[attacks.described(state)],
    )
    changed = {name: value for name, value in changed.items() if name != "version"}
    entry = attacks.append({**body, **changed})
    book.sequence()

    assert (expected, str(entry.pk)) in findings()


def test_an_entry_dated_long_before_those_that_were_placed_earlier_is_found(case, people):
    """The newest state of one record can be back-dated only until its last act, yet not unseen."""
    day = timedelta(days=1)
    other = UseCase.objects.exclude(pk=case.pk).get()
    attacks.append(back_dated(other, -day))

    assert "late" in codes()


def back_dated(record, step):
    newest = attacks.past_states(UseCase, record.pk)[-1]
    last = attacks.bodies_of(record.pk)[-1]
    moment = newest.history_date + step
    state = attacks.copy_state(newest, history_date=moment)
    rows = [attacks.described(state)]
    return attacks.renamed(last, at=text_of(moment), before=last["after"], rows=rows)


def test_an_act_that_lasted_a_while_is_not_late(case):
    """Its moment is that of its beginning, its place that of its end."""
    other = UseCase.objects.exclude(pk=case.pk).get()
    entry = attacks.append(back_dated(other, -timedelta(minutes=50)))

    assert ("late", str(entry.pk)) not in findings()


def test_entries_that_waited_long_for_their_place_are_told_and_no_finding(case, monkeypatch):
    """The sequencer may have stood still: that is no proof of anything, but worth a look."""
    much_later = datetime.now(UTC) + timedelta(hours=5)
    use_cases.change(
        UseCase.objects.get(pk=case.pk), actor=Actor.system("t"), values={"purpose": "New"}
    )
    monkeypatch.setattr(book.timezone, "now", lambda: much_later)
    book.sequence()

    report = audit.verify(public_key=book.public_key())

    assert report.findings == []
    assert [notice.code for notice in report.notices] == ["waited"]
    assert report.notices[0].about == str(Place.objects.count())


@pytest.mark.parametrize(
    "changed",
    [
        {"object": {"kind": "inventory.usecase", "id": None, "version": 1, "ref": "UC-1"}},
        {"object": "UC-1"},
        {"object": {"version": 2**40}},
        {"object": {"version": "4"}},
        {"object": {"version": True}},
        {"object": {"ref": ...}},
        {"after": ...},
        {"after": "ab"},
        {"before": "0" * 66},
        {"before": 7},
        {"rows": ...},
        {"rows": [[]]},
        {"facts": []},
        {"facts": {"erased": 7}},
        {"at": "2026"},
        {"at": "0001-01-01T00:00:00.000000+23:59"},
        {"v": True},
        {"more": 1.5},
        {"more": 2**60},
        {"object": {"version": -1}},
    ],
    ids=str,
)
def test_no_body_ends_the_check(case, changed):
    """What cannot be read is told; whatever it holds, everything else is checked as well."""
    body = attacks.renamed(attacks.bodies_of(case.pk)[-1], verb="inventory.usecase.erase")
    about = {**body["object"], **changed["object"]} if _is_part(changed.get("object")) else None
    body |= changed | ({"object": about} if about else {})
    entry = attacks.append_raw(case.pk, _without_dots(body))

    found = findings()

    assert str(entry) in {about for _code, about in found}


def _is_part(value):
    return isinstance(value, dict) and "kind" not in value


def _without_dots(value):
    """Leave out what three dots stand for."""
    if not isinstance(value, dict):
        return value
    return {name: _without_dots(one) for name, one in value.items() if one is not ...}


def test_an_entry_about_a_table_that_keeps_nothing_is_found(case):
    last = attacks.bodies_of(case.pk)[-1]
    entry = Entry.objects.order_by("-id")[0]
    rows = [{**last["rows"][0], "table": "nowhere"}]
    entry = attacks.append(attacks.renamed(last, rows=rows))

    assert ("body", str(entry.pk)) in findings()
