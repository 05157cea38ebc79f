"""Turn a provision as written into data, and check its words and dates."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from types import MappingProxyType

from controls.frameworks.loading.data import (
    HEADING,
    NOT_LAW,
    DateProfile,
    FrameworkData,
    ProvisionData,
)
from controls.frameworks.loading.errors import CatalogueError
from controls.frameworks.loading.tree import ProvisionEntry
from records.incoming import structured

_OWN_FIELDS = frozenset(field.name for field in fields(ProvisionData))
_BINDING = frozenset({"duty", "prohibition"})
_NO_PROFILE = DateProfile(id="", label="", applies_from={})

Profiles = Mapping[str, DateProfile]


def check_words(entry: ProvisionEntry, framework: FrameworkData) -> None:
    """Refuse words the framework does not know, and a duty that addresses nobody."""
    for fault in word_faults(entry, framework):
        raise fault


def word_faults(entry: ProvisionEntry, framework: FrameworkData) -> Iterator[CatalogueError]:
    """Yield what is wrong with the words of a provision."""
    used = {
        "kind": ([entry.value["kind"]], framework.kinds),
        "addressees": (entry.value.get("addressees", []), framework.addressees),
        "applies_to": (entry.value.get("applies_to", []), framework.applies_to),
    }
    for key, (words, known) in used.items():
        unknown = [word for word in words if word not in known]
        if unknown:
            message = f"{entry.id}: '{unknown[0]}' under {key} is no word of {framework.title}."
            yield entry.refusal(message, key)
    if entry.value["kind"] in _BINDING and not entry.value.get("addressees"):
        message = f"{entry.id} is a {entry.value['kind']} but names no addressees."
        yield entry.refusal(message, "kind")


def build_provision(
    entry: ProvisionEntry, order: int, *, citation: str, profiles: Profiles
) -> ProvisionData:
    """Make the data of one provision; `citation` is the edition's pattern with {id} in it."""
    value = entry.value
    profile = _profile_of(entry, profiles)
    doubts = _doubts(entry, profile)
    return structured(
        ProvisionData,
        {"status": "original", **value},
        order=order,
        applies_from=_dates_of(entry, profile, dated=bool(profiles)),
        uncertain=bool(doubts),
        uncertain_why=" ".join(doubts),
        citation=value.get("citation") or citation.replace("{id}", entry.id),
        extra=MappingProxyType({k: v for k, v in value.items() if k not in _OWN_FIELDS}),
    )


def read_dates(values: Mapping[str, str]) -> Mapping[str, date]:
    """Turn dates by route from text to days."""
    return MappingProxyType({route: date.fromisoformat(day) for route, day in values.items()})


def _profile_of(entry: ProvisionEntry, profiles: Profiles) -> DateProfile:
    if "date_profile" not in entry.value:
        return _NO_PROFILE
    name = entry.value["date_profile"]
    if name not in profiles:
        message = f"{entry.id}: the date profile '{name}' is not in edition.yaml."
        raise entry.refusal(message, "date_profile")
    if "applies_from" in entry.value:
        message = f"{entry.id} has both dates of its own and a date profile; keep one."
        raise entry.refusal(message, "applies_from")
    return profiles[name]


def _doubts(entry: ProvisionEntry, profile: DateProfile) -> list[str]:
    """Gather the doubts about the dates, which a deleted provision has none of, and its own."""
    doubts = [profile.uncertain_why] if entry.value.get("status") != "deleted" else []
    return [doubt for doubt in (*doubts, entry.value.get("uncertain_why", "")) if doubt]


def _dates_of(entry: ProvisionEntry, profile: DateProfile, *, dated: bool) -> Mapping[str, date]:
    """Give the dates by route; a provision that stands in a dated edition must have some."""
    if entry.value.get("status") in NOT_LAW:
        return MappingProxyType({})
    dates = profile.applies_from or read_dates(entry.value.get("applies_from", {}))
    if dated and not dates and entry.value["kind"] != HEADING:
        message = f"{entry.id} stands in this edition but has no date of application here."
        raise entry.refusal(message, "date_profile")
    return dates
