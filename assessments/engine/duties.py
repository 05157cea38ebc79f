"""The duties that the rules of the AI Act classification name, with role, date and reason.

A duty is what a rule names by `add_duty` or `duties`: the duties of role and regime (Art. 4, 22,
26(7), 27, 49(1), 49(3), 54, 75(1), 111(2)), those of the derogation (Art. 6(4) and 49(2)), the
paragraph of Art. 50 behind each transparency case, and for models Art. 53, or what the relief for
open source leaves of it, or Art. 52, 53 and 55 with systemic risk. Prohibitions are no duties.
Every one is listed whatever its date and whether or not the addressee's role was chosen, which the
reason then says. Art. 8 to 27 as a whole are named by no rule: they belong to the high-risk regime.

There are none outside the scope. A system may be outside and its model not: what takes out a system
(Art. 2(3), 2(8), 2(12)) leaves the duties of a model that is classified beside it.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assessments.engine.dates import DutyDate, DutyDates
from assessments.engine.effects import ActRules, NamedDuty
from assessments.engine.findings import Findings
from assessments.engine.obligations.declared import load_declared
from assessments.engine.obligations.law import is_within
from assessments.engine.relief import Relief
from assessments.engine.situation import Situation
from assessments.engine.transitions import Transition
from assessments.questionnaires.engine.questionnaire import OutcomeRule, Rule
from controls.frameworks.loading.application_dates import route_words

OUT_OF_SCOPE = "out_of_scope"
MODEL_ROLE = "gpai_provider"
MODEL_ROUTES = frozenset({"gpai", "gpai_systemic", "placed_before_2025-08-02"})
# A rule names paragraphs of Art. 5 for the use that a ban leaves open, too.
BANS = "Art. 5("


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty that falls on a role from a date; no date where it waits or does not reach.

    It is not `direct` where Art. 2(2) leaves it to the law on products. `uncertain_why` says what
    of it is not settled, `formal_from` gives the earlier day by the mere letter of the law.
    """

    provision: str
    role: str
    applies_from: datetime.date | None
    why: str
    direct: bool = True
    relief: tuple[Relief, ...] = ()
    uncertain_why: str = ""
    formal_from: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Dating:
    """What the date of a duty depends on, besides the duty itself."""

    edition: str
    section_b_direct: frozenset[str]
    routes: frozenset[str]
    deferral: Transition | None
    dates: DutyDates
    earlier: Transition | None = None

    def of(self, provision: str, role: str, routes: frozenset[str]) -> DutyDate:
        """Give the date of a provision for a role by these routes, moved as a transition says."""
        if self.earlier is not None and self.is_earlier(provision, role):
            brought = self.dates(self.earlier.day_of, self.edition, frozenset({"prohibited"}))
            why = f"{self.earlier.citation}: {self.earlier.why} {brought.why}"
            return DutyDate(brought.applies_from, why)
        if self.deferral and self.deferral.until and provision == self.deferral.citation:
            # What the transition itself asks is met by the day that it gives.
            return DutyDate(self.deferral.until, self.deferral.told)
        return _deferred(self.dates(provision, self.edition, routes), self.deferral, role)

    def is_deferred(self, dated: DutyDate) -> bool:
        """Say whether a transition moves a date, or lets it be the earliest one only."""
        return self.deferral is not None and bool(dated.by_route & self.deferral.defers)

    def is_earlier(self, provision: str, role: str) -> bool:
        """Say whether a transition brings a provision for a role to the day of another one."""
        if self.earlier is None or role != self.earlier.role:
            return False
        return any(is_within(provision, outer) for outer in self.earlier.brings)

    def is_direct(self, provision: str) -> bool:
        """Say whether Art. 2(2) lets a provision reach products of Annex I Section B directly."""
        return any(
            provision == direct or provision.startswith(f"{direct}(")
            for direct in self.section_b_direct
        )


def work_out_duties(findings: Findings, outcome: OutcomeRule, dating: Dating) -> tuple[Duty, ...]:
    """List the duties, sorted by provision and role; each stands once."""
    found: dict[tuple[str, str], Duty] = {}
    for named, rule in findings.duties:
        for role in _roles(named, findings):
            if not _counts(role, findings, outcome):
                continue
            duty = _duty(named, role, rule, findings=findings, dating=dating)
            found.setdefault((duty.provision, role), duty)
    return tuple(found[key] for key in sorted(found))


def _counts(role: str, findings: Findings, outcome: OutcomeRule) -> bool:
    if role == MODEL_ROLE:
        return findings.model_in_scope
    return findings.in_scope and outcome.name != OUT_OF_SCOPE


def roles_held(findings: Findings, outcome: OutcomeRule) -> frozenset[str]:
    """Return the roles that the law gives; outside its scope that of a model which stays inside."""
    held = frozenset(findings.roles)
    if findings.in_scope and outcome.name != OUT_OF_SCOPE:
        return held
    return held & {MODEL_ROLE} if _is_model_inside(findings) else frozenset()


def _is_model_inside(findings: Findings) -> bool:
    return "gpai" in findings.flags and findings.model_in_scope


def describe(
    findings: Findings, outcome: OutcomeRule, duties: tuple[Duty, ...], dating: Dating
) -> Situation:
    """Sum up what the obligations follow from, beside the law itself.

    Where only the model is inside, it is the model's situation: nothing of the system counts.
    """
    situation = Situation(
        edition=dating.edition,
        in_scope=findings.in_scope and outcome.name != OUT_OF_SCOPE,
        roles=frozenset(findings.roles),
        grounds=frozenset(findings.grounds),
        prohibited=frozenset(findings.prohibited),
        upcoming=frozenset(
            item.act_rule.effect.prohibited
            for item in findings.upcoming
            if item.act_rule.effect.prohibited
        ),
        routes=dating.routes,
        transition=dating.deferral.id if dating.deferral else "",
        earlier=dating.earlier.id if dating.earlier else "",
        derogated="derogated" in findings.flags,
        named=tuple(
            (duty.provision, duty.role)
            for duty in duties
            if duty.direct and duty.role in findings.roles
        ),
        facts=load_declared().facts_of(findings.facts),
        open_facts=load_declared().open_facts_of(findings.facts),
    )
    if not situation.in_scope and _is_model_inside(findings):
        return _of_the_model(situation)
    return situation


def _of_the_model(situation: Situation) -> Situation:
    """Leave of a situation what concerns the model, where the system is outside the scope."""
    nothing: frozenset[str] = frozenset()
    return replace(
        situation,
        in_scope=True,
        roles=situation.roles & {MODEL_ROLE},
        grounds=nothing,
        prohibited=nothing,
        upcoming=nothing,
        routes=situation.routes & MODEL_ROUTES,
        transition="",
        earlier="",
        derogated=False,
    )


def dating_of(act: ActRules, findings: Findings, *, edition: str, dates: DutyDates) -> Dating:
    """Gather what dates depend on in a case."""
    holding = [item for item in act.transitions if item.when.holds(findings.facts)]
    return Dating(
        edition=edition,
        section_b_direct=act.section_b_direct[edition],
        routes=frozenset(_routes(findings)) | {item.route for item in holding if item.route},
        deferral=next((item for item in holding if item.defers), None),
        earlier=next((item for item in holding if item.brings), None),
        dates=dates,
    )


def _routes(findings: Findings) -> Iterator[str]:
    flags = findings.flags
    if "annex_i_a" in flags or "annex_i_b" in flags:
        yield "annex_i"
    if "annex_iii" in flags:
        yield "annex_iii"
    if "transparency" in flags:
        yield "transparency"
    if "gpai" in flags:
        yield "gpai"
    if findings.gpai == "gpai_systemic":
        yield "gpai_systemic"


def _roles(named: NamedDuty, findings: Findings) -> tuple[str, ...]:
    """Choose among several addressees those whose role is held; all of them when none is."""
    if len(named.addressees) == 1:
        return named.addressees
    held = tuple(role for role in named.addressees if role in findings.roles)
    return held or named.addressees


def _duty(named: NamedDuty, role: str, rule: Rule, *, findings: Findings, dating: Dating) -> Duty:
    routes = frozenset({"derogation"}) if named.by_derogation else dating.routes
    if is_within(named.provision, "Art. 5"):
        # It binds the use that a ban leaves open, so that no ban needs to be found.
        routes |= {"prohibited"}
    dated = dating.of(named.provision, role, routes)
    sentences = [f"Rule {rule.id}, {rule.citation}.", dated.why]
    note = rule.then.get("note")
    if note:
        sentences.append(f"Note: {note.rstrip('.')}.")
    direct = not _reaches_through_product_law(named.provision, role, findings, dating)
    if not direct:
        sentences.append(
            "The system is high-risk only through Annex I Section B, and Art. 2(2) does not list "
            "this provision among those that apply to it directly."
        )
    if role not in findings.roles:
        sentences.append(f"It falls on the role {role}, which was not found here.")
    return Duty(named.provision, role, dated.applies_from, " ".join(sentences), direct)


def _deferred(looked_up: DutyDate, deferral: Transition | None, role: str) -> DutyDate:
    """Let a legacy system's duties wait where their date comes by a route that is deferred."""
    if deferral is None or looked_up.applies_from is None:
        return looked_up
    if not looked_up.by_route & deferral.defers:
        return looked_up
    why = f"{deferral.told} Otherwise: {_without_letter(looked_up.why)}"
    until = deferral.until if role in (deferral.until_for or {role}) else None
    day = looked_up.applies_from if deferral.only_if else until
    return DutyDate(day, why, looked_up.by_route)


def _without_letter(why: str) -> str:
    """Leave out what the letter of the law puts in doubt: where a transition waits, it is moot."""
    told, _mark, _doubt = why.partition(" Not settled: ")
    return told if f" {route_words('formal')} " in told else why


def _reaches_through_product_law(
    provision: str, role: str, findings: Findings, dating: Dating
) -> bool:
    if role == MODEL_ROLE or set(findings.grounds) != {"Annex I Section B"}:
        return False
    return not dating.is_direct(provision)
