"""Correcting a published edition: a new revision of it, with earlier contents kept as they were."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.frameworks.actions import edition_content
from controls.frameworks.loading import EditionData
from controls.frameworks.loading.revisions import FIRST
from controls.frameworks.models.provisions import content_at, keys_digest, rows_digest
from controls.models import EarlierProvision, Edition, Provision
from records.actors import Actor
from records.changing import open_acts
from records.changing.acting import acting
from records.errors import RuleError
from records.history.past import history_model
from records.ledger import revising
from records.ledger.canonical import canonical
from records.verbs import Verb

REVISE = Verb(
    "controls.edition.revise", needs="administer", told=gettext_lazy("corrected the edition")
)
# What a revision may change of the edition itself.
_FIELDS = (
    "title",
    "law",
    "published_on",
    "in_force_on",
    "checked_on",
    "disclaimer",
    "own_words",
    "sources",
    "notes",
    "uncertain",
    "uncertain_why",
    "parts_of_text",
    "date_profiles",
    "extra",
    "revision",
    "revisions",
    "content_digest",
)


def is_due(known: Edition, data: EditionData) -> bool:
    """Say whether the catalogue holds a later revision of a published edition."""
    return data.revision > known.revision_number


def revise(known: Edition, data: EditionData, *, actor: Actor) -> Edition:
    """Take over a later revision: earlier contents are kept, nothing is removed.

    Numbers and keys of provisions stay, since mappings and claims point at them. Raises RuleError
    where a provision would go, or where what was corrected earlier is told otherwise now.
    """
    if open_acts.CURRENT.get() is not None:
        raise TypeError("A revision is an act of its own; it cannot be part of another.")
    _refuse_another_past(known, data)
    before = list(known.provisions.all())
    after = _rows(known, data, before)
    came, changed = _came(before, after), _changed(before, after)
    content = canonical([_content(row) for row in changed]).decode()
    with transaction.atomic():
        with acting(REVISE, known, actor, facts=_facts(data, after, came, content)) as revised:
            made = edition_content.edition(data, revised.framework, replaces=revised.replaces)
            for name in _FIELDS:
                setattr(revised, name, getattr(made, name))
            revised.provision_count = sum(not row.is_heading for row in after)
            revised.rows_digest = rows_digest(after)
            revised.keys_digest = keys_digest(after)
            Provision.objects.bulk_create(came, batch_size=500)
        if changed:
            revising.write(revised, verb=REVISE, content=content)
    return revised


def _rows(known: Edition, data: EditionData, before: Sequence[Provision]) -> list[Provision]:
    keys = {row.code: row.pk for row in before}
    after = edition_content.provisions(data, known, keys=keys)
    gone = sorted(keys.keys() - {row.code for row in after})
    if gone:
        sentence = _(
            "Revision %(revision)s of %(title)s no longer holds %(code)s. A revision removes "
            "nothing: say that the provision is deleted or absent."
        )
        values = {"revision": data.revision, "title": known.title, "code": gone[0]}
        raise RuleError(sentence % values)
    return after


def _came(before: Sequence[Provision], after: Sequence[Provision]) -> list[Provision]:
    known = {row.pk for row in before}
    return [row for row in after if row.pk not in known]


def _changed(before: Sequence[Provision], after: Sequence[Provision]) -> list[Provision]:
    """Return the rows whose content is another one, their place in the order included."""
    was = {row.pk: _content(row) for row in before}
    return [row for row in after if row.pk in was and _content(row) != was[row.pk]]


def _content(row: Provision) -> dict[str, object]:
    """Return what a revision writes of a provision, as JSON, by columns."""
    names = [field.attname for field in EarlierProvision._meta.concrete_fields]
    left = {"id", "provision_id", "until_revision"}
    values = {name: getattr(row, name) for name in names if name not in left}
    return {"id": row.pk, **values}


def _facts(
    data: EditionData, after: Sequence[Provision], came: Sequence[Provision], content: str
) -> dict[str, object]:
    headings = sum(row.is_heading for row in after)
    return {
        "content": data.digest,
        "provisions": len(after) - headings,
        "headings": headings,
        "inserted": [row.code for row in came],
        "corrections": [
            correction.id
            for revision in data.revisions
            if revision.number == data.revision
            for correction in revision.corrections
        ],
        "revised": {
            "table": Provision._meta.db_table,
            "revision": data.revision,
            "sha256": hashlib.sha256(content.encode()).hexdigest(),
        },
    }


def refuse_other_contents(known: Edition, data: EditionData) -> None:
    """Refuse contents that are neither those that were published nor a later revision of them."""
    if known.content_digest == data.digest:
        return
    values = {
        "title": known.title,
        "ref": known.ref,
        "known": known.content_digest[:12],
        "new": data.digest[:12],
        "revision": known.revision_number,
        "older": data.revision,
    }
    if data.revision < known.revision_number:
        sentence = _(
            "%(title)s is published as %(ref)s with revision %(revision)s, but the catalogue "
            "holds revision %(older)s. A revision is never taken back: restore the newer files, "
            "or correct them by a later revision."
        )
        raise RuleError(sentence % values)
    sentence = _(
        "%(title)s is published as %(ref)s with the digest %(known)s, but the catalogue holds "
        "other contents, with the digest %(new)s. A published edition never changes: restore "
        "the files, or give what was corrected a revision of its own."
    )
    raise RuleError(sentence % values)


def _refuse_another_past(known: Edition, data: EditionData) -> None:
    """Refuse a revision that tells otherwise what was corrected before."""
    told = [revision.as_json() for revision in data.revisions]
    if told[: len(known.revisions)] != known.revisions:
        sentence = _(
            "The corrections of %(title)s up to revision %(revision)s are not those that were "
            "published. What was corrected is not told otherwise later."
        )
        values = {"title": known.title, "revision": known.revision_number}
        raise RuleError(sentence % values)


def intact(edition: Edition) -> Iterator[bool]:
    """Say of each revision whether its provisions are those that were published with it."""
    rows = list(edition.provisions.all())
    earlier = list(
        EarlierProvision.objects.filter(provision__edition=edition).select_related("provision")
    )
    stands = _all_stand(rows, earlier, edition.revision_number)
    for number, content, keys in _published(edition):
        came = [row for row in rows if row.first_revision <= number]
        has_keys = not keys or keys_digest(came) == keys
        is_as_then = rows_digest(content_at(rows, earlier, number)) == content
        yield stands and has_keys and is_as_then


def _all_stand(rows: Sequence[Provision], earlier: Sequence[EarlierProvision], newest: int) -> bool:
    """Say whether each row came and was corrected with revisions that there are, one by one.

    A row of no revision would count in none of their digests, and yet be shown.
    """
    until: dict[object, list[int]] = defaultdict(list)
    for one in earlier:
        until[one.provision_id].append(one.until_revision)
    for row in rows:
        numbers = [row.first_revision, *sorted(until[row.pk])]
        if numbers != sorted(set(numbers)) or not numbers[-1] == row.revision <= newest:
            return False
    return True


def _published(edition: Edition) -> set[tuple[int, str, str]]:
    """Return each revision with the digests of its rows and keys, as the history has them."""
    states = history_model(Edition)._base_manager.filter(id=edition.pk)
    kept = states.values_list("revision", "rows_digest", "keys_digest")
    now = (edition.revision, edition.rows_digest, edition.keys_digest)
    return {(number or FIRST, content, keys) for number, content, keys in [*kept, now]}
