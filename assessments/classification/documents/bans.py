"""What a ban does to what is asked: it is met by stopping, and what a use would owe is set aside.

No control, no evidence and no notice makes a prohibited use lawful, and whoever stops owes none of
the duties that a permitted use would bring: those of high risk, of what an exception takes out of
the list, and of transparency.
"""

from functools import cache

from assessments.engine.dates import EDITIONS, FRAMEWORK
from assessments.engine.obligations.derivation import PROHIBITION
from assessments.engine.obligations.setting_aside import SET_ASIDE
from controls.frameworks.loading import load_edition


@cache
def bans() -> frozenset[str]:
    """Name the provisions of all editions that prohibit something.

    Art. 5 holds duties too: of those who use what the ban of live identification leaves open.
    """
    return frozenset(
        item.id
        for edition in EDITIONS
        for item in load_edition(FRAMEWORK, edition).provisions
        if item.kind == PROHIBITION
    )


@cache
def falls_with_a_ban(provision: str) -> bool:
    """Say whether a provision asks nothing beside a ban: it binds under such regimes alone."""
    regimes = {
        name
        for edition in EDITIONS
        for item in load_edition(FRAMEWORK, edition).provisions
        if item.id == provision or item.id.startswith(f"{provision}(")
        for name in item.applies_to
    }
    return bool(regimes) and all(name.startswith(SET_ASIDE) for name in regimes)
