"""What the tests of corrections begin with: a classification from before one, and its report."""

import pytest

from assessments.engine import corrections
from assessments.law_changes.actions import edition_cases, edition_change, edition_reviews
from assessments.law_changes.actions.edition_comparison import EditionChange
from assessments.law_changes.models.edition_names import name_words
from assessments.models import Classification, Obligation, ObligationProfile
from records.changing.acting import acting
from records.verbs import Verb
from tests.assessments.test_edition_change import ON
from tests.people import SYSTEM

NAME = corrections.name_of("2026-1744")
CHANGE = EditionChange("2026-1744", NAME, ON)
REVISION = name_words(NAME).partition(", ")[2]
BEFORE = Verb("assessments.classification.before_for_tests", needs="change", told="read it by then")


@pytest.fixture
def earlier(answered):
    """A classification as it was recorded before the correction, with a duty that is none now."""
    profile = ObligationProfile.objects.get(pk=answered.obligation_profile_id)
    rows = list(Obligation.objects.filter(profile=profile))
    ObligationProfile.objects.bulk_create(
        [ObligationProfile(digest="e" * 64, edition=profile.edition, law_digest="0" * 64,
                           count=len(rows) + 1)]
    )  # fmt: skip
    for row in rows:
        row.pk, row.profile_id = None, "e" * 64
    extra = Obligation(profile_id="e" * 64, order=len(rows), provision="Art. 27(4)",
                       role="deployer", regime=rows[0].regime, level="use_case",
                       applies_from=rows[0].applies_from, why="As it was.", only_if="")  # fmt: skip
    Obligation.objects.bulk_create([*rows, extra])
    with acting(BEFORE, answered, SYSTEM) as record:
        record.law_digest, record.obligation_profile_id = "0" * 64, "e" * 64
    return Classification.objects.get(pk=answered.pk)


@pytest.fixture
def report(earlier):
    return edition_change.compare(CHANGE, edition_cases.cases(SYSTEM))


@pytest.fixture
def task(report, earlier, ada):
    (made,) = edition_reviews.give_tasks(report, actor=ada, refs=[earlier.ref])
    return made
