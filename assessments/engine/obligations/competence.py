"""Which authority watches the market for a system, by its kind; declared in competence.yaml."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assessments.engine.effects import load_act
from assessments.engine.obligations.conditions import Condition
from assessments.engine.obligations.declared import load_declared
from assessments.engine.situation import Situation
from assessments.questionnaires.engine.answers import fill
from assessments.questionnaires.engine.expressions import ConditionFacts
from records.incoming import YamlFile, check, read_document
from records.ledger.canonical import JSON

HERE = Path(__file__).parent
GENERAL, AI_OFFICE, MODELS, UNION_BODIES = "general", "ai_office", "models", "union_bodies"
_BY_OFFICE_ALONE = frozenset({"Art. 75(1)(a)", "Art. 75(1)(b)"})
# Chapter V asks something of models; all else is asked of systems.
_OF_MODELS = frozenset({"gpai", "gpai_systemic_risk"})
# Art. 75(1) reaches deployers only where they are providers too, without which it does not hold.
_WATCHED = frozenset({"provider", "deployer"})


@dataclass(frozen=True, slots=True)
class Competence:
    """One kind of authority: by which provision, for what, and under which condition.

    For the roles in `alone_for` it leaves no room to another one. It holds for whoever has one of
    `roles` and none of `without_roles`.
    """

    provision: str
    field: str
    says: str
    only_if: str
    roles: frozenset[str]
    without_roles: frozenset[str]
    alone_for: frozenset[str]
    condition: Condition

    def holds(self, situation: Situation) -> bool:
        """Say whether it is competent in a situation."""
        if self.roles and self.roles.isdisjoint(situation.roles):
            return False
        if not self.without_roles.isdisjoint(situation.roles):
            return False
        return self.condition.holds(situation, "")

    def watches(self, regime: str, role: str) -> bool:
        """Say whether a duty of that regime and role is among what it watches."""
        if (self.field == MODELS) != (regime in _OF_MODELS):
            return False
        return self.field != AI_OFFICE or role in _WATCHED


def competent(
    outcome: Mapping[str, object], answers: Mapping[str, object], edition: str
) -> list[Competence]:
    """Return who is competent by what a classification found; nobody where the law is out."""
    if not outcome["roles"]:
        return []
    situation = _situation(outcome, answers, edition)
    holding = [each for each in load_competence() if each.holds(situation)]
    alone, left = _alone(holding, situation.roles)
    return [each for each in holding if each in alone or (left and not each.alone_for)]


def _alone(
    holding: Iterable[Competence], roles: frozenset[str]
) -> tuple[list[Competence], frozenset[str]]:
    """Return who is alone for a role, the first one to claim it, and the roles that are left."""
    alone: list[Competence] = []
    for each in holding:
        if not roles.isdisjoint(each.alone_for):
            alone.append(each)
            roles -= each.alone_for
    return alone, roles


def watching(found: Iterable[Competence], regime: str, role: str) -> list[Competence]:
    """Return who of those competent watches a duty; whoever is alone for its role, alone."""
    near = [each for each in found if each.watches(regime, role)]
    return [each for each in near if role in each.alone_for] or near


def incidents_by(
    outcome: Mapping[str, JSON], answers: Mapping[str, object], edition: str
) -> tuple[str, ...]:
    """Name the provisions that say where a serious incident of a high-risk system is reported.

    Section B leaves that to the law on the product (Art. 2(2)), a ban stops the use.
    """
    grounds = frozenset(outcome["grounds"]) - {"Annex I Section B"}
    if outcome["class"] != "high_risk" or not grounds:
        return ()
    named = {
        "provider": _report_of_provider(outcome, answers, edition),
        "deployer": "Art. 26(5)",
    }
    return tuple(told for role, told in named.items() if role in outcome["roles"])


def _report_of_provider(
    outcome: Mapping[str, object], answers: Mapping[str, object], edition: str
) -> str:
    """Name the place for a provider: the AI Office goes before, then that of devices."""
    found = competent(outcome, answers, edition)
    if any(each.provision in _BY_OFFICE_ALONE and not each.only_if for each in found):
        return "Art. 75(1a)"
    facts = _situation(outcome, answers, edition).facts
    return "Art. 73(10)" if "medical_device" in facts else "Art. 73(1)"


def _situation(outcome: Mapping[str, JSON], answers: Mapping[str, JSON], edition: str) -> Situation:
    sheet = fill(load_act().questionnaire, answers)
    return Situation(
        edition=edition,
        in_scope=True,
        roles=frozenset(outcome["roles"]),
        grounds=frozenset(outcome["grounds"]),
        prohibited=frozenset(),
        upcoming=frozenset(),
        routes=frozenset(),
        transition="",
        derogated=False,
        named=(),
        facts=load_declared().facts_of(ConditionFacts(sheet.effective)),
    )


@cache
def load_competence() -> tuple[Competence, ...]:
    """Load what is shipped, once per process; a fault names file and line."""
    path = HERE / "competence.yaml"
    document = read_document(path, file=path.name)
    check(document, HERE / "competence.schema.json")
    known = {fact.id for fact in load_declared().facts}
    for index, item in enumerate(document.value["competence"]):
        for key in ("facts", "without_facts"):
            _refuse_unknown_facts(document, index, key, item.get(key, ()), known)
    return tuple(map(_competence, document.value["competence"]))


def _refuse_unknown_facts(
    document: YamlFile, index: int, key: str, facts: Collection[str], known: Collection[str]
) -> None:
    for name in facts:
        if name not in known:
            raise document.refusal(f"There is no fact '{name}'.", "competence", index, key)


def _competence(item: Mapping[str, JSON]) -> Competence:
    return Competence(
        provision=item["provision"],
        field=item["field"],
        says=item["says"],
        only_if=item.get("only_if", ""),
        roles=frozenset(item.get("roles", ())),
        without_roles=frozenset(item.get("without_roles", ())),
        alone_for=frozenset(item.get("alone_for", ())),
        condition=Condition(
            editions=tuple(item.get("editions", ())),
            grounds=tuple(item.get("grounds", ())),
            without_grounds=tuple(item.get("without_grounds", ())),
            facts=tuple(item.get("facts", ())),
            without_facts=tuple(item.get("without_facts", ())),
        ),
    )
