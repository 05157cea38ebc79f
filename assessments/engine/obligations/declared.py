"""Read what is declared about duties: facts, conditions, relief; a fault names file and line."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assessments.engine.dates import FRAMEWORK
from assessments.engine.effects import ActRules, load_act
from assessments.engine.obligations.conditions import Condition, OpenPoint, ReliefRule
from assessments.engine.obligations.law import duties_of, is_within, roles_of
from assessments.engine.relief import Relief
from assessments.engine.situation import Situation
from assessments.questionnaires.engine.expressions import (
    ConditionFacts,
    Expression,
    ExpressionError,
    Has,
    Is,
    leaves,
    may_hold,
    parse,
)
from assessments.questionnaires.engine.questionnaire import is_unsure
from assessments.questionnaires.engine.references import ReferenceFault, check_condition
from controls.frameworks.loading import load_edition
from controls.frameworks.loading.data import EditionData
from records.incoming import YamlFile, check, read_document
from records.ledger.canonical import digest

HERE = Path(__file__).parent
SCHEMA = HERE / "schema.json"
PROHIBITION = "prohibition"


@dataclass(frozen=True, slots=True)
class DeclaredFact:
    """Something that answers say beside grounds and roles."""

    id: str
    when: Expression
    asked: frozenset[str]

    def holds(self, facts: ConditionFacts) -> bool:
        """Say whether it is so; a questionnaire that does not ask about it does not say it."""
        return self.asked <= facts.answers.keys() and self.when.holds(facts)

    def may_hold(self, facts: ConditionFacts, unsure: Collection[str]) -> bool:
        """Say whether it could be so once the questions that are unsure have another answer."""
        return self.asked <= facts.answers.keys() and may_hold(self.when, facts, unsure)


@dataclass(frozen=True, slots=True)
class Declared:
    """All that is declared about duties; `digest` names exactly this content."""

    facts: tuple[DeclaredFact, ...]
    conditions: Mapping[tuple[str, str], tuple[Condition, ...]]
    open_points: tuple[OpenPoint, ...]
    relief: tuple[ReliefRule, ...]
    no_relief: Mapping[str, str]
    digest: str

    def facts_of(self, facts: ConditionFacts) -> frozenset[str]:
        """Name the facts that hold."""
        return frozenset(fact.id for fact in self.facts if fact.holds(facts))

    def open_facts_of(self, facts: ConditionFacts) -> frozenset[str]:
        """Name the facts that do not hold now and could once each "not sure" is settled."""
        unsure = frozenset(name for name, value in facts.answers.items() if is_unsure(value))
        return frozenset(
            fact.id
            for fact in self.facts
            if unsure & fact.asked and not fact.holds(facts) and fact.may_hold(facts, unsure)
        )

    def of(self, provision: str, role: str) -> tuple[Condition, ...]:
        """Return the conditions of a provision for a role; one of them must hold."""
        return self.conditions.get((provision, role), ())

    def condition_in(self, provision: str, role: str, situation: Situation) -> Condition | None:
        """Return the first condition that holds or is open; none where nothing is asked."""
        some = self.of(provision, role)
        holding = (each for each in some if each.holds(situation, role))
        return next(holding, None) or next(
            (each for each in some if each.is_open(situation, role)), None
        )

    def relief_in(self, provision: str, role: str, situation: Situation) -> tuple[Relief, ...]:
        """Return what makes a duty of a role lighter, in the order of the text."""
        law = load_edition(FRAMEWORK, situation.edition)
        found = {
            rule.relief
            for rule in self.relief
            if rule.fits(provision, role, situation)
            and rule.relief.provision in law
            and law.provision(rule.relief.provision).exists
        }
        order = {item: law.provision(item.provision).order for item in found}
        return tuple(sorted(found, key=lambda item: (order[item], item.says)))


@cache
def load_declared() -> Declared:
    """Load what is shipped, once per process."""
    return read_declared(HERE / "conditions.yaml", HERE / "relief.yaml")


def read_declared(conditions: Path, relief: Path) -> Declared:
    """Read both files; raise CatalogueError with file and line for what leads nowhere."""
    return _DeclarationReader(load_act()).read(
        read_document(conditions, file=conditions.name), read_document(relief, file=relief.name)
    )


class _DeclarationReader:
    """Reads the two documents against the questionnaire and all editions of the law."""

    def __init__(self, act: ActRules) -> None:
        self.act = act
        self.laws = [load_edition(FRAMEWORK, name) for name in sorted(act.questionnaire.editions)]
        self.known_facts: frozenset[str] = frozenset()

    def read(self, conditions: YamlFile, relief: YamlFile) -> Declared:
        """Read what the documents declare."""
        for document in (conditions, relief):
            check(document, SCHEMA)
        facts = tuple(self._facts(conditions))
        self.known_facts = frozenset(fact.id for fact in facts)
        found: dict[tuple[str, str], list[Condition]] = defaultdict(list)
        for index, item in enumerate(conditions.value.get("conditions", ())):
            for key in self._keys(conditions, index, item):
                found[key].append(self._condition(conditions, ("conditions", index), item))
        return Declared(
            facts=facts,
            conditions={key: tuple(some) for key, some in found.items()},
            open_points=tuple(self._open_points(conditions)),
            relief=tuple(self._relief(relief)),
            no_relief=dict(self._no_relief(relief)),
            digest=digest([conditions.value, relief.value]),
        )

    def _facts(self, document: YamlFile) -> Iterator[DeclaredFact]:
        seen: set[str] = set()
        for index, item in enumerate(document.value.get("facts", ())):
            place = ("facts", index)
            if item["id"] in seen:
                raise document.refusal(f"The fact '{item['id']}' stands twice.", *place, "id")
            seen.add(item["id"])
            try:
                when = parse(item["when"], f"{item['id']}.when")
                check_condition(when, self.act.questionnaire, {}, where=item["id"])
            except (ExpressionError, ReferenceFault) as error:
                raise document.refusal(str(error), *place, "when") from error
            tests = [leaf for leaf in leaves(when) if isinstance(leaf, Is | Has)]
            yield DeclaredFact(item["id"], when, frozenset(leaf.question for leaf in tests))

    def _keys(
        self, document: YamlFile, index: int, item: Mapping[str, Any]
    ) -> Iterator[tuple[str, str]]:
        place = ("conditions", index)
        for provision in item["provisions"]:
            held = self._roles(document, provision, (*place, "provisions"), item)
            if not any(self._is_listed(law, provision) for law in self._laws(item)):
                message = f"{provision} is listed as no duty, so that nothing can limit it."
                raise document.refusal(message, *place, "provisions")
            for role in item.get("roles", sorted(held)):
                if role not in held:
                    message = f"{provision} does not address the role '{role}'."
                    raise document.refusal(message, *place, "roles")
                yield provision, role

    def _roles(
        self,
        document: YamlFile,
        provision: str,
        place: tuple[str | int, ...],
        item: Mapping[str, Any],
    ) -> frozenset[str]:
        """Return who is addressed by a provision; refuse one that no edition has."""
        laws = [law for law in self._laws(item) if self._stands(law, provision)]
        if not laws:
            raise document.refusal(f"{provision} stands in no edition meant here.", *place)
        return frozenset().union(*(roles_of(law.provision(provision)) for law in laws))

    def _laws(self, item: Mapping[str, Any]) -> list[EditionData]:
        names = item.get("editions")
        return [law for law in self.laws if names is None or law.id in names]

    def _stands(self, law: EditionData, provision: str) -> bool:
        return provision in law and law.provision(provision).exists

    def _is_listed(self, law: EditionData, provision: str) -> bool:
        """Say whether a provision is listed by itself: a duty at the top, or a ban."""
        if any(each.id == provision for each in duties_of(law.id)):
            return True
        return provision in law and law.provision(provision).kind == PROHIBITION

    def _condition(
        self, document: YamlFile, place: tuple[str | int, ...], item: Mapping[str, Any]
    ) -> Condition:
        self._refuse_unknown(document, place, item)
        return Condition(
            editions=tuple(item.get("editions", ())),
            grounds=tuple(item.get("grounds", ())),
            and_grounds=tuple(item.get("and_grounds", ())),
            without_grounds=tuple(item.get("without_grounds", ())),
            facts=tuple(item.get("facts", ())),
            without_facts=tuple(item.get("without_facts", ())),
            without_roles=tuple(item.get("without_roles", ())),
            named=tuple(item.get("named", ())),
            without_named=tuple(item.get("without_named", ())),
            prohibited=tuple(item.get("prohibited", ())),
            only_if=item.get("only_if", ""),
            when_unsure=item.get("when_unsure", ""),
            uncertain_why=item.get("uncertain_why", ""),
            always=item.get("always", False),
            through=item.get("through", ""),
        )

    def _refuse_unknown(
        self, document: YamlFile, place: tuple[str | int, ...], item: Mapping[str, Any]
    ) -> None:
        editions = {law.id for law in self.laws}
        provisions = {each.id for law in self.laws for each in law.provisions}
        for key, known, what in (
            ("editions", editions, "edition"),
            ("facts", self.known_facts, "fact"),
            ("without_facts", self.known_facts, "fact"),
            ("named", provisions, "provision"),
            ("without_named", provisions, "provision"),
            ("prohibited", provisions, "provision"),
            ("through", provisions, "provision"),
        ):
            named = item.get(key, ())
            for name in (named,) if isinstance(named, str) else named:
                if name not in known:
                    raise document.refusal(f"There is no {what} '{name}'.", *place, key)

    def _open_points(self, document: YamlFile) -> Iterator[OpenPoint]:
        for index, item in enumerate(document.value.get("open_points", ())):
            place = ("open_points", index)
            for provision in item.get("provisions", ()):
                self._roles(document, provision, (*place, "provisions"), item)
            yield OpenPoint(
                provisions=tuple(item.get("provisions", ())),
                roles=frozenset(item.get("roles", ())),
                condition=self._condition(document, place, item),
                between_days=item.get("between_days", False),
                citation=item.get("citation", ""),
                day_otherwise=item.get("day_otherwise", ""),
            )

    def _relief(self, document: YamlFile) -> Iterator[ReliefRule]:
        for index, item in enumerate(document.value.get("relief", ())):
            place = ("relief", index)
            self._roles(document, item["provision"], (*place, "provision"), item)
            for limited in item["limits"]:
                self._refuse_no_duty(document, place, item, limited)
            condition = self._condition(document, place, item)
            yield ReliefRule(
                relief=Relief(item["provision"], item["says"]),
                limits=frozenset(item["limits"]),
                roles=frozenset(item.get("roles", ())),
                condition=condition,
            )

    def _refuse_no_duty(
        self,
        document: YamlFile,
        place: tuple[str | int, ...],
        item: Mapping[str, Any],
        limited: str,
    ) -> None:
        """Refuse relief from what is no duty in an edition in which the relief stands."""
        for law in self._laws(item):
            if not self._stands(law, item["provision"]):
                continue
            duties = [each for each in duties_of(law.id) if is_within(each.id, limited)]
            if not duties:
                message = f"{item['provision']} limits {limited}, which is no duty in {law.id}."
                raise document.refusal(message, *place, "limits")
            missing = set(item.get("roles", ())).difference(*map(roles_of, duties))
            if missing:
                message = f"{limited} does not address the role '{min(missing)}'."
                raise document.refusal(message, *place, "roles")

    def _no_relief(self, document: YamlFile) -> Iterator[tuple[str, str]]:
        relieving = {item["provision"] for item in document.value.get("relief", ())}
        for index, item in enumerate(document.value.get("no_relief", ())):
            place = ("no_relief", index, "provision")
            self._roles(document, item["provision"], place, {})
            if item["provision"] in relieving:
                message = f"{item['provision']} stands as relief above, and here as none."
                raise document.refusal(message, *place)
            yield item["provision"], item["why"]
