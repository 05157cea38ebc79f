"""Records are written by acting alone, and reached by pages through what an actor may see."""

import ast

import pytest

from tests.architecture.tree import APPS, is_view, modules, name_of, parsed

# Ways to the database past the models. The first two are those of a queryset only when they look
# it: update() takes nothing but keywords there, delete() nothing at all.
BY_LOOKS = {
    "update": lambda call: bool(call.keywords) and not call.args,
    "delete": lambda call: not call.args and not call.keywords,
}
PAST_THE_MODELS = {
    *("aupdate", "_update", "adelete", "_raw_delete", "bulk_create", "abulk_create"),
    *("bulk_update", "abulk_update", "_insert", "_do_insert", "_do_update", "_save_table"),
    *("save_base", "raw", "execute", "executemany", "callproc"),
}

ALLOWED = {
    "assessments/classification/actions/profiles.py: Obligation.objects.bulk_create": (
        "What is derived is no record: it is written once under the digest of its content, which "
        "the classification holds."
    ),
    "assessments/classification/actions/profiles.py: ObligationProfile.objects.bulk_create": (
        "The head of what is derived, under that digest."
    ),
    "ops/backup/restoring.py: cursor.execute": (
        "Puts a whole database in the place of another one; its history is verified afterwards."
    ),
    "ops/health.py: cursor.execute": ("Asks for the rights of the login; it writes nothing."),
    "ops/bench/large.py: type(self.record)._base_manager.filter(pk=self.record.pk).update": (
        "Gives records of the bench the newest of the states that were written for them in bulk."
    ),
    "ops/bench/surroundings.py: server.execute": (
        "Makes and drops the database that is measured in; it writes no record."
    ),
    "ops/bench/yardstick.py: connection.execute": (
        "Commits rows to a table of the bench's own, to see how long that takes, and drops it."
    ),
    "controls/frameworks/actions/editions.py: Provision.objects.bulk_create": (
        "Provisions are no records: they are written once with their edition, within acting on it, "
        "and its entry in the ledger holds their digest."
    ),
    "governance/people/actions/people.py: EmailAddress.objects.filter(user_id=changed.pk).delete": (
        "The sign-in library's own note of an address is no record; it makes a new one."
    ),
    "controls/frameworks/actions/revisions.py: Provision.objects.bulk_create": (
        "The same for what a revision of their edition inserts."
    ),
    "inventory/imports/actions/forgetting.py: default_storage.delete": (
        "Handed on to the end of the transaction: the file of an import, no row."
    ),
    "inventory/imports/actions/runs.py: ImportRow.objects.bulk_create": (
        "Rows of an import's preview are no records; the import's entry holds their digest."
    ),
    "inventory/imports/actions/runs.py: ImportRow.objects.filter(run=run).delete": (
        "A preview made anew takes the place of the one before; neither is a record."
    ),
}


def writes(tree):
    """Yield the text of each way past the models, called or held to be called later."""
    calls = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            looks, call = BY_LOOKS.get(node.attr), calls.get(id(node))
            if node.attr in PAST_THE_MODELS or (looks and (call is None or looks(call))):
                yield ast.unparse(node)


def found_writes():
    outside = [path for path in modules(*APPS) if not name_of(path).startswith("records/")]
    return {f"{name_of(path)}: {call}" for path in outside for call in writes(parsed(path))}


def test_nothing_outside_of_records_writes_past_the_models():
    assert sorted(found_writes() - ALLOWED.keys()) == []


def test_every_exception_is_still_used():
    assert sorted(ALLOWED.keys() - found_writes()) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("UseCase.objects.filter(pk=1).update(name='x')", 1),
        ("rows.delete()", 1),
        ("UseCase._base_manager.bulk_create(rows)", 1),
        ("cursor.execute('UPDATE inventory_usecase SET name = 1')", 1),
        ("await rows.aupdate(name='x')", 1),
        ("rows._update(values)", 1),
        ("use_case.save_base(force_update=True)", 1),
        ("write = rows.update\nwrite(name='x')", 1),
        ("later(rows.delete)", 1),
        ("state.update(block)", 0),
        ("storage.delete(name)", 0),
        ("known.update({'a': 1})", 0),
    ],
    ids=[
        *("update", "delete", "bulk", "cursor", "waited for", "inner", "base"),
        *("bound", "handed on", "hash", "storage", "dict"),
    ],
)
def test_a_write_past_the_models_is_seen(source, found):
    assert len(list(writes(ast.parse(source)))) == found


def zoneless(tree):
    """Yield the text of each call that takes a day by whichever zone happens to be active."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or any(word.arg == "timezone" for word in node.keywords):
            continue
        if (text := ast.unparse(node.func)).endswith("localdate"):
            yield text


def test_every_day_is_taken_in_a_named_zone():
    """Between two midnights the zone of the server and that of the organisation differ."""
    found = [
        f"{name_of(path)}: {text}"
        for path in modules(*APPS, "tests")
        for text in zoneless(parsed(path))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("timezone.localdate()", 1),
        ("timezone.localdate(moment)", 1),
        ("localdate()", 1),
        ("timezone.localdate(moment, timezone=zone)", 0),
        ("days.today()", 0),
    ],
    ids=["bare", "of a moment", "by name", "with a zone", "of the organisation"],
)
def test_a_day_without_a_zone_is_seen(source, found):
    assert len(list(zoneless(ast.parse(source)))) == found


def days_of_no_zone(tree):
    """Yield the text of what takes the day of a moment and names no zone: that day is UTC's."""
    for node in ast.walk(tree):
        text = ast.unparse(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = ast.unparse(node.func.value)
            is_taken = node.func.attr == "date" and not node.args and "ZoneInfo(" not in of
            if is_taken or (node.func.attr == "today" and of in ("date", "datetime.date")):
                yield text
        elif isinstance(node, ast.FormattedValue) and node.format_spec:
            form = ast.unparse(node.format_spec)
            if "%d" in form and "%H" not in form and "ZoneInfo(" not in text:
                yield text


def test_no_test_takes_the_day_of_utc_for_that_of_the_organisation():
    """Such a test fails an hour or two before or after midnight; days.day_of() knows the zone."""
    found = [
        f"{name_of(path)}: {text}"
        for path in modules("tests")
        for text in days_of_no_zone(parsed(path))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("record.created_at.date()", 1),
        ("datetime.now(UTC).date().isoformat()", 1),
        ("datetime.date.today()", 1),
        ("date.today()", 1),
        ("f'{timezone.now():%Y-%m-%d}'", 1),
        ("f'{timezone.now():%Y-%m-%dT%H:%M}'", 0),
        ("datetime.now(ZoneInfo(zone)).date()", 0),
        ("datetime.date(2026, 1, 1)", 0),
        ("days.today()", 0),
        ("days.day_of(record.created_at)", 0),
    ],
    ids=[
        *("of a moment", "of now", "of the server", "by name", "written"),
        *("a moment", "with a zone", "a day", "of the organisation", "of both"),
    ],
)
def test_a_day_of_utc_is_seen(source, found):
    assert len(list(days_of_no_zone(ast.parse(source)))) == found


def unlimited(tree):
    """Yield the text of each fetch that asks nobody who is asking."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            text = ast.unparse(node.func)
            if text.endswith((".objects.get", "get_object_or_404")):
                yield text


def test_no_page_takes_a_record_out_of_reach():
    found = [
        f"{name_of(path)}: {text}"
        for path in modules(*APPS)
        if is_view(path)
        for text in unlimited(parsed(path))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("UseCase.objects.get(ref=ref)", ["UseCase.objects.get"]),
        ("get_object_or_404(UseCase, ref=ref)", ["get_object_or_404"]),
        ("UseCase.objects.visible_to(actor).get(ref=ref)", []),
    ],
    ids=["get", "shortcut", "visible"],
)
def test_an_unlimited_access_is_seen(source, found):
    assert list(unlimited(ast.parse(source))) == found
