"""What the loader read, as the rows of an edition and its provisions."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from controls.frameworks.loading import EditionData
from controls.frameworks.loading.revisions import FIRST
from controls.models import Edition, Framework, Provision

NO_KEYS: Mapping[str, UUID] = MappingProxyType({})


def edition(data: EditionData, framework: Framework, *, replaces: Edition | None) -> Edition:
    """Make the record of an edition; counts and the digest of its rows are left open."""
    return Edition(
        unit=framework.unit,
        framework=framework,
        code=data.id,
        title=data.title,
        replaces=replaces,
        law=_plain(data.law),
        published_on=data.published,
        in_force_on=data.in_force,
        checked_on=data.as_of,
        disclaimer=data.disclaimer,
        own_words=data.own_words,
        sources=_plain(data.sources),
        notes=_plain(data.notes),
        uncertain=data.uncertain,
        uncertain_why=data.uncertain_why,
        parts_of_text=[_plain(asdict(part)) for part in data.parts],
        date_profiles={
            name: {
                "label": profile.label,
                "applies_from": _plain(profile.applies_from),
                "note": profile.note,
                "uncertain_why": profile.uncertain_why,
            }
            for name, profile in data.date_profiles.items()
        },
        extra=_plain(data.extra),
        revision=data.revision if data.revision > FIRST else None,
        revisions=[revision.as_json() for revision in data.revisions],
        content_digest=data.digest,
    )


def provisions(
    data: EditionData, edition: Edition, *, keys: Mapping[str, UUID] = NO_KEYS
) -> list[Provision]:
    """Make the rows in reading order; a parent may stand after its children in the files.

    `keys` are those of provisions that are published already, by their numbers.
    """
    rows = {
        item.id: Provision(
            edition=edition,
            code=item.id,
            slug=item.slug,
            order=item.order,
            title=item.title,
            summary=item.summary,
            kind=item.kind,
            addressees=list(item.addressees),
            applies_to=list(item.applies_to),
            status=item.status,
            applies_from=_plain(item.applies_from),
            citation=item.citation,
            uncertain=item.uncertain,
            uncertain_why=item.uncertain_why,
            extra=_plain(item.extra),
            first_revision=data.revision,
            revision=data.revision,
            **({"id": keys[item.id]} if item.id in keys else {}),
        )
        for item in data.provisions
    }
    parents = {item.id: item.parent for item in data.provisions}
    for code, row in rows.items():
        row.parent_id = _key(rows, parents[code])
        row.depth = _depth(code, parents)
    return list(rows.values())


def _key(rows: Mapping[str, Provision], code: str | None) -> UUID | None:
    return rows[code].pk if code is not None else None


def _depth(code: str, parents: Mapping[str, str | None]) -> int:
    depth, above = 0, parents[code]
    while above is not None:
        depth, above = depth + 1, parents[above]
    return depth


def _plain(value: object) -> object:
    """Turn what the loader gives into what JSON columns hold."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
