"""The chapters that every pack has: sign-offs, completeness, proof; and its cover."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.choices import METHODS
from governance.gaps.words import LEVELS, points_told
from governance.models import Signature, SignOff, Unit
from governance.packs.contents import LISTED_AT_MOST, Contents
from governance.packs.manifest import About, PackFile
from governance.packs.trust import trust
from governance.rules import Meaning
from governance.signoff import signing, statements
from governance.signoff.standings import OF_SIGN_OFF
from records import kinds
from records.documents.parts import Chapter
from records.documents.qr import qr_svg
from records.documents.sections import CompletenessLine, DocumentReading, DocumentSection, Level
from records.history import timeline
from records.models import Checkpoint, Record
from records.shapes import Digest, Fact, PersonChip, Stat, Status, Tone
from records.wording import utc_words

# More acts than a record gathers in its life; a limit only against runaway data.
EVERY_ACT = 5_000
# What is open is named on the first page as far as it stays one page.
NAMED_AT_ONCE = 8

WORDS: dict[Level, tuple[Any, Tone]] = {
    **{level: (status.word, status.tone) for level, status in LEVELS.items()},
    "dissent": (gettext_lazy("Dissent"), "bad"),
    "accepted": (gettext_lazy("Risk accepted"), "info"),
    "waived": (gettext_lazy("Waived"), "upcoming"),
    "out_of_scope": (gettext_lazy("Out of scope"), "neutral"),
    "ok": (gettext_lazy("In order"), "ok"),
}


def cover(contents: Contents, about: About, organisation: str, identity: str) -> dict[str, Any]:
    """Return what the first page shows."""
    subject = contents.subject
    owner = (
        [{"label": _("Owner"), "value": str(subject.reach_owner)}] if subject.reach_owner else []
    )
    return {
        "kind": _("Evidence pack"),
        "title": str(subject),
        "reference": contents.reference,
        "sample": about.is_sample,
        "headline": _headline(contents) if contents.headline else "",
        "facts": [
            {"label": _("Organisation"), "value": organisation},
            {"label": _("Unit"), "value": str(contents.unit)},
            *owner,
            {"label": _("As of"), "value": utc_words(about.moment)},
            {"label": _("Pack id"), "value": identity, "digest": True},
        ],
        "note": _(
            "Everything here is printed from recorded history as it stood at that moment. The "
            "last chapter says how to check this file without the installation that made it."
        ),
    }


def _headline(contents: Contents) -> str:
    """Print what has to be said at once: templates of documents know no tags of ours."""
    return render_to_string("documents/pack/headline.html", {"headline": contents.headline})


def counts_of(contents: Contents) -> list[Stat]:
    """Count the points by what was found; what is rare is told only where there is some."""
    found = {level: sum(gap.level == level for gap in contents.gaps) for level in WORDS}
    found["ok"] = contents.points - sum(gap.level != "ok" for gap in contents.gaps)
    always = ("missing", "stale", "unsigned", "ok")
    told = [level for level in WORDS if level in always or found[level]]
    return [Stat(WORDS[level][0], found[level]) for level in told]


def findings_told(contents: Contents) -> str:
    """Say how many points were looked at, and how many of them are in order.

    Nothing missing says nothing of what nobody looked at.
    """
    return points_told(contents.points, sum(gap.level != "ok" for gap in contents.gaps))


def summary(contents: Contents) -> Chapter:
    """Say in a few lines what the pack is about and how complete it is."""
    subject = contents.subject
    facts = [
        Fact(_("Record"), f"{subject.ref} {subject}"),
        Fact(_("Unit"), str(contents.unit)),
        Fact(_("Owner"), PersonChip(str(subject.reach_owner)) if subject.reach_owner else None),
        Fact(_("Version"), subject.version),
        Fact(_("Last changed"), utc_words(subject.updated_at)),
        Fact(_("Digest of the record"), Digest(subject.digest)),
    ]
    open_gaps = gravest_first(gap for gap in contents.gaps if gap.level != "ok")
    context = {
        "counts": counts_of(contents),
        "findings": findings_told(contents),
        "facts": facts,
        "headline": contents.headline,
        "gaps": open_gaps[:NAMED_AT_ONCE],
        "more": max(len(open_gaps) - NAMED_AT_ONCE, 0),
        "subject": subject,
    }
    html = render_to_string("documents/pack/summary.html", context)
    return Chapter("summary", _("Summary"), html)


def history(record: Record, reading: DocumentReading) -> DocumentSection:
    """Tell the record's whole history in words, each act with its place in the ledger."""
    kind = kinds.of(record)
    if kind is None:
        return DocumentSection()
    told, _more = timeline.happenings(kind, record, reading.actor, size=EVERY_ACT)
    html = render_to_string("documents/pack/history.html", {"entries": told})
    return DocumentSection(
        Chapter(f"history-{record.ref.lower()}", _("History of %s") % record.ref, html)
    )


def sign_offs(record: Record, _reading: DocumentReading) -> DocumentSection:
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
    shown = [_sign_off(one, stand[one.pk]) for one in found]
    html = render_to_string("documents/pack/signoffs.html", {"sign_offs": shown, "record": record})
    chapter = Chapter(f"signoffs-{record.ref.lower()}", _("Sign-offs of %s") % record.ref, html)
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


def _sign_off(one: SignOff, stands: signing.SignOffStanding) -> dict[str, Any]:
    state, sentence = OF_SIGN_OFF[stands.code]
    return {
        "ref": one.ref,
        "state": state,
        "sentence": sentence,
        "request": one.request,
        "items": one.items,
        "changed": stands.changed,
        "signatures": [_signature(each) for each in one.signatures.all()],
    }


def _signature(given: Signature) -> dict[str, Any]:
    who = PersonChip(given.printed_name, role=given.get_role_display())
    facts = [
        Fact(_("Signed by"), who),
        Fact(_("Meaning"), given.get_meaning_display()),
        Fact(_("At"), utc_words(given.signed_at)),
        Fact(_("Authenticated by"), METHODS.get(given.method, given.method)),
    ]
    comment = [Fact(_("Comment"), given.comment, wide=True)] if given.comment else []
    return {"stated": statements.stated(given), "facts": [*facts, *comment]}


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


def gravest_first(gaps: Iterable[CompletenessLine]) -> list[CompletenessLine]:
    """Sort gaps as they are told."""
    order = list(WORDS)
    return sorted(gaps, key=lambda one: (order.index(one.level), one.about, one.code))


def by_owner(contents: Contents) -> dict[str, Any]:
    """Count what checks found by who answers for it and by level; whoever has most comes first."""
    counted: dict[str, Counter[Level]] = defaultdict(Counter)
    for gap in contents.looked.every:
        counted[gap.who_name][gap.level] += 1
    levels = [level for level in WORDS if any(level in found for found in counted.values())]
    rows = [
        {"name": name, "numbers": [found[level] for level in levels], "sum": found.total()}
        for name, found in sorted(counted.items(), key=lambda item: (-item[1].total(), item[0]))
    ]
    return {"levels": [WORDS[level][0] for level in levels], "rows": rows}


def completeness(contents: Contents) -> Chapter:
    """Say which points were looked at and which were not, and what is not in order.

    What is in order is listed as long as the list is one that somebody reads.
    """
    is_long = len(contents.gaps) > LISTED_AT_MOST
    listed = gravest_first(gap for gap in contents.gaps if not is_long or gap.level != "ok")
    rows = [
        {"state": Status(*WORDS[gap.level]), "about": gap.about, "text": gap.text}
        for gap in listed[:LISTED_AT_MOST]
    ]
    context = {
        "told": findings_told(contents),
        "rows": rows,
        "more": max(len(listed) - LISTED_AT_MOST, 0),
        "owners": by_owner(contents) if is_long or isinstance(contents.subject, Unit) else None,
        "checks": contents.looked.looked,
        "looked_at": contents.looked_at,
        "not_looked_at": contents.looked.not_looked_at,
    }
    html = render_to_string("documents/pack/completeness.html", context)
    return Chapter("completeness", _("Completeness"), html)


def proof(checkpoint: Checkpoint, files: Sequence[PackFile], identity: str) -> Chapter:
    """Say how to check the pack, with the keys it claims, the checkpoint and the list of files."""
    context = {
        "origin": settings.LEDGER_ORIGIN,
        "trust": trust(),
        "note": checkpoint.note,
        "qr": qr_svg(checkpoint.note, _("The signed checkpoint as QR code")),
        "files": files,
        "identity": identity,
        "size": checkpoint.size,
        "root": bytes(checkpoint.root).hex(),
    }
    html = render_to_string("documents/pack/proof.html", context)
    return Chapter("proof", _("Proof"), html)
