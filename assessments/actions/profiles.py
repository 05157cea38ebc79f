"""Keeping what an outcome asks of us: each set of obligations once, under its digest."""

from collections.abc import Sequence
from functools import lru_cache

from django.db import transaction

from assessments.engine.effects import Act, load_act
from assessments.engine.obligations.derivation import Obligation as Derived
from assessments.engine.obligations.derivation import derive
from assessments.engine.situation import Situation
from assessments.models import Obligation, ObligationProfile, act_of
from records.ledger.canonical import digest


def digest_of(obligations: Sequence[Derived], *, edition: str, law_digest: str) -> str:
    """Name a set of obligations by its content."""
    return digest(
        {
            "edition": edition,
            "law": law_digest,
            "obligations": [
                {
                    "provision": item.provision,
                    "role": item.role,
                    "regime": item.regime,
                    "level": item.level,
                    "applies_from": item.applies_from,
                    "why": item.why,
                    "only_if": item.only_if,
                }
                for item in obligations
            ],
        }
    )


def asked_in(situation: Situation, act: Act) -> tuple[Derived, ...]:
    """Derive the obligations of a situation; like situations share the work."""
    return _asked_in(situation, act.questionnaire.digest)


@lru_cache(maxsize=4_096)
def _asked_in(situation: Situation, questionnaire: str) -> tuple[Derived, ...]:
    return derive(situation, act_of(questionnaire))


@lru_cache(maxsize=4_096)
def _digest_in(situation: Situation, questionnaire: str, law_digest: str) -> str:
    obligations = _asked_in(situation, questionnaire)
    return digest_of(obligations, edition=situation.edition, law_digest=law_digest)


def keep(situation: Situation, act: Act, *, law_digest: str) -> str:
    """Make sure that the obligations of a situation are stored, and return their digest.

    Two who store the same at once do no harm: the second one waits, and adds nothing.
    """
    obligations = asked_in(situation, act)
    name = _digest_in(situation, act.questionnaire.digest, law_digest)
    if ObligationProfile.objects.filter(pk=name).exists():
        return name
    profile = ObligationProfile(
        digest=name, edition=situation.edition, law_digest=law_digest, count=len(obligations)
    )
    rows = [_row(profile, order, item) for order, item in enumerate(obligations)]
    with transaction.atomic():
        ObligationProfile.objects.bulk_create([profile], ignore_conflicts=True)
        Obligation.objects.bulk_create(rows, ignore_conflicts=True)
    return name


def _row(profile: ObligationProfile, order: int, item: Derived) -> Obligation:
    return Obligation(
        profile_id=profile.digest,
        order=order,
        provision=item.provision,
        role=item.role,
        regime=item.regime,
        level=item.level,
        applies_from=item.applies_from,
        why=item.why,
        only_if=item.only_if,
    )


def is_intact(profile: ObligationProfile) -> bool:
    """Say whether the stored rows are those that the digest names."""
    found = digest_of(
        stored(profile.digest), edition=profile.edition, law_digest=profile.law_digest
    )
    return found == profile.digest


def stored(profile: str) -> tuple[Derived, ...]:
    """Read the obligations of a profile as they were derived."""
    return tuple(
        Derived(
            provision=row.provision,
            role=row.role,
            regime=row.regime,
            level=row.level,
            applies_from=row.applies_from,
            why=row.why,
            only_if=row.only_if,
        )
        for row in Obligation.objects.filter(profile=profile).order_by("order")
    )


def known_editions() -> tuple[str, ...]:
    """Name the editions that the shipped classification knows."""
    return tuple(sorted(load_act().questionnaire.editions))
