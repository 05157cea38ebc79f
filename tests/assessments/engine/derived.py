"""What is owed, derived from answers alone."""

import datetime

from assessments.engine.ai_act import read
from assessments.engine.effects import load_act
from assessments.engine.obligations.derivation import derive

ON = datetime.date(2026, 11, 28)


def derived(answers, edition="2026-1744"):
    """List the obligations by provision and role."""
    situation = read(answers, edition=edition, on=ON).situation
    return {item.key: item for item in derive(situation, load_act())}
