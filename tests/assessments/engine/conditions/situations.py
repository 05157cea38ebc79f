"""Situations from which the tests of conditions derive what is owed."""

import datetime
from dataclasses import replace

from assessments.engine.ai_act import read
from assessments.engine.effects import load_act
from assessments.engine.obligations.derivation import derive
from assessments.engine.situation import Situation

ACT = load_act()
ON = datetime.date(2026, 11, 28)
PROVIDER = Situation(
    edition="2026-1744",
    in_scope=True,
    roles=frozenset({"provider"}),
    grounds=frozenset({"Annex III 4(a)"}),
    prohibited=frozenset(),
    upcoming=frozenset(),
    routes=frozenset({"annex_iii"}),
    transition="",
    derogated=False,
    named=(),
)
DEPLOYER = replace(PROVIDER, roles=frozenset({"deployer"}))


def owed(situation):
    return {item.key: item for item in derive(situation, ACT)}


def codes(situation):
    return {code for code, _role in owed(situation)}


def on_grounds(situation, *grounds):
    routes = {"annex_iii" if ground.startswith("Annex III") else "annex_i" for ground in grounds}
    return replace(situation, grounds=frozenset(grounds), routes=frozenset(routes))


def derived(answers, edition="2026-1744"):
    """Derive what is owed from answers alone."""
    return owed(read(answers, edition=edition, on=ON).situation)
