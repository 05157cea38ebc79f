"""Which duties a ban takes the place of, on plain values."""

from assessments.engine.obligations.derivation import PROHIBITED

# What Art. 6(4), 49(2) and 71(2) ask comes before a system is placed on the market or put into
# service, which a ban leaves no room for.
SET_ASIDE = ("high_risk", "annex_iii_not_high_risk", "transparency")


def sets_aside(outcome_class: str, regime: str) -> bool:
    """Say whether a class takes the place of the duties of a regime."""
    return outcome_class == PROHIBITED and regime.startswith(SET_ASIDE)
