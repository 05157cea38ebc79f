"""What was handed in as evidence, told for packs: who filed it, until when it counts, its file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.evidence.actions import FOLDER
from controls.evidence.rules import FOREVER
from controls.models import Evidence, EvidenceRevision
from governance.models import ApiToken, Person
from records.documents.sections import Enclosure, enclose, flat
from records.history.past import history_model
from records.lists import ExportSheet
from records.shapes import Status, Text

# The sorts of files that evidence may be, as people name them.
SORTS: Mapping[str, Text] = {
    "application/pdf": gettext_lazy("PDF"),
    "application/json": gettext_lazy("JSON"),
    "text/plain": gettext_lazy("Text"),
}
PICTURE, DOCUMENT = gettext_lazy("Picture"), gettext_lazy("Office document")


@dataclass(frozen=True)
class RevisionRow:
    """Evidence as it was handed in once; a link and what was replaced have no `enclosure`."""

    revision: EvidenceRevision
    filed_by: str
    state: Status
    sort: str
    enclosure: Enclosure | None
    is_held: bool

    @property
    def attached_as(self) -> str:
        """Return its name among the files of the document; nothing where it is not among them."""
        return self.enclosure.name if self.enclosure and not self.enclosure.is_left_out else ""


@dataclass(frozen=True)
class EvidenceRow:
    """A piece of evidence: what counts on the day, or else the newest; and what came before."""

    record: Evidence
    counts: Sequence[RevisionRow]
    earlier: Sequence[RevisionRow]


def handed_in_rows(
    evidence: Sequence[Evidence], day: date
) -> tuple[dict[UUID, EvidenceRow], list[Enclosure]]:
    """Return the rows by the keys of evidence, and the files that go with them."""
    of_evidence: dict[UUID, list[EvidenceRevision]] = defaultdict(list)
    taken = EvidenceRevision.objects.filter(evidence__in=[one.pk for one in evidence])
    for revision in taken.order_by("pk"):
        of_evidence[revision.evidence_id].append(revision)
    filed = _filed_by([one.pk for some in of_evidence.values() for one in some])
    counting = {one.pk: _counting(of_evidence[one.pk], day) for one in evidence}
    wanted = [
        _enclosure(one, number, revision)
        for one in evidence
        for number, revision in enumerate(of_evidence[one.pk], start=1)
        if revision.sha256 and revision in counting[one.pk]
    ]
    files = list(enclose(wanted))
    by_digest = {file.sha256: file for file in files}
    rows = {}
    for one in evidence:
        told = [
            _row(revision, filed, day, by_digest if revision in counting[one.pk] else {})
            for revision in reversed(of_evidence[one.pk])
        ]
        counts = [row for row in told if row.revision in counting[one.pk]]
        earlier = [row for row in told if row.revision not in counting[one.pk]]
        rows[one.pk] = EvidenceRow(one, counts, earlier)
    return rows, files


def handed_in_table(shown: Iterable[tuple[str, EvidenceRow]]) -> ExportSheet:
    """Return all revisions as a table, each with the reference of what it shows."""
    headings = [_("Shows"), _("Evidence"), _("Name"), _("Sort"), _("File or link"), _("Bytes"),
                _("Digest"), _("Attached as"), _("Collected"), _("Covers from"), _("Covers until"),
                _("Received"), _("Filed by"), _("State"), _("Remark")]  # fmt: skip
    rows = [
        [of, held.record.ref, held.record.name, row.sort, str(row.revision),
         row.revision.byte_count or None, row.revision.sha256, row.attached_as,
         row.revision.collected_on, row.revision.covers_from, row.revision.covers_to,
         row.revision.received_at, row.filed_by, str(row.state.word), row.revision.note]
        for of, held in shown
        for row in (*held.counts, *held.earlier)
    ]  # fmt: skip
    return ExportSheet(_("Evidence"), headings, rows)


def _counting(revisions: Sequence[EvidenceRevision], day: date) -> list[EvidenceRevision]:
    current = [one for one in revisions if _is_current(one, day)]
    return current or list(revisions[-1:])


def _is_current(one: EvidenceRevision, day: date) -> bool:
    return bool(one.current_from and one.current_to and one.current_from <= day <= one.current_to)


def _enclosure(record: Evidence, number: int, revision: EvidenceRevision) -> Enclosure:
    words = {"ref": record.ref, "day": date_format(revision.collected_on)}
    return Enclosure(
        name=f"{record.ref}-{number}-{flat(revision.file_name)}",
        original=revision.file_name,
        sha256=revision.sha256,
        byte_count=revision.byte_count,
        media_type=revision.media_type,
        folder=FOLDER,
        ref=record.ref,
        what=_("evidence %(ref)s, collected on %(day)s") % words,
    )


def _row(
    revision: EvidenceRevision,
    filed: Mapping[UUID, str],
    day: date,
    files: Mapping[str, Enclosure],
) -> RevisionRow:
    return RevisionRow(
        revision=revision,
        filed_by=filed.get(revision.pk, ""),
        state=_state(revision, day),
        sort=_sort(revision),
        enclosure=files.get(revision.sha256) if revision.sha256 else None,
        is_held=bool(revision.sha256),
    )


def _state(revision: EvidenceRevision, day: date) -> Status:
    until = revision.current_to
    if until is None or revision.current_from is None:
        return Status(_("Counts on no day"), "warn")
    if until < day:
        return Status(_("Ended %(day)s") % {"day": date_format(until)}, "warn")
    if revision.current_from > day:
        words = {"day": date_format(revision.current_from)}
        return Status(_("Counts from %(day)s") % words, "upcoming")
    if until == FOREVER:
        return Status(_("Counts without an end"), "ok")
    return Status(_("Until %(day)s") % {"day": date_format(until)}, "ok")


def _sort(revision: EvidenceRevision) -> str:
    if not revision.sha256:
        return _("Link")
    if revision.media_type.startswith("image/"):
        return str(PICTURE)
    return str(SORTS.get(revision.media_type, DOCUMENT))


def _filed_by(revisions: Iterable[UUID]) -> dict[UUID, str]:
    """Name who handed revisions in: a person, a person by a token, or a job."""
    kept: Any = history_model(EvidenceRevision)
    rows = kept.objects.filter(id__in=list(revisions), history_type="+")
    by = dict(rows.values_list("id", "history_user_id"))
    keys = [key for key in by.values() if _is_key(key)]
    names = {str(one.pk): str(one) for one in Person._base_manager.filter(pk__in=keys)}
    tokens = ApiToken._base_manager.filter(pk__in=keys).select_related("person")
    words = _("%(person)s, by API token")
    names |= {str(one.pk): words % {"person": one.person} for one in tokens}
    return {key: names.get(actor or "", actor or "") for key, actor in by.items()}


def _is_key(actor: str) -> bool:
    try:
        UUID(actor)
    except ValueError:
        return False
    return True
