"""Keeping what an outcome asks of us: each set of obligations once, under its digest."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.db import transaction

from assessments.engine.effects import ActRules, load_act
from assessments.engine.obligations.declared import load_declared
from assessments.engine.obligations.derivation import DerivedObligation as Derived
from assessments.engine.obligations.derivation import derive
from assessments.engine.relief import read_relief
from assessments.engine.situation import Situation
from assessments.models import Classification, Obligation, ObligationProfile
from records.history.past import history_model
from records.ledger.canonical import CanonicalError, canonical, digest
from records.ledger.checks import LedgerFault


def digest_of(
    obligations: Sequence[Derived], *, edition: str, law_digest: str, conditions: str = ""
) -> str:
    """Name a set of obligations by its content, and by the conditions it was derived by."""
    return digest(
        {
            "edition": edition,
            "law": law_digest,
            **({"conditions": conditions} if conditions else {}),
            "obligations": [_content(item) for item in obligations],
        }
    )


def _content(item: Derived) -> dict[str, Any]:
    """Give what names an obligation; what was added later is left out where it says nothing."""
    added = {
        "relief": [each.as_json() for each in item.relief],
        "uncertain_why": item.uncertain_why,
        "formal_from": item.formal_from,
    }
    return {
        "provision": item.provision,
        "role": item.role,
        "regime": item.regime,
        "level": item.level,
        "applies_from": item.applies_from,
        "why": item.why,
        "only_if": item.only_if,
        **{name: value for name, value in added.items() if value},
    }


def asked_in(situation: Situation, act: ActRules) -> tuple[Derived, ...]:
    """Derive the obligations of a situation."""
    return derive(situation, act)


@lru_cache(maxsize=4_096)
def _digest_in(situation: Situation, act: ActRules, law_digest: str) -> str:
    return digest_of(
        derive(situation, act),
        edition=situation.edition,
        law_digest=law_digest,
        conditions=load_declared().digest,
    )


def keep(situation: Situation, act: ActRules, *, law_digest: str) -> str:
    """Make sure that the obligations of a situation are stored, and return their digest.

    Two who store the same at once do no harm: the second one waits, and adds nothing.
    """
    obligations = asked_in(situation, act)
    name = _digest_in(situation, act, law_digest)
    if ObligationProfile.objects.filter(pk=name).exists():
        return name
    profile = ObligationProfile(
        digest=name,
        edition=situation.edition,
        law_digest=law_digest,
        conditions_digest=load_declared().digest,
        count=len(obligations),
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
        relief=[each.as_json() for each in item.relief],
        uncertain_why=item.uncertain_why,
        formal_from=item.formal_from,
    )


def altered() -> Iterator[LedgerFault]:
    """Find sets of obligations that are not those which their digests name, or that are gone."""
    rows: dict[str, list[Obligation]] = defaultdict(list)
    for row in Obligation.objects.order_by("profile_id", "order"):
        rows[row.profile_id].append(row)
    profiles = {profile.digest: profile for profile in ObligationProfile.objects.all()}
    for name in sorted({*profiles, *rows, *_needed()}):
        if name not in profiles:
            yield LedgerFault("obligations", name, "This set of obligations is gone.")
        elif not _is_intact(profiles[name], rows.get(name, [])):
            sentence = "The obligations of this set are not those that were derived."
            yield LedgerFault("obligations", name, sentence)


def _needed() -> Iterator[str]:
    """Yield the sets that classifications name, today or in any past state."""
    for model in (Classification, history_model(Classification)):
        named = model._base_manager.exclude(obligation_profile=None).order_by()
        yield from named.values_list("obligation_profile_id", flat=True).distinct()


def is_intact(profile: ObligationProfile) -> bool:
    """Say whether the stored rows are those that the digest names."""
    return _is_intact(profile, profile.obligations.order_by("order"))


def _is_intact(profile: ObligationProfile, rows: Iterable[Obligation]) -> bool:
    try:
        return _fits(profile, list(rows))
    except (CanonicalError, KeyError, TypeError):  # what cannot be read was never derived
        return False


def _fits(profile: ObligationProfile, rows: Sequence[Obligation]) -> bool:
    kept = _as_derived(rows)
    found = digest_of(
        kept,
        edition=profile.edition,
        law_digest=profile.law_digest,
        conditions=profile.conditions_digest,
    )
    # The whole of each row: what is read of it leaves out what it should not hold.
    told = [[each.as_json() for each in item.relief] for item in kept]
    is_whole = canonical(told) == canonical([row.relief for row in rows])
    return is_whole and found == profile.digest and len(kept) == profile.count


def stored(profile: str) -> tuple[Derived, ...]:
    """Read the obligations of a profile as they were derived."""
    return _as_derived(Obligation.objects.filter(profile=profile).order_by("order"))


def _as_derived(rows: Iterable[Obligation]) -> tuple[Derived, ...]:
    return tuple(
        Derived(
            provision=row.provision,
            role=row.role,
            regime=row.regime,
            level=row.level,
            applies_from=row.applies_from,
            why=row.why,
            only_if=row.only_if,
            relief=read_relief(row.relief),
            uncertain_why=row.uncertain_why,
            formal_from=row.formal_from,
        )
        for row in rows
    )


def known_editions() -> tuple[str, ...]:
    """Name the editions that the shipped classification knows."""
    return tuple(sorted(load_act().questionnaire.editions))
