"""The sample's findings: about use cases, a control or nothing; some acted on, one closed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from controls.models import Implementation
from governance import days
from governance.findings import actions as findings
from governance.models import CorrectiveAction, Finding
from inventory.models import UseCase
from ops.demo.cast import Cast, read
from records.actors import Actor


def load(cast: Cast, use_cases: Mapping[str, UseCase]) -> None:
    """Load the sample's findings."""
    for told in read("findings.yaml"):
        finding = _raised(told, cast, use_cases)
        for planned in told.get("actions", ()):
            finding = _action(finding, planned, cast)
        if check := told.get("check"):
            who = Actor.of(cast.people[check["by"]])
            finding = findings.check(
                finding, actor=who, outcome="effective", result=check["result"]
            )
            findings.close(finding, actor=who, reason=told["close"])


def _raised(told: Mapping[str, Any], cast: Cast, use_cases: Mapping[str, UseCase]) -> Finding:
    by = cast.people[told["by"]]
    values = {**told["values"], "found_on": _day(told["found"]), "due_on": _day(told["due"])}
    if "about" in told:
        return findings.raise_about(use_cases[told["about"]], actor=Actor.of(by), **values)
    if "control" in told:
        top = Implementation.objects.get(
            control__name=told["control"], unit=cast.units["top"], use_case__isnull=True
        )
        return findings.raise_about(top, actor=Actor.of(by), **values)
    values |= {"unit": cast.units[told["unit"]], "owner": by}
    return findings.create(actor=Actor.of(by), values=values)


def _action(finding: Finding, told: Mapping[str, Any], cast: Cast) -> Finding:
    """Plan an action; who answers for it and has done it says so."""
    by = cast.people[told["by"]]
    row = {"name": told["name"], "owner": by, "due_on": _day(told["due"])}
    planned = findings.change(
        finding, actor=Actor.of(cast.people["marek"]), values={}, corrective_actions=[row]
    )
    if "done" not in told:
        return planned
    action = CorrectiveAction.objects.get(finding=planned, name=told["name"])
    return findings.act(
        planned,
        actor=Actor.of(by),
        action=action,
        done_on=_day(told["done"]),
        result=told["result"],
    )


def _day(back: int) -> date:
    return days.today() - timedelta(days=back)
