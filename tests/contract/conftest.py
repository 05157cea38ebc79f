"""Every test here runs for every registered kind; a record of it stands at the home unit."""

import pytest
from django.test import Client

from inventory.imports.views.records import ImportOfferView
from records import kinds
from tests import factories, sessions, snapshots


def pytest_generate_tests(metafunc):
    """Run tests that take `kind` once for each kind."""
    if "kind" in metafunc.fixturenames:
        fits = getattr(metafunc.function, "only_kinds", lambda _kind: True)
        every = [kind for kind in kinds.every() if fits(kind)]
        metafunc.parametrize("kind", every, ids=[kind.code for kind in every])


@pytest.fixture
@snapshots.put_back
def record(kind, people):
    """A record of the kind at home, owned by nobody."""
    return factories.make(kind, people.home)


@pytest.fixture
def as_person(db):
    """Return a function that gives a client signed in as a person."""

    def sign_in(person):
        client = Client()
        sessions.begin(client, person)
        return client

    return sign_in


@pytest.fixture
def keeper(kind, people):
    """Who adds and changes records of the kind: the compliance officer, else the administrator."""
    needs = {kind.model.create_needs, kind.writes.change_needs}
    return people.adam if "administer" in needs else people.ben


@pytest.fixture
def client(keeper, as_person):
    """A client of the keeper."""
    return as_person(keeper)


def listed(client, kind, **query):
    """Return the references that a list shows."""
    return [row.label.split()[0] for row in client.get(kind.url("list"), query).context["rows"]]


def buttons(page):
    """Return what a page offers beside its title; panels have contexts of their own."""
    shown = next(context for context in page.context if "breadcrumbs" in context)
    return [*shown["actions"], *shown["more_actions"]]


def form_data(page):
    """Return what a browser would send for the form of a rendered page, unchanged."""
    form = page.context["form"]
    groups = page.context.get("groups") or ()
    sets = [group["formset"] for group in groups if "formset" in group]
    data = {}
    for bound in form:
        put(data, bound)
    for formset in sets:
        for bound in formset.management_form:
            put(data, bound)
        for row in formset.forms:
            for bound in row:
                put(data, bound)
    return data


def put(data, bound):
    """Add what a field would send."""
    value = bound.value()
    if value is None or value is False or value == []:
        return
    data[bound.html_name] = value


def only(*conditions):
    """Run a test for those kinds alone that fulfil all conditions."""

    def mark(test):
        test.only_kinds = lambda kind: all(condition(kind) for condition in conditions)
        return test

    return mark


def added(kind):
    """Say whether records are added by hand."""
    return kind.writes.create is not None


def changed_by_hand(kind):
    """Say whether records are changed by hand."""
    return kind.writes.change is not None


def archived(kind):
    """Say whether records are archived."""
    return kind.writes.archive


def changed_in_numbers(kind):
    """Say whether many records are changed together."""
    return bool(kind.writes.bulk)


def in_history(kind):
    """Say whether the field that tests change is kept in history."""
    return kind.code not in factories.OUTSIDE_HISTORY


def has_past(kind):
    """Say whether records can be read as of a moment."""
    return not kind.model.always_today


def within_units(kind):
    """Say whether records are read only by those who reach their unit."""
    return kind.code not in factories.READ_BY_ALL


def read_by_all(kind):
    """Say whether everybody of the house may read the records."""
    return not within_units(kind)


def has_common_list(kind):
    """Say whether the list is the one that all kinds have."""
    own = {**kind.views, **kind.extras.views}.get("list")
    # That a list offers an import, too, makes it no other list.
    return own in (None, ImportOfferView)
