"""The duties that the rules of the AI Act classification name, with role, date and reason.

A duty is what a rule names by `add_duty` or `duties`: the duties of role and regime (Art. 4, 22,
26(7), 27, 49(1), 49(3), 54, 75(1), 111(2)), those of the derogation (Art. 6(4) and 49(2)), the
paragraph of Art. 50 behind each transparency case, and for models Art. 53, or what the relief for
open source leaves of it, or Art. 52, 53 and 55 with systemic risk. Prohibitions are no duties.
Every one is listed whatever its date and whether or not the addressee's role was chosen, which the
reason then says. Art. 8 to 27 as a whole are named by no rule: they belong to the high-risk regime.

There are none outside the scope. Art. 2(12) takes out open-source systems, not models: a model's
duties stay then.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from assessments.engine.dates import DutyDate, DutyDates
from assessments.engine.effects import Act, NamedDuty
from assessments.engine.findings import Findings
from assessments.engine.questionnaire import Outcome, Rule, Transition

OUT_OF_SCOPE = "out_of_scope"
MODEL_ROLE = "gpai_provider"


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty that falls on a role from a date; no date where it waits or does not reach."""

    provision: str
    role: str
    applies_from: datetime.date | None
    why: str


@dataclass(frozen=True, slots=True)
class Dating:
    """What the date of a duty depends on, besides the duty itself."""

    edition: str
    section_b_direct: frozenset[str]
    routes: frozenset[str]
    deferral: Transition | None
    dates: DutyDates


def work_out_duties(
    act: Act, findings: Findings, outcome: Outcome, *, edition: str, dates: DutyDates
) -> tuple[Duty, ...]:
    """List the duties, sorted by provision and role; each stands once."""
    dating = _dating(act, findings, edition, dates)
    found: dict[tuple[str, str], Duty] = {}
    for named, rule in findings.duties if findings.in_scope else ():
        for role in _roles(named, findings):
            if outcome.name == OUT_OF_SCOPE and role != MODEL_ROLE:
                continue
            duty = _duty(named, role, rule, findings=findings, dating=dating)
            found.setdefault((duty.provision, role), duty)
    return tuple(found[key] for key in sorted(found))


def _dating(act: Act, findings: Findings, edition: str, dates: DutyDates) -> Dating:
    holding = [item for item in act.questionnaire.transitions if item.when.holds(findings.facts)]
    return Dating(
        edition=edition,
        section_b_direct=act.questionnaire.editions[edition].section_b_direct,
        routes=frozenset(_routes(findings)) | {item.route for item in holding if item.route},
        deferral=next((item for item in holding if item.defers), None),
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
    looked_up = dating.dates(named.provision, dating.edition, routes)
    dated = _deferred(looked_up, dating.deferral)
    sentences = [f"Rule {rule.id}, {rule.citation}.", dated.why]
    note = rule.then.get("note")
    if note:
        sentences.append(f"Note: {note.rstrip('.')}.")
    if _reaches_through_product_law(named.provision, role, findings, dating):
        sentences.append(
            "The system is high-risk only through Annex I Section B, and Art. 2(2) does not list "
            "this provision among those that apply to it directly."
        )
    if role not in findings.roles:
        sentences.append(f"It falls on the role {role}, which was not found here.")
    return Duty(named.provision, role, dated.applies_from, " ".join(sentences))


def _deferred(looked_up: DutyDate, deferral: Transition | None) -> DutyDate:
    """Let a legacy system's duties wait where their date comes by a route that is deferred."""
    if deferral is None or looked_up.applies_from is None:
        return looked_up
    if not looked_up.by_route & deferral.defers:
        return looked_up
    why = f"{deferral.citation}: {deferral.why} Otherwise: {looked_up.why}"
    return DutyDate(deferral.until, why, looked_up.by_route)


def _reaches_through_product_law(
    provision: str, role: str, findings: Findings, dating: Dating
) -> bool:
    if role == MODEL_ROLE or set(findings.grounds) != {"Annex I Section B"}:
        return False
    return not any(
        provision == direct or provision.startswith(f"{direct}(")
        for direct in dating.section_b_direct
    )
