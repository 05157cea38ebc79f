"""Duties told in words: whose, from when, why from then, what of them is lighter or in doubt."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.documents.law import LawBook
from assessments.classification.documents.left_open import may_be_ours
from assessments.classification.documents.sources import told_apart
from assessments.classification.documents.words import ROLES
from assessments.engine.obligations.law import ORGANISATION, level_of
from assessments.engine.obligations.setting_aside import sets_aside
from assessments.models import Classification, Obligation
from records.shapes import Citation, Status, Text
from records.values import sentence
from records.wording import in_words

SET_ASIDE = Status(
    gettext_lazy("Set aside by a ban"),
    "neutral",
    gettext_lazy("It would apply if the ban did not."),
)
# The transition that lets what is there already wait until its design changes.
_LEGACY = "Art. 111(2)"
_EARLIEST = re.compile(r"^Earliest under Art\. \S+ is Art\. [^.]+\. ")


@dataclass(frozen=True)
class DutyRelief:
    """A provision that makes a duty lighter here, and how.

    `partly` says that of a duty of the organisation only some use cases bring it about.
    """

    provision: Citation
    says: str
    partly: bool = False


@dataclass(frozen=True)
class DutyText:
    """One duty in words; `is_ours` says whether it falls on a role that we have."""

    provision: str
    title: str
    url: str
    source: str
    role: Text
    is_ours: bool
    applies_from: date | None
    status: Status
    why: str
    relief: Sequence[DutyRelief] = ()
    uncertain_why: str = ""
    weak_source: str = ""
    formal_from: date | None = None
    only_if: str = ""
    may_be_ours: bool = False

    @property
    def whose(self) -> str:
        """Name whom it falls on; that it is not us only where that is settled."""
        role = sentence(str(self.role))
        if self.is_ours:
            return role
        if self.may_be_ours:
            return _("%(role)s; whether that is you is open") % {"role": role}
        return _("%(role)s, not you") % {"role": role}

    @property
    def is_kept(self) -> bool:
        """Say whether the organisation keeps it once, whichever use cases bring it up."""
        return self.is_ours and level_of(self.provision) == ORGANISATION


def told(
    law: LawBook,
    outcome: Mapping[str, Any],
    *,
    day: date,
    counts: str,
    waits: Sequence[str] = (),
) -> list[DutyText]:
    """Return the duties: ours first, then by date; those without date at the end.

    What the class that counts sets aside says so, as it does among the obligations. `waits` are
    the reasons by which a day is only the earliest one.
    """
    found = [
        _duty(law, outcome, item, day=day, counts=counts, waits=waits)
        for item in outcome["duties"]
        if law.asks(item["provision"])
    ]
    return sorted(
        found, key=lambda duty: (not duty.is_ours, duty.applies_from or date.max, duty.provision)
    )


def _duty(
    law: LawBook,
    outcome: Mapping[str, Any],
    item: Mapping[str, Any],
    *,
    day: date,
    counts: str,
    waits: Sequence[str],
) -> DutyText:
    applies_from = _day(item["applies_from"])
    is_earliest = any(each in item["why"] for each in waits)
    status = since(applies_from, day, why=item["why"], is_earliest=is_earliest)
    if all(sets_aside(counts, regime) for regime in law.regimes(item["provision"]) or ("",)):
        status = SET_ASIDE
    return DutyText(
        provision=item["provision"],
        title=law.name(item["provision"]),
        url=law.url(item["provision"]),
        source=law.source(item["provision"]),
        role=ROLES.get(item["role"], item["role"]),
        is_ours=item["role"] in outcome["roles"],
        applies_from=applies_from,
        status=status,
        why=why(item, outcome["reasons"]),
        relief=[relieved(law, each["provision"], each["says"]) for each in item.get("relief", ())],
        **told_apart(item.get("uncertain_why", "")),
        formal_from=_day(item.get("formal_from")),
        may_be_ours=may_be_ours(outcome, item["role"]),
    )


def owed(law: LawBook, record: Classification, *, day: date) -> list[DutyText]:
    """Return all that a classification asks of us, as it was derived, in the order of the text."""
    found = Obligation.objects.filter(profile=record.obligation_profile_id).order_by("order")
    return [_owed(law, record, row, day) for row in found]


def _owed(law: LawBook, record: Classification, row: Obligation, day: date) -> DutyText:
    is_earliest = bool(row.only_if) and row.formal_from is None
    status = since(row.applies_from, day, why=row.why, is_earliest=is_earliest)
    if sets_aside(record.class_in_force, row.regime):
        status = SET_ASIDE
    return DutyText(
        provision=row.provision,
        title=law.name(row.provision),
        url=law.url(row.provision),
        source=law.source(row.provision),
        role=ROLES.get(row.role, row.role),
        is_ours=True,
        applies_from=row.applies_from,
        status=status,
        why=in_words(row.why),
        relief=[relieved(law, each["provision"], each["says"]) for each in row.relief],
        **told_apart(row.uncertain_why),
        formal_from=row.formal_from,
        only_if=in_words(row.only_if),
    )


def relieved(law: LawBook, provision: str, says: str, *, partly: bool = False) -> DutyRelief:
    """Tell a relief with the places where it is read."""
    cited = Citation(provision, law.url(provision), source=law.source(provision))
    return DutyRelief(cited, in_words(says), partly)


def undated(why: str) -> str:
    """Say what a duty waits for that has no day, by the reason it has none."""
    return _("after a significant change in design") if _LEGACY in why else _("no day is set")


def changes_of_design(only_if: str) -> tuple[str, bool]:
    """Part from a condition what the transition adds; say whether it waits for a changed design."""
    told = re.split(r"(?<=\.) (?=Only )", only_if)
    return " ".join(each for each in told if _LEGACY not in each), _LEGACY in only_if


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def why(item: Mapping[str, Any], reasons: Sequence[Mapping[str, Any]]) -> str:
    """Leave of a reason what a reader of the law needs.

    The engine also names its rule, its code for a role, and questions by their ids, for whoever
    checks it.
    """
    said: str = item["why"]
    for reason in reasons:
        said = said.removeprefix(f"Rule {reason['rule']}, {reason['citation']}. ")
    for left_out in _asides(item, reasons):
        said = said.replace(left_out, "")
    return in_words(_EARLIEST.sub("", said.strip()))


def _asides(item: Mapping[str, Any], reasons: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield f"It falls on the role {item['role']}, which was not found here."
    for reason in reasons:
        if note := reason["effect"].get("note"):
            yield f" Note: {note.rstrip('.')}."


def since(applies_from: date | None, day: date, *, why: str, is_earliest: bool = False) -> Status:
    """Say where a duty stands on a day; a condition may bring it on the earliest at first."""
    if applies_from is None:
        return Status(sentence(undated(why)), "neutral")
    if applies_from > day and is_earliest:
        return Status(_("Earliest %(day)s") % {"day": date_format(applies_from)}, "upcoming")
    if applies_from > day:
        return Status(_("From %(day)s") % {"day": date_format(applies_from)}, "upcoming")
    return Status(_("Since %(day)s") % {"day": date_format(applies_from)}, "info")
