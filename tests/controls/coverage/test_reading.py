"""Coverage read from the rows: places, days, moments, sign-off, queries, reach."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from controls.coverage import reading
from controls.coverage.reading import (
    Scope,
    coverage_of,
    scope_of_unit,
    scopes_of_use_cases,
    visible_refs,
)
from controls.coverage.rules import Layer
from controls.crosswalk.actions import mappings
from controls.evidence import actions as evidence
from controls.library.actions import controls, implementations
from controls.models import Edition, Mapping, Origin
from governance import days
from governance.people.actions import people as people_actions
from records.actors import Actor
from records.changing import archiving
from records.history.past import as_of
from tests import factories, sessions
from tests.controls.proving import (
    CARPETS,
    QUIET,
    STANDARD,
    at_use_case,
    claiming,
    proved,
    signed,
)
from tests.people import SYSTEM


def layer(edition, unit, code=QUIET, **more):
    return coverage_of(edition, [scope_of_unit(unit)], **more).cover(scope_of_unit(unit), code)


def test_each_layer_is_reached_in_turn(people, law):
    control = claiming(people.top)
    reached = [layer(law, people.home).direct]
    one = factories.implementation(people.home, of=control)
    reached.append(layer(law, people.home).direct)
    proved(one)
    reached.append(layer(law, people.home).direct)
    signed(one, by=people.ben, at=people.top)
    reached.append(layer(law, people.home).direct)

    assert reached == [Layer.NONE, Layer.RECORDED, Layer.CURRENT, Layer.VERIFIED]
    assert layer(law, people.away).direct is Layer.NONE
    assert layer(law, people.top).direct is Layer.NONE


def test_a_change_of_the_control_makes_the_verification_stale(people, law):
    control = claiming(people.top)
    one = factories.implementation(people.home, of=control)
    proved(one)
    signed(one, by=people.ben, at=people.top)

    controls.change(control, actor=SYSTEM, values={"procedure": "Something else."})

    assert layer(law, people.home).direct is Layer.CURRENT


def test_evidence_grows_stale_on_its_day(people, law):
    one = factories.implementation(people.home, of=claiming(people.top))
    proved(one, days_ago=10, valid_days=10)
    today = days.today()

    assert layer(law, people.home, day=today).direct is Layer.CURRENT
    assert layer(law, people.home, day=today + timedelta(days=1)).direct is Layer.RECORDED
    assert layer(law, people.home).paths[0].evidence_until == today


def test_the_day_of_a_control_counts(people, law):
    coming = days.today() + timedelta(days=3)
    factories.implementation(people.home, of=claiming(people.top), since=coming)

    assert layer(law, people.home).direct is Layer.NONE
    assert layer(law, people.home, day=coming).direct is Layer.RECORDED


def test_a_retired_one_lets_the_one_above_count(people, law):
    control = claiming(people.top)
    factories.implementation(people.top, of=control)
    here = factories.implementation(people.home, of=control, status="planned", since=None)
    planned = layer(law, people.home).direct

    implementations.change(here, actor=SYSTEM, values={"status": "retired"}, reason="Not here.")

    assert (planned, layer(law, people.home).direct) == (Layer.NONE, Layer.RECORDED)


def test_what_is_inherited_needs_both(people, law):
    control = claiming(people.top)
    here = factories.implementation(people.home, of=control, origin=Origin.INHERITED)
    alone = layer(law, people.home)

    above = factories.implementation(people.top, of=control)

    refs = [step.ref for step in layer(law, people.home).paths[0].steps if step.kind != "claim"]
    assert alone.direct is Layer.NONE
    assert refs == [QUIET, control.ref, here.ref, above.ref]


def test_a_claim_carries_over_a_mapping_as_derived(people, law):
    factories.implementation(people.top, of=claiming(people.top, STANDARD, CARPETS))

    found = layer(law, people.top)

    assert (found.direct, found.derived) == (Layer.NONE, Layer.RECORDED)
    assert (found.paths[0].relation, found.paths[0].strength) == ("subset", 4)


def test_a_disputed_mapping_carries_no_claim(people, law):
    factories.implementation(people.top, of=claiming(people.top, STANDARD, CARPETS))

    mappings.dispute(Mapping.objects.get(), actor=SYSTEM, reason="Carpets are loud.")

    assert layer(law, people.top).paths == ()


def test_a_use_case_has_what_its_unit_has_and_its_own(people, law):
    above, own = claiming(people.top), claiming(people.top, code="Annex I.1", name="List")
    use_case, other = factories.use_case(people.home), factories.use_case(people.home)
    factories.implementation(people.home, of=above)
    at_use_case(use_case, own)
    scopes = scopes_of_use_cases([use_case.pk, other.pk])

    found = coverage_of(law, list(scopes.values()))

    layers = {
        (key, code): found.cover(scope, code).direct
        for key, scope in scopes.items()
        for code in (QUIET, "Annex I.1")
    }
    assert layers == {
        (use_case.pk, QUIET): Layer.RECORDED,
        (use_case.pk, "Annex I.1"): Layer.RECORDED,
        (other.pk, QUIET): Layer.RECORDED,
        (other.pk, "Annex I.1"): Layer.NONE,
    }


def test_the_past_is_read_as_it_stood(people, law):
    control = claiming(people.top)
    one = factories.implementation(people.home, of=control)
    proved(one)
    signed(one, by=people.ben, at=people.top)
    then = timezone.now()
    controls.drop_claim(control, actor=SYSTEM, edition="house-law/2030", code=QUIET, reason="No.")

    with as_of(then):
        before = layer(law, people.home).direct

    assert (before, layer(law, people.home).direct) == (Layer.VERIFIED, Layer.NONE)


def test_evidence_that_was_detached_no_longer_counts(people, law):
    one = factories.implementation(people.home, of=claiming(people.top))
    held = proved(one)

    evidence.detach(held, actor=SYSTEM, to=one, reason="It shows something else.")

    assert layer(law, people.home).direct is Layer.RECORDED


def test_archived_evidence_and_controls_no_longer_count(people, law):
    control = claiming(people.top)
    one = factories.implementation(people.home, of=control)
    archiving.archive(proved(one), actor=SYSTEM, reason="Old.")
    without_evidence = layer(law, people.home).direct
    archiving.archive(control, actor=SYSTEM, reason="Old.")

    assert (without_evidence, layer(law, people.home).paths) == (Layer.RECORDED, ())


def test_the_number_of_queries_does_not_grow(people, law):
    def fill(unit):
        control = claiming(people.top, name=f"Control of {unit}")
        one = factories.implementation(unit, of=control)
        proved(one)
        signed(one, by=people.ben, at=people.top)

    def count(*units):
        reading._KEPT_ROUTES.clear()
        edition = Edition.objects.select_related("framework").get(pk=law.pk)
        with CaptureQueriesContext(connection) as seen:
            scopes = [scope_of_unit(unit) for unit in units]
            found = coverage_of(edition, scopes)
            for scope in scopes:
                for code in (QUIET, "Annex I.1"):
                    found.cover(scope, code)
        return len(seen)

    below = [people_actions.add_unit(f"U{n}", above=people.home, actor=SYSTEM) for n in range(4)]
    fill(below[0])
    count(below[0])
    few = count(below[0])
    for unit in below[1:]:
        fill(unit)

    assert count(*below) == few
    assert few <= 11


def test_a_claim_that_was_added_counts_at_once(people, law):
    before = layer(law, people.home).direct

    control = claiming(people.top)
    factories.implementation(people.home, of=control)

    assert (before, layer(law, people.home).direct) == (Layer.NONE, Layer.RECORDED)


def test_only_asked_provisions_are_read(people, law):
    factories.implementation(people.home, of=claiming(people.top))

    found = layer(law, people.home, codes=[QUIET])

    assert found.direct is Layer.RECORDED


def test_references_out_of_reach_are_not_named(people, law):
    one = factories.implementation(people.home, of=claiming(people.top))
    held = proved(one)
    path = layer(law, people.home).paths[0]

    assert visible_refs(path.refs, Actor.of(people.ada)) == {one.control.ref, one.ref, held.ref}
    assert visible_refs(path.refs, Actor.of(people.cleo)) == {one.control.ref}


def test_a_scope_is_the_unit_of_the_use_case(people):
    use_case = factories.use_case(people.home)

    assert scopes_of_use_cases([use_case.pk]) == {use_case.pk: Scope(people.home.path, use_case.pk)}


def command(**options):
    out = StringIO()
    call_command("coverage", stdout=out, **options)
    return out.getvalue()


def test_the_command_tells_three_layers_and_the_path(people, law):
    one = factories.implementation(people.top, of=claiming(people.top))
    held = proved(one)

    told = json.loads(command(framework="house-law", as_json=True))

    assert told["figures"] == {
        "provisions": 2,
        "recorded": {"direct": 1, "derived_only": 0},
        "current": {"direct": 1, "derived_only": 0},
        "verified": {"direct": 0, "derived_only": 0},
    }
    quiet = next(item for item in told["provisions"] if item["provision"] == QUIET)
    assert quiet["layers"]["verified"] == {"direct": False, "fully": False, "derived": False}
    steps = [step["ref"] for step in quiet["paths"][0]["path"] if step["step"] != "claim"]
    assert steps == [QUIET, one.control.ref, one.ref, held.ref]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"framework": "nothing"}, "There is no framework or edition “nothing”."),
        ({"framework": "house-law/1999"}, "There is no framework or edition “house-law/1999”."),
        ({"framework": "house-law", "scope": "UC-9999"}, "no unit or use case “UC-9999”"),
        ({"framework": "house-law", "as_of": "3026-01-01"}, "is no past moment"),
    ],
)
def test_the_command_says_what_it_cannot_read(house, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        command(**options)


def test_the_api_hides_what_is_out_of_reach(people, law):
    one = factories.implementation(people.top, of=claiming(people.top))
    client = Client()
    sessions.begin(client, people.ada)

    told = client.get(
        "/api/v1/coverage/", {"framework": "house-law/2030", "scope": people.home.ref}
    ).json()

    quiet = next(item for item in told["provisions"] if item["provision"] == QUIET)
    assert quiet["layers"]["recorded"]["direct"]
    assert {"step": "implementation", "ref": None} in quiet["paths"][0]["path"]
    assert one.ref not in json.dumps(told)


def test_the_api_answers_nothing_about_places_out_of_reach(people, law):
    client = Client()
    sessions.begin(client, people.ada)

    asked = {"framework": "house-law", "scope": people.away.ref}

    assert client.get("/api/v1/coverage/", asked).status_code == 404
    assert Client().get("/api/v1/coverage/", asked).status_code in {401, 403}
