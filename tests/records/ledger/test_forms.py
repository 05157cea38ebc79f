"""Fast digests of history rows: the same as the plain ones, whatever a row holds."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventory.models import UseCase
from records.changing import snapshot
from records.database import objects
from records.history.past import history_model
from records.ids import new_id
from records.ledger.forms import form_of

HISTORY = history_model(UseCase)
# Plain, composed, decomposed, beyond 16 bits, quotes, control characters.
TEXT = st.text(
    alphabet=st.one_of(
        st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"),
        st.sampled_from('aé\u0301Å\u212b\U0001f600\uffee"\\\n\x1f\u2028가\u1100\u1161'),
    ),
    max_size=12,
)
# Keys that are the same once composed have no canonical form and were never recorded.
KEY = TEXT.filter(str.isascii) | st.sampled_from(["é", "\U0001f600", "\uffee"])
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), TEXT),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3),
    max_leaves=8,
)
OLD, FAR = datetime(99, 1, 1), datetime(9000, 1, 1)  # noqa: DTZ001 - the zone is added below
MOMENTS = st.datetimes(OLD, FAR, timezones=st.just(UTC))


@st.composite
def rows(draw):
    """A history row of a use case as acting could have written it."""
    return HISTORY(
        id=new_id(),
        ref="UC-1",
        unit_id=new_id(),
        owner_id=draw(st.none() | st.builds(new_id)),
        name=draw(TEXT),
        purpose=draw(TEXT),
        contact=draw(TEXT),
        version=draw(st.integers(0, 2**31 - 1)),
        digest="0" * 64,
        roles=draw(st.lists(TEXT, max_size=3)),
        external=draw(JSON.filter(lambda value: value is not None)),
        initiated_on=draw(st.none() | st.dates(date(99, 1, 1), date(9000, 1, 1))),
        created_at=draw(MOMENTS),
        updated_at=draw(MOMENTS),
        history_id=new_id(),
        history_date=draw(MOMENTS),
        history_type=draw(st.sampled_from("+~")),
        history_change_reason=draw(TEXT),
        history_user_id="tests",
    )


@pytest.mark.django_db
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows(), st.sets(st.sampled_from(["contact", "history_change_reason", "name"])))
def test_a_row_has_the_same_digest_fast_and_plain(row, committed):
    row.save(force_insert=True)
    commits = dict.fromkeys(committed, "c0" * 32)
    form = form_of(HISTORY)

    names = [field.attname for field in HISTORY._meta.concrete_fields]
    plain = HISTORY._base_manager.filter(pk=row.pk).values_list(*names).get()
    with connection.cursor() as cursor:
        cursor.execute(form.select, [[str(row.pk)]])
        values = form.values(cursor.fetchone())

    expected = snapshot.row_digest(form.table, dict(zip(names, plain, strict=True)), commits)
    assert form.digest(values, commits) == expected


@pytest.mark.django_db
def test_every_history_table_can_be_read_fast():
    read = []
    for model in objects.kept_models():
        form = form_of(history_model(model))
        with connection.cursor() as cursor:
            cursor.execute(form.select, [[str(new_id())]])
            assert cursor.fetchall() == []
        read.append(form.table)

    assert "inventory_historicalusecase" in read
    assert "governance_historicalsignature" in read


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["1.5", "1e400", '{"é": 1, "e\u0301": 2}'])
def test_what_has_no_canonical_form_is_no_recorded_row(value):
    form = form_of(HISTORY)
    row = HISTORY(id=new_id(), ref="UC-1", unit_id=new_id(), name="x", history_id=new_id(),
                  created_at=datetime.now(UTC), updated_at=datetime.now(UTC), version=1,
                  history_date=datetime.now(UTC), history_type="+")  # fmt: skip
    row.save(force_insert=True)
    known = _digest(form, row)

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inventory_historicalusecase DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE inventory_historicalusecase SET external = %s::jsonb WHERE history_id = %s",
            [value, row.pk],
        )

    assert _digest(form, row) != known


def _digest(form, row):
    with connection.cursor() as cursor:
        cursor.execute(form.select, [[str(row.pk)]])
        return form.digest(form.values(cursor.fetchone()), {})
