"""What stands around the Act for a use case: who is competent, guidance, standards, other law."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.documents import competent
from assessments.classification.documents.chapters import classifications_of
from assessments.classification.documents.headlines import articles
from assessments.classification.documents.law import LawBook, code_of
from assessments.engine.dates import FRAMEWORK
from assessments.engine.obligations.states import PlacesOfUse
from assessments.models import Classification, Obligation, OutcomeClass
from controls.companions import words as companion_words
from controls.companions.engine import concerning
from controls.companions.views.rows import CompanionRow, companion_row
from controls.frameworks.loading import load_edition, load_shelves
from controls.frameworks.loading.companions import Companion
from records.actors import Actor
from records.documents.parts import Chapter
from records.documents.sections import CompletenessLine, DocumentReading, DocumentSection
from records.models import Record
from records.shapes import Text

LOOKS_AT = gettext_lazy(
    "The places of use: whether they name the Member States whose authorities are competent."
)
SHELVES = ("guidance", "standards", "related_law")
OF_A_TRADE, YES = "financial_services", "yes"
# What binds or stands today; all else is a draft, or on its way in or out.
STANDS = frozenset({"in_force", "final", "published"})
_SECTIONS = frozenset({"Annex I.A", "Annex I.B"})
_PRODUCTS = "I1"
_POINT = re.compile(r"^(Annex [IVX]+)\.(.+)$")


@dataclass(frozen=True, slots=True)
class Near:
    """One text around the law, and what of this use case it concerns."""

    row: CompanionRow
    concerns: Sequence[str]
    stands: bool

    @property
    def places(self) -> str:
        """Name what it concerns by articles, not by each of their points."""
        named = [code for code in self.concerns if code.startswith("Art. ")]
        others = [_POINT.sub(r"\1 point \2", code) for code in self.concerns if code not in named]
        return "; ".join([*([articles(named)] if named else []), *others])


def chapter(subject: Record, reading: DocumentReading) -> DocumentSection:
    """Tell what stands around the law for a use case, or for one of its classifications.

    There is no such chapter where nothing was classified, or the law does not reach it.
    """
    found = [each for each in classifications_of(subject, reading) if _is_in_scope(each)]
    if not found:
        return DocumentSection()
    use_case = found[0].use_case
    told = competent.told(use_case, found)
    near = [one for _shelf, rows in shelves(found) for one in rows]
    context = {
        "told": told,
        "stands": [one for one in near if one.stands],
        "to_come": [one for one in near if not one.stands],
        "law": LawBook(found[0].edition, linked=False).title,
        "is_printed": True,
    }
    html = render_to_string("documents/assessments/around.html", context)
    gaps = (_places_gap(use_case.ref, told.places),) if told and told.needs_places else ()
    return DocumentSection(Chapter("around", _("Around the Act"), html), gaps=gaps)


def _places_gap(ref: str, places: PlacesOfUse) -> CompletenessLine:
    """Say whether the authorities can be named: they follow from where the system is used."""
    words = {"ref": ref, "texts": "; ".join([*places.unclear, *places.unread])}
    if places.is_empty:
        text = _("%(ref)s: no place of use is recorded, so the competent authority is not named.")
    elif places.unclear or not (places.states or places.wholes):
        text = _(
            "%(ref)s: no Member State could be read from “%(texts)s”, so not every competent "
            "authority is named."
        )
    else:
        text = _("%(ref)s: the places of use name the Member States whose authorities count.")
        return CompletenessLine("ok", "around.places", ref, text % words)
    return CompletenessLine("missing", "around.places", ref, text % words)


def panel(use_case: Any, actor: Actor) -> Mapping[str, Any] | None:
    """Tell on the page of a use case who is competent."""
    found = Classification.objects.visible_to(actor).current().filter(use_case=use_case)
    told = competent.told(use_case, found.order_by("id"))
    return {"told": told, "is_printed": False} if told else None


def shelves(found: Sequence[Classification]) -> list[tuple[Text, Sequence[Near]]]:
    """Return what matters to some classifications, by shelf and in the order of the shelf."""
    read = load_shelves(FRAMEWORK)
    owed = _owed(found)
    near = [_near(record, owed[record.obligation_profile_id]) for record in found]
    told: list[tuple[Text, Sequence[Near]]] = []
    for name in SHELVES:
        rows = []
        for companion in read[name].rows:
            concerned = sorted({code for one in near for code in one.get(companion.id, ())})
            if any(companion.id in one for one in near):
                stands = companion.status in STANDS
                rows.append(Near(companion_row(companion), concerned, stands))
        told.append((companion_words.SHELVES[name], rows))
    return told


def _is_in_scope(record: Classification) -> bool:
    return record.outcome_class != OutcomeClass.OUT_OF_SCOPE


def _owed(found: Sequence[Classification]) -> Mapping[str | None, list[str]]:
    """Name the provisions that are owed, by profile and in their order."""
    profiles = {record.obligation_profile_id for record in found}
    rows = Obligation.objects.filter(profile__in=profiles).order_by("order")
    owed: dict[str | None, list[str]] = defaultdict(list)
    for profile, provision in rows.values_list("profile", "provision"):
        owed[profile].append(provision)
    return owed


def _near(record: Classification, owed: Iterable[str]) -> Mapping[str, list[str]]:
    """Name what concerns a classification, each with the provisions of it that it concerns."""
    law = load_edition(FRAMEWORK, record.edition)
    every = [each for name in SHELVES for each in load_shelves(FRAMEWORK)[name].rows]
    found: dict[str, list[str]] = defaultdict(list)
    for code in _provisions(record, owed):
        if code in law:
            for companion in concerning(every, law, code):
                if may_matter(companion, record.answers):
                    found[companion.id].append(code)
    for companion in every:
        if record.edition in companion.editions and _is_of_trade(companion, record.answers):
            found.setdefault(companion.id, [])
    return found


def _provisions(record: Classification, owed: Iterable[str]) -> Iterable[str]:
    """Name the duties, the bans and the grounds; of a product law, the law and not its section."""
    yield from dict.fromkeys(owed)
    yield from record.outcome["prohibited"]
    yield from (
        code for name in record.outcome["grounds"] if (code := code_of(name)) not in _SECTIONS
    )
    for item in record.answers.get(_PRODUCTS) or ():
        yield f"Annex I.{item[0]}.{item[1:]}"


def may_matter(companion: Companion, answers: Mapping[str, Any]) -> bool:
    """Say whether a text that concerns a duty may matter here: the law of a trade not elsewhere."""
    return companion.kind != OF_A_TRADE or _is_of_trade(companion, answers)


def _is_of_trade(companion: Companion, answers: Mapping[str, Any]) -> bool:
    """Say whether it is the law of a trade that the answers name."""
    return companion.kind == OF_A_TRADE and any(
        answers.get(name) == YES for name in companion.questions
    )
