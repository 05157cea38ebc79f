"""What is worked out from the whole register and kept until anything is recorded."""

from django.core.cache import cache
from django.utils import timezone

from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.history.past import as_of
from records.ledger import book
from records.remembered import remembered


def counted(calls, *about):
    def count():
        calls.append(1)
        return UseCase.objects.count()

    return remembered("use cases", count, *about)


def new_case(people):
    values = {"name": "One more", "unit": people.home}
    return use_cases.create(actor=Actor.of(people.ada), values=values, intended_uses=[])


def test_it_is_worked_out_once_until_something_is_recorded(people):
    calls = []

    first, again = counted(calls), counted(calls)
    new_case(people)
    later = counted(calls)

    assert (first, again, later) == (0, 0, 1)
    assert len(calls) == 2


def test_a_place_in_the_tree_changes_nothing_about_what_is_recorded(people):
    new_case(people)
    calls = []

    counted(calls)
    book.sequence()
    counted(calls)

    assert len(calls) == 1


def test_another_place_and_another_moment_are_something_else(people):
    before = timezone.now()
    new_case(people)
    calls = []

    now, elsewhere = counted(calls, "here"), counted(calls, "there")
    with as_of(before):
        then = counted(calls, "here")

    assert (now, elsewhere, then) == (1, 1, 0)
    assert len(calls) == 3


def test_without_a_cache_it_is_worked_out_each_time(people, monkeypatch):
    def refuse(*_args, **_options):
        raise ConnectionError("no cache")

    monkeypatch.setattr(cache, "get", refuse)
    calls = []

    assert (counted(calls), counted(calls)) == (0, 0)
    assert len(calls) == 2
