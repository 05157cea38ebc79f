"""Reading cases by their own edition as it was corrected, and naming which corrections matter."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assessments.engine.accounts import Accounts, ChangeAccount
from assessments.engine.ai_act import ClassificationReading, read
from assessments.engine.corrections import (
    DOUBTS,
    LAW,
    QUESTIONS,
    WORDING,
    by_subject,
    corrections,
)
from assessments.engine.dates import FRAMEWORK
from assessments.engine.effects import ActRules, load_act
from assessments.engine.obligations.editions import SAME, CaseChange, compare_case
from assessments.engine.obligations.law import is_within
from assessments.law_changes.actions.edition_cases import Case
from assessments.law_changes.actions.edition_comparison import (
    Before,
    CaseFinding,
    EditionComparison,
    worst_of,
)
from assessments.models import act_of
from assessments.questionnaires import sheets
from controls.frameworks.loading import load_edition
from controls.frameworks.loading.data import ProvisionData
from controls.models import EarlierProvision


class CorrectionComparison(EditionComparison):
    """Compare what was recorded with what corrected law and questions make of the same answers.

    Cases are read as of the day they were read on; those that are as corrected are only counted.
    """

    def findings(self, found: Iterable[Case]) -> Iterator[CaseFinding]:
        """Read each case that was decided before the correction; nothing is stored."""
        law = load_edition(FRAMEWORK, self.change.old).digest
        questions = load_act().questionnaire.digest
        for case in found:
            if case.edition != self.change.old:
                continue
            if (case.law, case.questionnaire) == (law, questions):
                self.resting += 1
            else:
                yield self._finding(case)

    def act(self, case: Case) -> ActRules:
        """Return the questions as they are shipped."""
        return load_act()

    def _finding(self, case: Case) -> CaseFinding:
        answers = sheets.usable(
            case.answers, edition=case.edition, questions=load_act().questionnaire
        )
        old = self._before(case)
        new = read(
            answers,
            edition=case.edition,
            on=case.on,
            act=load_act(),
            by_default=case.by_default,
        )
        given = sheets.given_by(case.edition, load_act().questionnaire)
        shown = new.sheet.visible - given - answers.keys()
        dropped = case.answers.keys() - answers.keys()
        asked = shown - (old.visible - dropped)
        outcome = new.result.as_json()
        told = compare_case(old.outcome, outcome, new_questions=asked)
        owed = self.obligations(case, old, new)
        accounts = self._accounts(case, told, new, frozenset(dropped))
        # What changes the result comes first: it is what people are told where there is no room.
        named = [name for account in accounts for name in account.corrections]
        listed = dict.fromkeys([*named, *self._of_obligations(owed)])
        return CaseFinding(case, told, owed, worst_of(old.outcome, outcome), list(listed), accounts)

    def _before(self, case: Case) -> Before:
        """Take what is stored; what was shown and open then is no new question."""
        profile = case.decided_profile
        obligations = self.stored(profile) if profile else ()
        visible: frozenset[str] = frozenset()
        if not case.is_answered:
            act = act_of(case.questionnaire)
            visible = sheets.sheet(
                case.answers, edition=case.edition, questions=act.questionnaire
            ).visible
        return Before(case.outcome, obligations, visible, profile or case.pk)

    def _accounts(
        self, case: Case, told: CaseChange, new: ClassificationReading, dropped: frozenset[str]
    ) -> list[ChangeAccount]:
        """Account for all that is otherwise in the result, and for what is asked anew."""
        if told.verdict == SAME:
            return []
        act = act_of(case.questionnaire)
        was = read(case.answers, edition=case.edition, on=case.on, act=act)
        made = Accounts(self.change.old, load_act(), was=was.result, now=new.result)
        found = [
            *made.outcome(told.differs),
            *made.questions(told.questions, dropped=dropped),
            *made.reviews(told.reviews),
        ]
        for account in found:
            names = {account.name, *(question for question, _answer in account.answers)}
            self.call(load_act(), names)
            self.call(act, names)
        return found

    def _of_obligations(self, name: str) -> list[str]:
        """Name the corrections of provisions that are gained, lost or moved."""
        items = [item for some in self.sets.get(name, {}).values() for item in some]
        return [each for item in items for each in item.get("corrections", ())]

    def _about(self, provision: str) -> list[Mapping[str, Any]]:
        """Return what was corrected of a provision, else of the rules that name it."""
        by_law = by_subject(self.change.old, LAW, but=WORDING | DOUBTS).get(provision, ())
        if by_law:
            return list(by_law)
        ruled = by_subject(self.change.old, QUESTIONS, but=WORDING | DOUBTS)
        by_rules = [each for rule in self._naming(provision) for each in ruled.get(rule, ())]
        return list({each["id"]: each for each in by_rules}.values())

    def _naming(self, provision: str) -> list[str]:
        """Name the rules, as they are shipped, that name a duty."""
        return [
            each.rule.id
            for each in load_act().rules
            if any(is_within(provision, duty.provision) for duty in each.effect.duties)
        ]

    def explained(
        self, differs: dict[str, Any], old: Before, new: ClassificationReading
    ) -> dict[str, Any]:
        """Say of each obligation whether a correction, another outcome or its condition is why."""
        is_same = old.outcome["class"] == new.result.outcome
        is_same &= sorted(old.outcome["roles"]) == sorted(new.result.roles)
        for sort in ("gained", "lost", "moved"):
            for item in differs[sort]:
                named = self._about(item["provision"])
                item["corrections"] = [each["id"] for each in named]
                if sort == "moved":
                    continue
                if named:
                    item["because"] = "corrected"
                    item["why"] = " ".join(told(each) for each in named)
                elif is_same:
                    item["because"] = "condition"
        return differs

    def told_of_the_law(self) -> list[dict[str, Any]]:
        """Tell the provisions that were corrected, before and after, with reason and citation."""
        subjects = by_subject(self.change.old, LAW)
        earlier = first_contents(self.change.old)
        return [
            _provision(item, subjects[item.id], earlier.get(item.id))
            for item in load_edition(FRAMEWORK, self.change.old).provisions
            if item.id in subjects
        ]

    def told_corrections(self) -> list[dict[str, Any]]:
        """Tell every correction of law and questions."""
        return [dict(each) for each in corrections(self.change.old)]


def told(correction: Mapping[str, Any]) -> str:
    """Tell a correction in a sentence: the reason, and the text that it rests on."""
    return f"{correction['reason']} ({correction['citation']})"


def first_contents(edition: str) -> dict[str, EarlierProvision]:
    """Return what was corrected as it was first published here, by number."""
    found = EarlierProvision.objects.filter(
        provision__edition__framework__code=FRAMEWORK, provision__edition__code=edition
    )
    rows = found.select_related("provision").order_by("-until_revision")
    return {row.code: row for row in rows}


def _provision(
    item: ProvisionData, named: Iterable[Mapping[str, Any]], earlier: EarlierProvision | None
) -> dict[str, Any]:
    is_new = any(item.id in each["inserted"] for each in named)
    after = _worded(item)
    before = {} if is_new or earlier is None else _worded(earlier)
    changed = [name for name in after if is_new or (before and before[name] != after[name])]
    days = {route: day.isoformat() for route, day in item.applies_from.items()}
    return {
        "provision": item.id,
        "title": item.title,
        "changes": ["added" if is_new else "corrected"],
        "worded_before": {name: before[name] for name in changed if name in before},
        "worded_after": {name: after[name] for name in changed},
        "dates_before": {} if is_new else dict(earlier.applies_from) if earlier else days,
        "dates_after": days,
        "told": " ".join(told(each) for each in named),
    }


def _worded(item: ProvisionData | EarlierProvision) -> dict[str, Any]:
    """Give what is said of a provision beside its dates."""
    lists = {"addressees": list(item.addressees), "applies_to": list(item.applies_to)}
    texts = {name: getattr(item, name) for name in ("title", "summary", "kind", "uncertain_why")}
    return {**texts, **lists}
