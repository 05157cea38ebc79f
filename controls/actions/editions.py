"""Publishing an edition: once, with all its provisions, under one digest."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.loading import EditionData
from controls.models import Edition, Framework, Provision
from controls.models.provisions import rows_digest
from records.acting import acting
from records.actors import Actor
from records.errors import RuleError
from records.ledger.checks import Finding
from records.verbs import Verb

PUBLISH = Verb(
    "controls.edition.publish", needs="administer", told=gettext_lazy("published the edition")
)
PUBLISH_OWN = Verb(
    "controls.edition.publish_own",
    needs="import",
    told=gettext_lazy("published the edition of the organisation's own framework"),
)


def publish(data: EditionData, *, actor: Actor, is_own: bool = False) -> Edition:
    """Publish an edition with its provisions; one that is published with the same digest stays.

    `is_own` says that it is the organisation's own, which takes the right to import alone.
    Raises RuleError where its framework or the edition it replaces is missing, and where the
    edition stands here with other contents.
    """
    framework: Framework | None = Framework.objects.filter(code=data.framework).first()
    if framework is None:
        raise RuleError(_("There is no framework “%(code)s” yet.") % {"code": data.framework})
    known: Edition | None = framework.editions.filter(code=data.id).first()
    if known is not None:
        _refuse_other_contents(known, data)
        return known
    edition = _edition(data, framework)
    provisions = _provisions(data, edition)
    headings = sum(provision.is_heading for provision in provisions)
    edition.provision_count = len(provisions) - headings
    edition.rows_digest = rows_digest(provisions)
    facts = {
        "content": data.digest,
        "provisions": edition.provision_count,
        "headings": headings,
    }
    verb = PUBLISH_OWN if is_own else PUBLISH
    with acting(verb, edition, actor, facts=facts) as published:
        # The edition itself is saved at the end; the database checks the link at commit.
        Provision.objects.bulk_create(provisions, batch_size=500)
    return published


def altered() -> Iterator[Finding]:
    """Yield the published editions whose provisions are not those that were published."""
    for edition in Edition.objects.order_by("id"):
        if not is_intact(edition):
            sentence = f"The provisions of {edition.title} are not those that were published."
            yield Finding("edition", edition.ref, sentence)


def is_intact(edition: Edition) -> bool:
    """Say whether the stored provisions are those that were published."""
    return rows_digest(edition.provisions.all()) == edition.rows_digest


def _refuse_other_contents(known: Edition, data: EditionData) -> None:
    if known.content_digest == data.digest:
        return
    sentence = _(
        "%(title)s is published as %(ref)s with the digest %(known)s, but the catalogue holds "
        "other contents, with the digest %(new)s. A published edition never changes: restore "
        "the files, or give the changed text an edition of its own."
    )
    values = {
        "title": known.title,
        "ref": known.ref,
        "known": known.content_digest[:12],
        "new": data.digest[:12],
    }
    raise RuleError(sentence % values)


def _edition(data: EditionData, framework: Framework) -> Edition:
    return Edition(
        unit=framework.unit,
        framework=framework,
        code=data.id,
        title=data.title,
        replaces=_replaced(data, framework),
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
        content_digest=data.digest,
    )


def _replaced(data: EditionData, framework: Framework) -> Edition | None:
    if data.replaces is None:
        return None
    found: Edition | None = framework.editions.filter(code=data.replaces).first()
    if found is None:
        sentence = _("%(title)s replaces the edition “%(code)s”, which is not published yet.")
        raise RuleError(sentence % {"title": data.title, "code": data.replaces})
    return found


def _provisions(data: EditionData, edition: Edition) -> list[Provision]:
    """Make the rows in reading order; a parent may stand after its children in the files."""
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


def _plain(value: Any) -> Any:
    """Turn what the loader gives into what JSON columns hold."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
