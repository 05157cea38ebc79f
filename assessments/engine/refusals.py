"""Why a ban, ground, transparency case or the exception does not hold: every "no" has a reason."""

import datetime

from assessments.engine.effects import ActRule, ActRules
from assessments.engine.findings import find
from assessments.questionnaires.engine.answers import AnswerSheet, as_json
from assessments.questionnaires.engine.expressions import ConditionFacts, Evidence


def refusals(act: ActRules, sheet: AnswerSheet, *, on: datetime.date) -> list[dict[str, object]]:
    """Return the rules that could add one of these and do not hold, with the answers why.

    Where the deciding question is hidden, the answer that hides it is named in its place. What
    several rules may add is told once, and not at all where one of them holds.
    """
    findings = find(act, sheet, on=on)
    if not findings.in_scope:
        return []
    facts = findings.facts
    told = {_added(item.act_rule, facts) for item in (*findings.fired, *findings.upcoming)} | {""}
    refused = []
    for act_rule in act.rules:
        if (added := _added(act_rule, facts)) not in told:
            told.add(added)
            refused.append(_refusal(act, act_rule, sheet, facts))
    return refused


def _added(act_rule: ActRule, facts: ConditionFacts) -> str:
    """Name what a rule may add; the exception counts only where it has something to take out."""
    effect = act_rule.effect
    if effect.derogates:
        return effect.derogates if effect.derogates in facts.flags else ""
    return effect.prohibited or effect.ground or effect.transparency


def _refusal(
    act: ActRules, act_rule: ActRule, sheet: AnswerSheet, facts: ConditionFacts
) -> dict[str, object]:
    rule = act_rule.rule
    shown: set[str] = set()
    for question in rule.when.evidence(facts):
        shown |= _visible(act, question, sheet, facts)
    because = [
        {"question": name, "answer": as_json(sheet.effective[name])} for name in sorted(shown)
    ]
    return {
        "rule": rule.id,
        "because": because,
        "citation": rule.citation,
        "effect": dict(rule.then),
    }


def _visible(act: ActRules, question: str, sheet: AnswerSheet, facts: ConditionFacts) -> Evidence:
    condition = act.questionnaire.by_id[question].show_if
    if question in sheet.visible or condition is None:
        return frozenset((question,))
    found: set[str] = set()
    for name in condition.evidence(facts):
        found |= _visible(act, name, sheet, facts)
    return frozenset(found)
