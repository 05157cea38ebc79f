"""Which duties a ban takes the place of, on plain values."""

from assessments.engine.obligations.derivation import PROHIBITED

SET_ASIDE = ("high_risk", "transparency")


def sets_aside(outcome_class: str, regime: str) -> bool:
    """Say whether a class takes the place of the duties of a regime."""
    return outcome_class == PROHIBITED and regime.startswith(SET_ASIDE)
