"""The sample's controls: claimed, put in place, shown at work (some long ago), some signed."""

from collections.abc import Mapping
from datetime import timedelta

from controls.evidence import actions as evidence
from controls.library.actions import controls, implementations
from controls.models import Control, Freshness, Implementation, ImplementationStatus, Origin
from governance import days
from governance.models import Person
from governance.signoff import actions as signoffs
from inventory.models import UseCase
from ops.demo.cast import Cast, read, sign
from records.actors import Actor
from records.ledger.canonical import JSON


def load(cast: Cast, use_cases: Mapping[str, UseCase]) -> None:
    """Load the sample's controls."""
    officer = cast.people["marek"]
    for about in read("controls.yaml"):
        control = _control(about, cast, officer)
        for place in about.get("places", ()):
            one = _place(control, place, cast, use_cases, officer)
            for shown in place.get("evidence", ()):
                _evidence(one, shown, officer)
            if place.get("sign"):
                asked = signoffs.request(one, actor=Actor.of(officer), note="Please look at it.")
                sign(asked, cast.people["nadia"])


def _control(about: Mapping[str, JSON], cast: Cast, owner: Person) -> Control:
    values = {
        "unit": cast.units["top"],
        "owner": owner,
        "name": about["name"],
        "objective": about["objective"],
        "procedure": about.get("procedure", ""),
        "cadence": about.get("cadence", "event"),
        "test_procedure": about.get("test", ""),
    }
    control = controls.add(actor=Actor.of(owner), values=values)
    for edition, code, relation, why in about["claims"]:
        control = controls.claim(
            control,
            actor=Actor.of(owner),
            edition=edition,
            code=code,
            relation=relation,
            rationale=why,
        )
    return control


def _place(
    control: Control,
    about: Mapping[str, JSON],
    cast: Cast,
    use_cases: Mapping[str, UseCase],
    owner: Person,
) -> Implementation:
    values: dict[str, object] = {"status": about.get("status", ImplementationStatus.IMPLEMENTED)}
    if "days" in about:
        values["since"] = days.today() - timedelta(days=about["days"])
    if "inherited" in about:
        values |= {"origin": Origin.INHERITED, "stays_ours": about["inherited"]}
    if "use_case" in about:
        use_case = use_cases[about["use_case"]]
        return implementations.at_use_case(
            use_case, actor=Actor.of(owner), control=control, **values
        )
    unit = cast.units[about["unit"]]
    return implementations.at_unit(control, actor=Actor.of(owner), unit=unit, **values)


def _evidence(one: Implementation, about: Mapping[str, JSON], owner: Person) -> None:
    text = f"{about['name']}\n\nA sample: the real file would stand here.\n"
    evidence.hand_in(
        one,
        actor=Actor.of(owner),
        values={
            "name": about["name"],
            "freshness": Freshness.COLLECTED,
            "valid_days": about["valid"],
        },
        handed_in=evidence.HandedIn(
            data=text.encode(),
            file_name="sample.txt",
            collected_on=days.today() - timedelta(days=about["age"]),
        ),
    )
