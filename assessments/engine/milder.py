"""What nobody has answered yet and could only make the class milder; pure.

It leaves no graver class open, so it is no doubt of the result; but it is open all the same, and
whoever reads how many questions decide the class is told of these apart.
"""

import datetime
from collections.abc import Iterator

from assessments.engine.effects import ActRules
from assessments.engine.findings import Findings, choose, find
from assessments.engine.smallest import GRAVITY
from assessments.questionnaires.engine.answers import AnswerSheet, fill
from assessments.questionnaires.engine.expressions import Expression, Not
from assessments.questionnaires.engine.ways import OpenAnswers, Way, ways

# So many sets of answers are tried at most; an empty sheet needs about thirty.
MOST = 100
# What is classified is then a model: that says nothing of how grave the class of a system is.
NOT_MILDER = "model_only"


def only_milder(
    act: ActRules, sheet: AnswerSheet, *, on: datetime.date, decisive: frozenset[str]
) -> tuple[str, ...]:
    """Name what is shown, has no answer and could make the class milder, in the order of asking.

    Left out is what is decisive: what could make it graver, or is told as a doubt already.
    """
    silent = frozenset(sheet.visible - sheet.given.keys())
    if not silent - decisive:
        return ()
    given = {name: each for name, each in sheet.given.items() if name in sheet.visible}
    base = find(act, sheet, on=on)
    settling = OpenAnswers(act.questionnaire, given, sheet, silent)
    found: set[str] = set()
    tried = 0
    for condition in _conditions(act, base):
        for way in sorted(ways(condition, settling), key=len):
            asked = silent.intersection(way)
            is_more = any(name in found for name in asked) and len(asked) > 1
            if not asked or asked <= found or is_more or tried >= MOST:
                continue
            tried += 1
            if _is_milder(act, base, {**given, **way}, on):
                found |= asked
    return tuple(each.id for each in act.questionnaire.questions if each.id in found - decisive)


def _conditions(act: ActRules, base: Findings) -> Iterator[Expression]:
    """Yield what would take the class away: a way out, or the end of what brought it."""
    fired = {id(each.act_rule) for each in base.fired}
    for act_rule in act.rules:
        effect = act_rule.effect
        holds = id(act_rule) in fired
        if (effect.leaves_scope or effect.derogates) and not holds:
            yield act_rule.rule.when
        elif (effect.prohibited or effect.ground or effect.transparency) and holds:
            yield Not(act_rule.rule.when)


def _is_milder(act: ActRules, base: Findings, answers: Way, on: datetime.date) -> bool:
    other = choose(act, find(act, fill(act.questionnaire, answers), on=on)).name
    now = choose(act, base).name
    return other != NOT_MILDER and GRAVITY.index(other) > GRAVITY.index(now)
