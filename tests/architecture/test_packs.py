"""Whatever packs are made of brings chapters of its own, and something that judges them."""

import pytest

from governance.gaps import checks
from governance.gaps.within import Within
from governance.packs.contents import is_made_at_units
from records import kinds
from records.actors import Actor


def packable():
    """Return the kinds of which packs are made, by a page or at a unit."""
    return [
        kind
        for kind in kinds.every()
        if is_made_at_units(kind.model) or any(item.name == "pack" for item in kind.all_actions)
    ]


@pytest.mark.parametrize("kind", packable(), ids=lambda kind: kind.code)
def test_a_packable_kind_brings_chapters_and_checks(kind):
    makers = kind.extras.chapters
    within = Within(actor=Actor.system("tests"), day=None, subject=kind.model())

    assert len(makers) > 1
    assert [maker for maker in makers if str(maker.looks_at)] != []
    # What belongs to no place by itself is judged by its chapters alone.
    applying = [check.code for check in checks.every() if check.applies(within)]
    assert applying != [] or is_made_at_units(kind.model)


def test_the_kinds_of_which_packs_are_made():
    assert sorted(kind.code for kind in packable()) == [
        "assessments.classification",
        "controls.edition",
        "governance.unit",
        "inventory.usecase",
    ]
