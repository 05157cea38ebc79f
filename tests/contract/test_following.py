"""Every kind: what is about a record follows it to another unit, whichever kinds come along."""

import pytest
from django.apps import apps

from governance.findings import actions as findings
from governance.models import Finding, Pack, SignOff, SignOffPolicy, Unit
from governance.packs import actions as packs
from governance.signoff import actions as signoffs
from records.changing import following
from records.changing.acting import acting
from records.models import Record
from records.verbs import ANY, Verb
from tests import factories
from tests.contract.test_reach_of_the_past import anchor_of
from tests.people import SYSTEM

MOVE = Verb("tests.follow.move", needs="change", told="moved the record", on=ANY)

# Links to a record with a unit of its own, behind which the record does not move.
STAYS = {
    "assessments.classification.previous": "It is reached through the use case of both.",
}


def record_kinds():
    """Return the models of all kinds of records."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def links(model):
    """Yield the columns that name another record: by a foreign key, or by the key of any record."""
    for field in model._meta.concrete_fields:
        if field.name in ("unit", "owner"):
            continue
        if field.name == "subject_id" or names_a_record(field):
            yield field


def names_a_record(field):
    return field.is_relation and issubclass(field.related_model, Record)


def is_about_units(field):
    """Say whether the named record stands at a unit because of which it is read."""
    named = field.related_model if field.is_relation else None
    return named is None or not (named.read_by_all or named.always_today)


def test_every_link_is_followed_or_says_why_not():
    followed = {(one.model, one.by) for one in following.every()}
    open_links = {
        f"{model._meta.label_lower}.{field.name}"
        for model in record_kinds()
        for field in links(model)
        if is_about_units(field)
        and field.name != model.reached_by()
        and (model, field.attname) not in followed
    }

    assert open_links == STAYS.keys()


def put_elsewhere(record, unit):
    """Move a record, whatever its kind lets people do."""
    with acting(MOVE, record, SYSTEM) as moved:
        moved.unit = unit


def unit_of(record):
    return Unit.objects.get(pk=type(record).objects.get(pk=record.pk).unit_id)


def place_of_papers(record, unit):
    """Return where sign-off and pack of a record stand: the pack of a unit at that unit itself."""
    return [unit, record if isinstance(record, Unit) else unit]


def papers_about(record, people):
    """Make the papers that can be about any record."""
    kind = record.kind_code()
    if not SignOffPolicy.objects.filter(kind=kind).exists():
        factories.policy(people.top, kind=kind)
    asked = signoffs.request(record, actor=SYSTEM)
    return [asked, packs.keep(factories.made_pack(record), actor=SYSTEM)]


def test_the_papers_of_every_kind_move_with_what_decides_over_its_reach(kind, people):
    record = factories.make(kind, people.home)
    anchor = anchor_of(record)
    before = anchor.unit
    papers = papers_about(record, people)
    stood = [unit_of(paper) for paper in papers]

    put_elsewhere(anchor, people.away)

    assert stood == place_of_papers(record, before)
    assert [unit_of(paper) for paper in papers] == place_of_papers(record, people.away)


def test_papers_made_after_a_move_stand_where_the_record_is_reached(kind, people):
    record = factories.make(kind, people.home)
    put_elsewhere(anchor_of(record), people.away)
    record = type(record).objects.get(pk=record.pk)

    papers = papers_about(record, people)

    assert [unit_of(paper) for paper in papers] == place_of_papers(record, people.away)


@pytest.mark.parametrize(
    "one",
    [one for one in following.every() if one.of],
    ids=lambda one: f"{one.model.kind_code()}.{one.by}",
)
def test_what_follows_one_kind_moves_with_it(one, people):
    follower = follower_of(one, people.home)
    followed = apps.get_model(one.of)._base_manager.get(pk=getattr(follower, one.by))

    put_elsewhere(anchor_of(followed), people.away)

    assert unit_of(follower) == people.away


def follower_of(one, unit):
    """Make a record that follows: a finding can be about every kind that is open to them."""
    if one.model is Finding:
        return findings.raise_about(
            factories.FACTORIES[one.of](unit), actor=SYSTEM, name="Short", grade="minor"
        )
    return FOLLOWERS[one.model.kind_code()](unit)


def implementation_at_a_use_case(unit):
    return factories.implementations.at_use_case(
        factories.use_case(unit), actor=SYSTEM, control=factories.control(unit)
    )


# By kind code: makes a record that follows another one.
FOLLOWERS = {
    "assessments.obligationplan": factories.obligation_plan,
    "controls.implementation": implementation_at_a_use_case,
}


def test_papers_follow_any_record():
    assert {(one.model, one.by) for one in following.every() if not one.of} == {
        (SignOff, "subject_id"),
        (Pack, "subject_id"),
    }
