"""How kinds of records are shown: one declaration a kind, gathered here."""

from typing import Any


def url_of_link(link: Any) -> str:
    """Return the page of a linked record."""
    return "/"
