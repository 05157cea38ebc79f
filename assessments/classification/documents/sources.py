"""Two sorts of doubt that the catalogue keeps in one field: about the law, and about our source."""

from typing import TypedDict

from django.utils.translation import gettext as _

from assessments.engine.obligations.details import WEAK
from records.wording import in_words


class ToldApart(TypedDict):
    """What the law leaves open, and where our source is weak; both may be empty."""

    uncertain_why: str
    weak_source: str


def told_apart(doubt: str) -> ToldApart:
    """Tell what the law leaves open apart from where only our source is weak."""
    if WEAK not in doubt:
        return {"uncertain_why": in_words(doubt), "weak_source": ""}
    left = in_words(doubt).replace(f"{WEAK}.", "").replace(WEAK, "")
    return {"uncertain_why": " ".join(left.split()), "weak_source": weak()}


def weak() -> str:
    """Say what a weak source leaves open, and what not."""
    return _(
        "What the law asks here is settled. Whether guidance, a form or a standard for it is out "
        "yet, we know from secondary sources only; look it up before you rely on it."
    )
