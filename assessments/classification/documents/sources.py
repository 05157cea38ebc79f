"""Two sorts of doubt that the catalogue keeps in one field: about the law, and about our source."""

from typing import TypedDict

from django.utils.translation import gettext, gettext_noop

from assessments.engine.obligations.details import WEAK
from records.wording import in_words

WEAK_TOLD = gettext_noop(
    "What the law asks here is settled. Whether guidance, a form or a standard for it is out "
    "yet, we know from secondary sources only; look it up before you rely on it."
)


class ToldApart(TypedDict):
    """What the law leaves open, and where our source is weak; both may be empty."""

    uncertain_why: str
    weak_source: str


def told_apart(doubt: str) -> ToldApart:
    """Tell what the law leaves open apart from where only our source is weak."""
    return {
        "uncertain_why": in_words(of_the_law(doubt)),
        "weak_source": weak() if WEAK in doubt else "",
    }


def of_the_law(doubt: str) -> str:
    """Return what the law leaves open, without where only our source is weak."""
    if WEAK not in doubt:
        return doubt
    return " ".join(doubt.replace(f"{WEAK}.", "").replace(WEAK, "").split())


def weak() -> str:
    """Say what a weak source leaves open, and what not."""
    return gettext(WEAK_TOLD)
