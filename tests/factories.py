"""One factory per kind of record; each makes its record through the ordinary actions."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from itertools import count
from types import SimpleNamespace

from django.utils import timezone

from assessments.classification.actions import classifications
from assessments.engine.effects import CLASSIFICATION
from assessments.law_changes.actions import edition_reviews
from assessments.models import Questionnaire
from assessments.obligations.actions import obligations as owed
from assessments.obligations.actions import undertakings
from assessments.questionnaires.actions import publishing as questionnaires
from assessments.questionnaires.engine.files import read_questionnaire
from controls.crosswalk.actions import mappings
from controls.evidence import actions as evidence
from controls.frameworks.actions import editions, frameworks, own_frameworks
from controls.frameworks.loading import load_edition
from controls.frameworks.loading.data import FrameworkData
from controls.library.actions import controls, implementations
from governance.findings import actions as findings
from governance.models import SignOffPolicy, Unit
from governance.packs import actions as packs
from governance.packs.manifest import About
from governance.people.actions import people
from governance.rules import Role, Terms
from governance.signoff import actions as signoffs
from inventory.imports.actions import runs, saved
from inventory.use_cases import actions as use_cases
from records.incoming.mapping import FieldRule, Identity, TableMapping
from records.incoming.table import ColumnKey
from tests.people import SYSTEM

_numbers = count(1)
read_once = cache(read_questionnaire)


def use_case(unit, *, actor=SYSTEM, owner=None, name="Benefit triage", **values):
    """A use case with one intended use."""
    rows = values.pop("intended_uses", [{"title": "Sort applications", "affected": "Applicants"}])
    return use_cases.create(
        actor=actor,
        values={"unit": unit, "owner": owner, "name": name, **values},
        intended_uses=rows,
    )


def framework(unit, *, actor=SYSTEM):
    """A framework of its own code."""
    data = FrameworkData(
        id=f"house-rules-{next(_numbers)}",
        title="Rules of the house on AI",
        short_title="House rules",
        kind="guidance",
        publisher="Test organisation",
        licence="Own text.",
        id_form="words",
        kinds=(),
        addressees=(),
        applies_to=(),
    )
    return frameworks.keep(data, unit=unit, actor=actor)


def edition(unit, *, actor=SYSTEM):
    """A small edition of a framework of its own."""
    held = framework(unit, actor=actor)
    small = load_edition("nist-ai-600-1", "2024")
    data = replace(small, framework=held.code, id="first", replaces=None)
    return editions.publish(data, actor=actor)


def mapping(unit, *, actor=SYSTEM):
    """A mapping between two small editions of frameworks of their own."""
    here, there = edition(unit), edition(unit)
    return mappings.propose(
        actor=actor,
        values={
            "unit": unit,
            "source_framework": here.framework,
            "source_code": "GAI-1",
            "target_framework": there.framework,
            "target_code": "GAI-2",
            "relation": "intersects",
            "strength": 5,
            "rationale": "Both ask for a check of outputs.",
        },
    )


def framework_import(unit, *, actor=SYSTEM):
    """A table with a framework, which still lacks a name."""
    data = f"Code,Title\n{next(_numbers)},Register every use\n".encode()
    return own_frameworks.receive(data, name="house.csv", unit=unit, actor=actor)


def control(unit, *, actor=SYSTEM, name="Human oversight", **values):
    """A control without any claim."""
    given = {"objective": "People can stop the system.", **values}
    return controls.add(actor=actor, values={"unit": unit, "name": name, **given})


def implementation(unit, *, actor=SYSTEM, of=None, **values):
    """A control that is in place at a unit since a day in the past."""
    given = {"status": "implemented", "since": date(2026, 1, 1), "description": "By the shift."}
    given |= values
    return implementations.at_unit(of or control(unit), actor=actor, unit=unit, **given)


def some_evidence(unit, *, actor=SYSTEM, **values):
    """Evidence to which nothing was handed in yet."""
    return evidence.add(actor=actor, values={"unit": unit, "name": "Test report", **values})


def questionnaire(unit, *, actor=SYSTEM):
    """The questions of the AI Act, dated to an edition of its own.

    The next day that is free here: in every test the same, so that their contents are known.
    """
    day = date(2026, 1, 1) + timedelta(days=Questionnaire.objects.count())
    content = {**read_once(CLASSIFICATION), "as_of": day.isoformat()}
    return questionnaires.publish(unit=unit, actor=actor, source=content)


def classification(unit, *, actor=SYSTEM):
    """A classification that was just begun, of a use case of its own."""
    if not Questionnaire.objects.exists():
        questionnaires.publish(unit=unit, actor=actor, source=read_once(CLASSIFICATION))
    return classifications.start(use_case(unit), actor=actor)


def obligation_plan(unit, *, actor=SYSTEM):
    """A plan for the duty of a chatbot's provider to tell people that they face an AI."""
    begun = classification(unit, actor=actor)
    classifications.answer(begun, actor=actor, answers={"R1": "yes", "T1": "yes"})
    target = owed.PlanTarget(begun.use_case, "Art. 50(1)", "provider")
    return owed.plan(target, actor=actor, intent=owed.Intent(next_step="Write the notice."))


def edition_review(unit, *, actor=SYSTEM):
    """The task to read a classification of its own by another edition."""
    begun = classification(unit, actor=actor)
    item = {
        "ref": begun.ref,
        "verdict": "same",
        "before": "minimal",
        "after": "minimal",
        "worst_before": "minimal",
        "worst_after": "minimal",
        "is_incomplete": False,
        "differs": {},
        "questions": [],
        "reviews": [],
        "obligations": "",
        "digest": begun.digest,
    }
    report = {"from": "2024-1689", "to": "2026-1744", "on": "2026-11-24", "obligations": {}}
    (made,) = edition_reviews.give_tasks(
        {**report, "use_cases": [item]}, actor=actor, refs=[begun.ref]
    )
    return made


def undertaking(unit, *, actor=SYSTEM):
    """The size of an organisation, at a unit of its own below: there is one at each."""
    below = people.add_unit(f"Company {next(_numbers)}", above=unit, actor=actor)
    values = {"unit": below, "size": "large", "figures_from": "Annual report"}
    return undertakings.create(actor=actor, values=values)


def person(unit, *, actor=SYSTEM):
    """Somebody without any appointment."""
    email = f"pat{next(_numbers)}@example.org"
    return people.add_person(name="Pat Example", email=email, unit=unit, actor=actor)


def unit(above, *, actor=SYSTEM):
    """A unit below another one."""
    # The name is unique below one unit; the first one bears the plain name.
    taken = Unit.objects.filter(name="Branch").exists()
    name = f"Branch {next(_numbers)}" if taken else "Branch"
    return people.add_unit(name, above=above, actor=actor)


def policy(unit, *, actor=SYSTEM, kind=None):
    """A sign-off policy for a kind of its own, unless one is named."""
    return signoffs.set_policy(
        kind=kind or f"tests.kind{next(_numbers)}",
        name="Branch papers",
        terms=Terms([Role.COMPLIANCE_OFFICER]),
        statement="I have read it.",
        unit=unit,
        actor=actor,
    )


def sign_off(unit, *, actor=SYSTEM):
    """A sign-off that was asked for, of a use case of its own."""
    if not SignOffPolicy.objects.filter(kind="inventory.usecase").exists():
        policy(unit, kind="inventory.usecase")
    return signoffs.request(use_case(unit), actor=actor)


def finding(unit, *, actor=SYSTEM, name="No log of overrides", grade="minor", **values):
    """A finding that is about no record, with one action."""
    rows = values.pop("corrective_actions", [{"name": "Log every override"}])
    return findings.create(
        actor=actor,
        values={"unit": unit, "name": name, "grade": grade, **values},
        corrective_actions=rows,
    )


def pack(unit, *, actor=SYSTEM):
    """A pack as it is kept."""
    return packs.keep(made_pack(use_case(unit)), actor=actor)


def made_pack(subject, *, at=None):
    """A finished pack; its PDF is no real one, since making one takes seconds."""
    moment = at or timezone.now()
    about = About(subject.kind_code(), str(subject.pk), subject.ref, moment, 1, False)
    return SimpleNamespace(
        contents=SimpleNamespace(subject=subject, scope=None, gaps=[], records=[subject]),
        about=about,
        manifest_digest=sha256(subject.ref.encode()).hexdigest(),
        unsealed=b"%PDF-",
        sealed=f"%PDF-{next(_numbers)}".encode(),
    )


def import_run(unit, *, actor=SYSTEM):
    """A file that was received, not yet mapped."""
    data = f"Name,Unit\nNumber {next(_numbers)},Home\n".encode()
    return runs.receive(data, name="register.csv", unit=unit, actor=actor)


def import_mapping(unit, *, actor=SYSTEM):
    """A saved mapping of a name of its own."""
    mapping = TableMapping(
        name="house",
        title="Register of the house",
        rules=(FieldRule("name", (ColumnKey("Name"),)),),
        identity=Identity((ColumnKey("Name"),)),
    )
    name = f"house-{next(_numbers)}"
    return saved.save(name, mapping=mapping, unit=unit, actor=actor)


# By kind code: makes a record of the kind at a unit. `actor` may be given.
FACTORIES = {
    "assessments.classification": classification,
    "assessments.editionreview": edition_review,
    "assessments.obligationplan": obligation_plan,
    "assessments.questionnaire": questionnaire,
    "assessments.undertaking": undertaking,
    "controls.control": control,
    "controls.edition": edition,
    "controls.evidence": some_evidence,
    "controls.framework": framework,
    "controls.implementation": implementation,
    "controls.frameworkimport": framework_import,
    "controls.mapping": mapping,
    "governance.finding": finding,
    "governance.pack": pack,
    "governance.person": person,
    "governance.signoff": sign_off,
    "governance.signoffpolicy": policy,
    "governance.unit": unit,
    "inventory.importmapping": import_mapping,
    "inventory.importrun": import_run,
    "inventory.usecase": use_case,
}

# Kinds that everybody of the house may read: they say nothing about any unit.
READ_BY_ALL = {
    "assessments.questionnaire",
    "controls.control",
    "controls.edition",
    "controls.framework",
    "controls.mapping",
    "governance.signoffpolicy",
}

# By kind code: pages at the address of an action that only show something.
READING_PAGES = {"assessments.classification": {"answers"}}

# Kinds whose field in CHANGES never enters history.
OUTSIDE_HISTORY = {"governance.person"}

# By kind code: a field, its value at first and another one, for kinds that are changed by hand.
CHANGES = {
    "assessments.undertaking": ("figures_from", "Annual report", "Audited annual report"),
    "controls.control": ("name", "Human oversight", "Human oversight by two people"),
    "controls.evidence": ("name", "Test report", "Report of the yearly test"),
    "controls.implementation": ("description", "By the shift.", "By the shift leader."),
    "controls.mapping": (
        "rationale",
        "Both ask for a check of outputs.",
        "Both ask for outputs to be checked by people.",
    ),
    "governance.finding": ("name", "No log of overrides", "No log of what people override"),
    "governance.person": ("name", "Pat Example", "Pat Other"),
    "governance.signoffpolicy": ("name", "Branch papers", "Papers of the branch"),
    "governance.unit": ("name", "Branch", "Renamed branch"),
    "inventory.importmapping": ("title", "Register of the house", "Old register"),
    "inventory.usecase": ("name", "Benefit triage", "Benefit triage and advice"),
}


def new_mapping(unit):
    """A pair of provisions of two editions of frameworks of their own."""
    return {
        "source_framework": edition(unit).framework,
        "source_code": "GAI-1",
        "target_framework": edition(unit).framework,
        "target_code": "GAI-2",
        "relation": "subset",
        "strength": 7,
        "rationale": "The first asks for a part of the second.",
    }


# By kind code: what the form needs beside the unit to add a record, for kinds added by hand; a
# function makes the records that the new one names.
NEW = {
    "assessments.undertaking": {"size": "sme"},
    "controls.control": {
        "name": "Logging",
        "objective": "Events can be traced.",
        "cadence": "continuous",
    },
    "controls.evidence": {"name": "Log extract", "freshness": "collected", "valid_days": 90},
    "controls.mapping": new_mapping,
    "governance.finding": {
        "name": "Training is late",
        "grade": "observation",
        "source": "review",
        "found_on": "2026-11-02",
    },
    "governance.person": {"name": "Nina New", "email": "nina@example.org"},
    "governance.unit": {"name": "New branch"},
    "inventory.usecase": {
        "name": "Letter drafts",
        "lifecycle": "idea",
        "impact": "unknown",
        "development_mode": "unknown",
        "personal_data": "unknown",
        "public_facing": "unknown",
        "review_cadence": "none",
    },
}


def make(kind, unit, **options):
    """Make a record of a kind at a unit; a kind without factory is an error."""
    return FACTORIES[kind.code](unit, **options)


def new(kind, unit, *, by="pk"):
    """Return what adds a record: other records are named by their key, or by their reference."""
    given = NEW.get(kind.code, {})
    values = given(unit) if callable(given) else given
    return {name: getattr(value, by, value) for name, value in values.items()}
