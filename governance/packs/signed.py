"""Sign-offs in packs: what was signed by whom, whether it still holds, and the states signed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.choices import METHODS
from governance.models import Signature, SignOff
from governance.people.appointments import appointments_then
from governance.rules import Meaning
from governance.signoff import signing, statements
from governance.signoff.kinds import terms_in_words
from governance.signoff.signed_states import between_digests, signed_state
from governance.signoff.standings import OF_SIGN_OFF
from records.actors import Actor
from records.documents.parts import Chapter
from records.documents.sections import CompletenessLine, DocumentReading, DocumentSection, Level
from records.lists import ExportSheet
from records.models import Record
from records.shapes import (
    ChangeLine,
    Fact,
    PersonChip,
    Status,
)
from records.values import Plain
from records.wording import utc_words

# Beyond these rows the workbook alone tells a list: nobody reads so many on paper.
PRINTED_AT_MOST = 150
# All sections on sign-offs make one chapter.
CHAPTER = "signoffs"
# The signatures of these never counted for what is there now, or another request followed.
_ENDED = ("followed", "withdrawn")


def sign_offs(record: Record, reading: DocumentReading) -> DocumentSection:
    """Tell every sign-off of the record: who signed what, when, and whether it still covers it.

    Where there is none there is no chapter: that is told under completeness, as a gap.
    """
    found = list(
        SignOff.objects.about(record)
        .select_related("policy", "owner", "unit")
        .prefetch_related("signatures__signatory")
        .order_by("id")
    )
    if not found:
        return DocumentSection(gaps=_standing_gaps(record))
    changed = signing.changed_since(found)
    stand = {one.pk: signing.standing_of(one, changed[one.pk]) for one in found}
    shown = [_sign_off(one, stand[one.pk], reading.actor) for one in found]
    html = render_to_string("documents/pack/signoffs.html", {"sign_offs": shown, "record": record})
    chapter = Chapter(CHAPTER, _("Sign-offs"), html)
    return DocumentSection(
        chapter, tuple(found), (*_standing_gaps(record), *_reserved(found, stand))
    )


def _reserved(
    found: Sequence[SignOff], stand: Mapping[Any, signing.SignOffStanding]
) -> Iterator[CompletenessLine]:
    """Name every dissent and every accepted risk: whoever relies on a signature has to know them.

    No names: the manifest outlives an erasure.
    """
    for one in found:
        for each in one.signatures.all():
            if each.meaning in _RESERVED:
                level, sentence = _RESERVED[each.meaning]
                words = {
                    "ref": one.ref,
                    "role": each.get_role_display(),
                    "moment": utc_words(each.signed_at),
                    "subject": one.subject_ref,
                    "comment": each.comment,
                }
                earlier = [_("It speaks of an earlier state.")] if stand[one.pk].changed else []
                text = " ".join([str(sentence) % words, *earlier])
                yield CompletenessLine(level, f"signature.{each.meaning}", one.subject_ref, text)


_RESERVED: dict[str, tuple[Level, Any]] = {
    Meaning.DISSENTED: (
        "dissent",
        gettext_lazy(
            "%(ref)s: a signatory (%(role)s) dissented from %(subject)s, %(moment)s: “%(comment)s”"
        ),
    ),
    Meaning.ACCEPTED_RISK: (
        "accepted",
        gettext_lazy(
            "%(ref)s: a signatory (%(role)s) accepted the residual risk of %(subject)s, "
            "%(moment)s: “%(comment)s”"
        ),
    ),
}


def _sign_off(one: SignOff, stands: signing.SignOffStanding, actor: Actor) -> dict[str, Any]:
    state, sentence = OF_SIGN_OFF[stands.code]
    asked = {"person": str(one.owner), "moment": utc_words(one.created_at)}
    return {
        "ref": one.ref,
        "state": state,
        "sentence": sentence,
        "facts": [
            Fact(_("Asked for by"), _("%(person)s, %(moment)s") % asked),
            Fact(_("Signatures needed"), terms_in_words(one)),
            *([Fact(_("Request"), one.request, wide=True)] if one.request else []),
        ],
        "items": one.items,
        "changed": stands.changed,
        "since": [] if stands.code in _ENDED else list(_since(one, stands.changed, actor)),
        "signatures": [_signature(each) for each in one.signatures.all()],
    }


def _since(
    one: SignOff, changed: Iterable[Mapping[str, str]], actor: Actor
) -> Iterator[tuple[str, Sequence[ChangeLine]]]:
    """Tell what became of each record since it was signed, as far as the reader may take it out."""
    for item in changed:
        model = apps.get_model(item["kind"])
        record = model.objects.visible_to(actor, "pack").filter(pk=item["id"]).first()
        if record is not None:
            yield item["ref"], between_digests(record, item["digest"], record.digest, actor)


def _signature(given: Signature) -> dict[str, Any]:
    who = PersonChip(given.printed_name, role=given.get_role_display())
    facts = [
        Fact(_("Signed by"), who, _appointed(given)),
        Fact(_("Meaning"), given.get_meaning_display()),
        Fact(_("At"), utc_words(given.signed_at)),
        Fact(_("Authenticated by"), METHODS.get(given.method, given.method)),
    ]
    comment = [Fact(_("Comment"), given.comment, wide=True)] if given.comment else []
    return {"stated": statements.stated(given), "facts": [*facts, *comment]}


def _appointed(given: Signature) -> str:
    """Say by which appointment somebody signed, as it was recorded by then."""
    held = appointments_then(given.signed_at).filter(person=given.signatory_id, role=given.role)
    one = held.select_related("unit").order_by("starts_on", "id").first()
    if one is None:
        return _("No appointment to this role was recorded then.")
    words = {"unit": one.unit.name, "from": date_format(one.starts_on)}
    if one.ends_on is None:
        return _("Appointed at %(unit)s from %(from)s on.") % words
    words["until"] = date_format(one.ends_on)
    return _("Appointed at %(unit)s from %(from)s until %(until)s.") % words


def _standing_gaps(record: Record) -> tuple[CompletenessLine, ...]:
    standing = signing.standings([record])[record.pk]
    level, sentence = _STANDING[standing.code]
    refs = ", ".join(item["ref"] for item in standing.changed)
    text = str(sentence) % {"refs": refs, "ref": record.ref}
    return (CompletenessLine(level, f"signoff.{standing.code}", record.ref, text),)


_STANDING: dict[str, tuple[Level, Any]] = {
    "unsigned": ("unsigned", gettext_lazy("%(ref)s was never sent for sign-off.")),
    "waiting": ("unsigned", gettext_lazy("%(ref)s waits for signatures.")),
    "outdated": ("unsigned", gettext_lazy("%(refs)s changed after sign-off was asked for.")),
    "changes_requested": ("unsigned", gettext_lazy("A signatory asked for changes to %(ref)s.")),
    "stale": (
        "stale",
        gettext_lazy("%(refs)s changed after it was signed; nobody signed the new state."),
    ),
    "signed": ("ok", gettext_lazy("The state of %(ref)s in this pack is signed.")),
}


@dataclass(frozen=True)
class SignOffRow:
    """One sign-off in a table; `since` tells what became of what was signed."""

    record: SignOff
    state: Status
    given: Sequence[Signature]
    since: Sequence[tuple[str, Sequence[ChangeLine]]]


def rows_of(found: Sequence[SignOff], actor: Actor) -> list[SignOffRow]:
    """Tell sign-offs in short, each with what changed where nobody signed the present state."""
    changed = signing.changed_since(found)
    rows = []
    for one in found:
        stands = signing.standing_of(one, changed[one.pk])
        given = list(one.signatures.all())
        is_lost = given and stands.code not in _ENDED and len(found) <= PRINTED_AT_MOST
        lost = stands.changed if is_lost else ()
        rows.append(
            SignOffRow(one, OF_SIGN_OFF[stands.code][0], given, [*_since(one, lost, actor)])
        )
    return rows


def printed(rows: Sequence[SignOffRow], title: str = "") -> str:
    """Print the table, or that the workbook has it."""
    words = {str(row.state.word): row.state for row in rows}
    context = {
        "title": title,
        "rows": rows if len(rows) <= PRINTED_AT_MOST else (),
        "count": len(rows),
        "counts": [
            (state, sum(str(row.state.word) == word for row in rows))
            for word, state in words.items()
        ],
        "changed": [row for row in rows if row.since],
    }
    return render_to_string("documents/pack/signoffs_in_short.html", context)


def sheet(rows: Sequence[SignOffRow]) -> ExportSheet:
    """Return the same for spreadsheets, a line for each signature."""
    headings = [_("Sign-off"), _("Record"), _("State"), _("Signed by"), _("Role"), _("Meaning"),
                _("At")]  # fmt: skip
    cells: list[list[Plain]] = []
    for row in rows:
        told: list[Plain] = [row.record.ref, row.record.subject_ref, str(row.state.word)]
        cells += [
            [*told, each.printed_name, each.get_role_display(), each.get_meaning_display(),
             each.signed_at]
            for each in row.given
        ] or [[*told, "", "", "", None]]  # fmt: skip
    return ExportSheet(_("Sign-offs"), headings, cells)


def of_others(records: Sequence[Record], reading: DocumentReading) -> DocumentSection:
    """Tell in short the sign-offs of all records in a pack that no chapter told of yet."""
    told = {record.pk for record in records if isinstance(record, SignOff)}
    about = [record.pk for record in records if not isinstance(record, SignOff)]
    found = (
        SignOff.objects.visible_to(reading.actor, "pack")
        .filter(subject_id__in=about)
        .exclude(pk__in=told)
        .prefetch_related("signatures")
        .order_by("id")
    )
    rows = rows_of(list(found), reading.actor)
    if not rows:
        return DocumentSection()
    return DocumentSection(
        Chapter(CHAPTER, _("Sign-offs"), printed(rows, title=_("What it rests on"))),
        tuple(row.record for row in rows),
        tables=(sheet(rows),),
    )


def untold(records: Sequence[Record], told: Collection[str]) -> Iterator[CompletenessLine]:
    """Say how records stand whose sign-offs a pack carries, where nothing else said it of them."""
    subjects = {record.subject_id for record in records if isinstance(record, SignOff)}
    for record in records:
        if record.pk in subjects and record.ref not in told:
            yield from (gap for gap in _standing_gaps(record) if gap.level != "ok")


def earlier_states(records: Sequence[Record]) -> dict[str, bytes]:
    """Return, by name of file, each state that was signed and is no longer the present one."""
    present = {str(record.pk): record for record in records}
    states: dict[str, bytes] = {}
    for one in records:
        if not isinstance(one, SignOff) or not one.signatures.exists():
            continue
        for item in one.items:
            record = present.get(item["id"])
            if record is None or record.digest == item["digest"]:
                continue
            if state := signed_state(one, record, item["digest"]):
                states[f"signed-{item['ref']}-{item['digest'][:8]}.json"] = state
    return states
