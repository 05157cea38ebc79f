"""What a class asks, in sentences: by role, article and day, as the stored obligations say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.classification.documents.bans import bans
from assessments.classification.documents.left_open import may_be_ours
from assessments.classification.documents.words import ROLES
from assessments.engine.obligations.setting_aside import sets_aside
from assessments.engine.transitions import Transition
from assessments.models import Classification, Obligation, OutcomeClass

SECTION_B = "Annex I Section B"
# Each of its paragraphs binds another role, so the article alone tells nobody what is owed.
TRANSPARENCY = "50"

# The day that counts, the one by the letter, and the transition by which the first one stands.
type Days = tuple[date | None, date | None, Transition | None]


@dataclass(frozen=True, slots=True)
class HeadlineDuty:
    """A stored obligation, as far as sentences look at it."""

    provision: str
    role: str
    regime: str
    only_if: str
    days: Days


def owed(
    record: Classification, outcome: Mapping[str, Any], rows: Sequence[HeadlineDuty], *, day: date
) -> list[str]:
    """Tell what the stored obligations ask of us, each sentence by itself; none where nothing."""
    banned = [row for row in rows if row.provision in bans()]
    told = [*_bans(banned, day), *_by_role([row for row in rows if row not in banned], day)]
    if outcome["class"] == OutcomeClass.TRANSPARENCY:
        told += _of_others(outcome)
    if told and outcome["class"] == OutcomeClass.OUT_OF_SCOPE:
        told.append(_remains())
    if any(row.only_if for row in rows):
        told.append(
            _(
                "Some duties bind only under a condition that no question asks; they stand among "
                "the obligations."
            )
        )
    if SECTION_B in outcome["grounds"]:
        told.append(_section_b(record))
    return told


def apart(rows: Sequence[HeadlineDuty]) -> list[str]:
    """Name what binds only under a condition, but for articles that are owed without one too."""
    owed = {_number(row.provision) for row in rows if not row.only_if}
    return [row.provision for row in rows if row.only_if and _number(row.provision) not in owed]


def articles(provisions: Iterable[str]) -> str:
    """Name the articles of provisions: each once, those in a row by first and last.

    Of Art. 50 the paragraphs are named.
    """
    numbers = sorted({_number(provision) for provision in provisions})
    runs = [list(run) for _key, run in groupby(enumerate(numbers), key=_in_a_row)]
    parts = [part for run in runs for part in _run([number for _place, number in run])]
    return _("Art. %(numbers)s") % {"numbers": listed(parts)}


def listed(parts: Sequence[str]) -> str:
    """Join parts as a sentence does."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def asked(record: Classification, outcome_class: str) -> list[HeadlineDuty]:
    """Read what is asked; what a ban sets aside is left out."""
    found = Obligation.objects.filter(profile=record.obligation_profile_id)
    deferring = [each for each in record.act.transitions if each.defers]
    return [
        _owing(row, deferring)
        for row in found.order_by("order")
        if not sets_aside(outcome_class, row.regime)
    ]


def _owing(row: Obligation, deferring: Iterable[Transition]) -> HeadlineDuty:
    """Read one; the condition of a transition goes with its day."""
    moved = next((each for each in deferring if row.why.startswith(each.told)), None)
    own = row.only_if.removesuffix(moved.only_if).rstrip() if moved else row.only_if
    days = (row.applies_from, row.formal_from, moved)
    return HeadlineDuty(row.provision, row.role, row.regime, own, days)


def _bans(rows: Sequence[HeadlineDuty], day: date) -> Iterator[str]:
    """Tell each practice that is prohibited, once for all roles."""
    told = {
        row.provision: applies_from for row in rows if (applies_from := row.days[0]) is not None
    }
    for provision, applies_from in told.items():
        words = {"provision": provision, "day": date_format(applies_from)}
        if applies_from > day:
            yield _("%(provision)s will prohibit it from %(day)s.") % words
        else:
            yield _("%(provision)s prohibits it since %(day)s.") % words


def _by_role(rows: Sequence[HeadlineDuty], day: date) -> Iterator[str]:
    """Tell what each role owes, what weighs most first: the day on which most begins."""
    found: dict[str, dict[Days, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if not row.only_if:
            found[row.role][row.days].append(row.provision)
    for role, by_day in found.items():
        days = sorted(by_day.items(), key=lambda item: -len(item[1]))
        parts = "; ".join(_from(articles(names), since, day) for since, names in days)
        yield _("Duties as %(role)s: %(parts)s.") % {"role": ROLES.get(role, role), "parts": parts}


def _from(named: str, days: Days, day: date) -> str:
    counts, formal, moved = days
    told = _since(named, counts, day) if moved is None else _moved(named, counts, moved)
    if formal is None:
        return told
    words = {"told": told, "formal": date_format(formal)}
    if formal > day:
        return _("%(told)s (by the letter from %(formal)s)") % words
    return _("%(told)s (by the letter since %(formal)s)") % words


def _since(named: str, since: date | None, day: date) -> str:
    if since is None:
        return _("%(articles)s only after a significant change in design") % {"articles": named}
    words = {"articles": named, "day": date_format(since)}
    if since > day:
        return _("%(articles)s from %(day)s") % words
    return _("%(articles)s since %(day)s") % words


def _moved(named: str, day: date | None, moved: Transition) -> str:
    """Tell a day that a significant change of the design may bring forward, or has to bring."""
    if day is None:
        return _since(named, None, date.max)
    words = {"articles": named, "day": date_format(day)}
    if moved.only_if:
        told = _("%(articles)s with a significant change in design, not before %(day)s")
    elif moved.until_for:
        told = _("%(articles)s from %(day)s, or with a significant change in design before that")
    else:
        told = _("%(articles)s from %(day)s")
    return told % words


def _of_others(outcome: Mapping[str, Any]) -> Iterator[str]:
    """Tell what of the transparency behind the class falls on somebody else."""
    found: dict[str, list[str]] = defaultdict(list)
    for item in outcome["duties"]:
        is_transparency = _number(item["provision"])[0] == int(TRANSPARENCY)
        if is_transparency and item["role"] not in outcome["roles"]:
            found[item["role"]].append(item["provision"])
    for role, names in found.items():
        words = {"articles": articles(names), "role": ROLES.get(role, role)}
        if may_be_ours(outcome, role):
            told = _(
                "%(articles)s falls on the %(role)s; whether that is you depends on an open answer."
            )
        else:
            told = _("%(articles)s falls on the %(role)s, who is somebody else.")
        yield told % words


def _remains() -> str:
    """Say why something is owed although the use is out of scope."""
    return _(
        "The law does not reach this use; what remains is owed for the general-purpose model, "
        "which it reaches by itself (Chapter V)."
    )


def _section_b(record: Classification) -> str:
    direct = record.act.section_b_direct[record.edition]
    # Art. 6(1) is a paragraph; the others are named as articles.
    others = articles(name for name in direct if name != "Art. 6(1)")
    sentence = _(
        "For the product under Annex I, Section B, only Art. 6(1), %(others)s of this Act apply "
        "directly; the rest reaches it through the law on that product (Art. 2(2))."
    )
    return sentence % {"others": others.removeprefix(_("Art. "))}


def nothing(outcome_class: str) -> str:
    """Tell that no duty falls on us."""
    if outcome_class == OutcomeClass.MODEL_ONLY:
        return _("No duty of Chapter V (Art. 51 to 55) falls on us.")
    if outcome_class == OutcomeClass.OUT_OF_SCOPE:
        return _("No duty of this Act falls on us.")
    return _("No duty falls on us in the roles that were found.")


def _number(provision: str) -> tuple[int, str]:
    """Split the article's number from what follows: 60a stands behind 60, and 50(2) behind 50."""
    whole = provision.removeprefix("Art. ").partition(" ")[0]
    name = whole.partition("(")[0]
    digits = "".join(sign for sign in name if sign.isdigit())
    return int(digits), (whole if name == TRANSPARENCY else name).removeprefix(digits)


def _in_a_row(item: tuple[int, tuple[int, str]]) -> tuple[int, str]:
    place, (number, letter) = item
    # What has a letter stands alone: the place never makes two of them alike.
    return (number - place, "") if not letter else (place, letter)


def _run(numbers: Sequence[tuple[int, str]]) -> list[str]:
    said = [f"{number}{letter}" for number, letter in numbers]
    if len(said) < 3:
        return said
    return [_("%(first)s to %(last)s") % {"first": said[0], "last": said[-1]}]
