"""What the rules of the AI Act classification may bring about, read into values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assessments.engine.expressions import Has, Is, leaves
from assessments.engine.loading import QUESTIONNAIRES, check_schema, load
from assessments.engine.questionnaire import Questionnaire, Rule

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


@dataclass(frozen=True, slots=True)
class Act:
    """The classification questionnaire together with the effects of its rules."""

    questionnaire: Questionnaire
    rules: tuple[ActRule, ...]


@lru_cache
def load_act(folder: Path = CLASSIFICATION) -> Act:
    """Load the classification that is shipped, once per process."""
    return read_act(load(folder))


def read_act(questionnaire: Questionnaire) -> Act:
    """Read the effects of a questionnaire's rules; raise QuestionnaireError for unknown ones."""
    return Act(questionnaire, tuple(_act_rule(rule) for rule in questionnaire.rules))


def _act_rule(rule: Rule) -> ActRule:
    check_schema(rule.then, SCHEMA, where=f"{rule.id}.then")
    tests = leaves(rule.when, under_not=False)
    asserted = frozenset(leaf.question for leaf in tests if isinstance(leaf, Is | Has))
    return ActRule(rule, _effect(rule.then), asserted)


def _effect(then: Mapping[str, Any]) -> Effect:
    return Effect(
        leaves_scope=then.get("set", {}).get("in_scope") is False,
        prohibited=then.get("add_prohibited", ""),
        ground=then.get("add_high_risk", ""),
        route=then.get("route", ""),
        derogates=then.get("derogate", ""),
        transparency=then.get("add_transparency", ""),
        gpai=then.get("gpai", ""),
        role=then.get("add_role", ""),
        removed_role=then.get("remove_role", ""),
        duties=_duties(then),
        relieves=frozenset(then.get("relieves", ())),
    )


def _duties(then: Mapping[str, Any]) -> tuple[NamedDuty, ...]:
    addressee = then.get("duties_addressee", then.get("addressee", ()))
    provisions = _listed(then.get("add_duty", ())) + _listed(then.get("duties", ()))
    return tuple(
        NamedDuty(provision, _addressees(addressee, provision), "derogate" in then)
        for provision in provisions
    )


def _addressees(addressee: str | list[str] | Mapping[str, str], provision: str) -> tuple[str, ...]:
    """Read who a duty falls on: one role, several, or one for each provision."""
    if isinstance(addressee, Mapping):
        return (addressee[provision],)
    return _listed(addressee)


def _listed(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
