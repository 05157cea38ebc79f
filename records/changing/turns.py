"""Requests of one person that count what the person has take turns: else two count the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction


@contextmanager
def in_turn(person: Any) -> Iterator[None]:
    """Hold a person's row until what is done here has ended; whoever counts too waits for it."""
    with transaction.atomic():
        people = get_user_model()._base_manager.select_for_update(no_key=True)
        people.only("pk").get(pk=person.pk)
        yield
