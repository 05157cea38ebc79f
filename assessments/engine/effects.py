"""What the rules of the AI Act classification may bring about, read into values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assessments.engine.transitions import Transition, transitions_of
from assessments.questionnaires.engine.expressions import Has, Is, leaves
from assessments.questionnaires.engine.loading import (
    QUESTIONNAIRES,
    QuestionnaireError,
    check_schema,
    load,
)
from assessments.questionnaires.engine.questionnaire import QuestionnaireContent, Rule
from records.ledger.canonical import JSON

CLASSIFICATION = QUESTIONNAIRES / "eu_ai_act_classification"
SCHEMA = QUESTIONNAIRES / "eu_ai_act_effects.schema.json"


@dataclass(frozen=True, slots=True)
class NamedDuty:
    """A duty as a rule names it, with the roles it may fall on."""

    provision: str
    addressees: tuple[str, ...]
    by_derogation: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """What one rule brings about; an empty text means nothing of that sort."""

    leaves_scope: bool
    prohibited: str
    ground: str
    route: str
    derogates: str
    among: str
    transparency: str
    gpai: str
    role: str
    removed_role: str
    duties: tuple[NamedDuty, ...]
    relieves: frozenset[str]

    @property
    def added(self) -> tuple[str, ...]:
        """Name the prohibitions, grounds, transparency cases, roles and duties it would add."""
        named = (self.prohibited, self.ground, self.transparency, self.role)
        return tuple(name for name in named if name) + tuple(d.provision for d in self.duties)


@dataclass(frozen=True, slots=True)
class ActRule:
    """A rule with its effect, and the questions on which it asks for one particular answer."""

    rule: Rule
    effect: Effect
    asserted: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class ActRules:
    """The classification questionnaire together with the effects of its rules.

    The digest of the questionnaire names it whole, so that what follows from it can be kept.
    """

    questionnaire: QuestionnaireContent
    rules: tuple[ActRule, ...]
    transitions: tuple[Transition, ...]
    # By edition, what reaches products of Annex I Section B directly (Art. 2(2)).
    section_b_direct: Mapping[str, frozenset[str]]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, ActRules) and other.questionnaire.digest == self.questionnaire.digest
        )

    def __hash__(self) -> int:
        return hash(self.questionnaire.digest)


@lru_cache
def load_act(folder: Path = CLASSIFICATION) -> ActRules:
    """Load the classification that is shipped, once per process."""
    return read_act(load(folder))


def read_act(questionnaire: QuestionnaireContent) -> ActRules:
    """Read the effects of a questionnaire's rules; raise QuestionnaireError for unknown ones."""
    rules = tuple(_act_rule(rule) for rule in questionnaire.rules)
    for rule in rules:
        _check_among(rule, questionnaire)
    direct = {
        name: frozenset(item.get("section_b_direct", ()))
        for name, item in questionnaire.content.get("editions", {}).items()
    }
    return ActRules(questionnaire, rules, transitions_of(questionnaire), direct)


def _check_among(act_rule: ActRule, questionnaire: QuestionnaireContent) -> None:
    """Refuse a derogation whose uses are named by no question of several answers."""
    among = act_rule.effect.among
    question = questionnaire.by_id.get(among)
    if among and (question is None or not question.is_multi):
        place = f"{act_rule.rule.id}.then.among"
        raise QuestionnaireError(f'{place}: "{among}" is no question with several answers.')


def _act_rule(rule: Rule) -> ActRule:
    check_schema(rule.then, SCHEMA, where=f"{rule.id}.then")
    tests = leaves(rule.when, under_not=False)
    asserted = frozenset(leaf.question for leaf in tests if isinstance(leaf, Is | Has))
    return ActRule(rule, _effect(rule.then), asserted)


def _effect(then: Mapping[str, JSON]) -> Effect:
    return Effect(
        leaves_scope=then.get("set", {}).get("in_scope") is False,
        prohibited=then.get("add_prohibited", ""),
        ground=then.get("add_high_risk", ""),
        route=then.get("route", ""),
        derogates=then.get("derogate", ""),
        among=then.get("among", ""),
        transparency=then.get("add_transparency", ""),
        gpai=then.get("gpai", ""),
        role=then.get("add_role", ""),
        removed_role=then.get("remove_role", ""),
        duties=_duties(then),
        relieves=frozenset(then.get("relieves", ())),
    )


def _duties(then: Mapping[str, JSON]) -> tuple[NamedDuty, ...]:
    addressee = then.get("duties_addressee", then.get("addressee", ()))
    provisions = _listed(then.get("add_duty", ())) + _listed(then.get("duties", ()))
    return tuple(
        NamedDuty(provision, _addressees(addressee, provision), "derogate" in then)
        for provision in provisions
    )


def _addressees(
    addressee: str | list[str] | Mapping[str, str | list[str]], provision: str
) -> tuple[str, ...]:
    """Read who a duty falls on: one role or several, or those named for each provision."""
    return _listed(addressee[provision] if isinstance(addressee, Mapping) else addressee)


def _listed(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
