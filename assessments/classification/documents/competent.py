"""Who watches the market for a use case: by the kind of system, in each Member State it names."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.engine.dates import FRAMEWORK
from assessments.engine.obligations.competence import (
    AI_OFFICE,
    GENERAL,
    MODELS,
    UNION_BODIES,
    Competence,
    competent,
    incidents_by,
)
from assessments.engine.obligations.states import PlacesOfUse, read_places
from assessments.models import Classification, OutcomeClass
from controls.companions import words as companion_words
from controls.companions.views.rows import shelf_url
from controls.frameworks import vocabulary
from controls.frameworks.loading import load_shelves, official_url
from controls.frameworks.loading.companions import Companion
from inventory.models import UseCase
from records.shapes import Status, Text

INCIDENTS: Mapping[str, Text] = {
    "Art. 73(1)": gettext_lazy(
        "The provider reports a serious incident to the authority of the Member State where it "
        "happened (Art. 73(1))."
    ),
    "Art. 73(10)": gettext_lazy(
        "The provider reports a serious incident to the authority that the Member State where it "
        "happened has chosen for devices, and only one that infringes fundamental rights "
        "(Art. 73(10))."
    ),
    "Art. 75(1a)": gettext_lazy(
        "The provider reports a serious incident to the AI Office (Art. 75(1a))."
    ),
    "Art. 26(5)": gettext_lazy(
        "Whoever uses it tells the provider of a serious incident at once, then the importer or "
        "distributor and the authority (Art. 26(5))."
    ),
}
# What no authority of a Member State watches, and which body of the Union does.
_OF_THE_UNION = {AI_OFFICE: "eu-ai-office", MODELS: "eu-ai-office", UNION_BODIES: "eu-edps"}


@dataclass(frozen=True, slots=True)
class There:
    """Who is competent in one place; without a name nobody was found, and `note` says why.

    `url` is a page of its own; `states` say where it stands and what of it is in doubt.
    """

    place: str
    name: str
    url: str
    states: Sequence[Status]
    note: str


@dataclass(frozen=True, slots=True)
class Field:
    """One kind of competence in words, and who holds it in each place."""

    title: Text
    provision: str
    official: str
    says: str
    only_if: str
    there: Sequence[There]


@dataclass(frozen=True, slots=True)
class CompetentAuthorities:
    """All that is known of who is competent, and what could be read of the places of use.

    Places are asked for where authorities of Member States are competent. `incidents` say where a
    serious incident is reported, each by its provision.
    """

    fields: Sequence[Field]
    places: PlacesOfUse
    needs_places: bool
    incidents: Sequence[Text]
    shelf: str


def told(
    use_case: UseCase,
    found: Iterable[Classification],
    watching: Callable[[Sequence[Competence]], Sequence[Competence]] = lambda found: found,
) -> CompetentAuthorities | None:
    """Tell who is competent by classifications of a use case, each where its use takes place."""
    rules: dict[Competence, str] = {}
    uses: dict[Competence, set[UUID | None]] = defaultdict(set)
    reported: dict[str, None] = {}
    for record in found:
        if record.outcome_class != OutcomeClass.OUT_OF_SCOPE:
            held = competent(record.outcome, record.answers, record.edition)
            reported |= dict.fromkeys(incidents_by(record.outcome, record.answers, record.edition))
            for rule in watching(held):
                rules.setdefault(rule, record.edition)
                uses[rule].add(record.intended_use_id)
    if not rules:
        return None
    texts = dict(use_case.intended_uses.order_by("id").values_list("pk", "places"))
    ordered = sorted(rules.items(), key=lambda item: item[0].field == GENERAL)
    fields = [
        _field(rule, law, read_places(_of(uses[rule], texts)).states) for rule, law in ordered
    ]
    return CompetentAuthorities(
        fields=fields,
        places=read_places(_of(set().union(*uses.values()), texts)),
        needs_places=any(rule.field not in _OF_THE_UNION for rule in rules),
        incidents=[INCIDENTS[provision] for provision in reported],
        shelf=shelf_url(FRAMEWORK, "authorities"),
    )


def _of(uses: Collection[UUID | None], texts: Mapping[UUID, str]) -> list[str]:
    """Return where some intended uses take place; a use case as a whole has all of them."""
    return [text for use, text in texts.items() if None in uses or use in uses]


def _field(rule: Competence, edition: str, states: Sequence[str]) -> Field:
    body = _OF_THE_UNION.get(rule.field)
    there = [_of_the_union(body)] if body else [_there(rule.field, one) for one in states]
    return Field(
        title=companion_words.FIELDS[rule.field],
        provision=rule.provision,
        official=official_url(FRAMEWORK, edition, rule.provision),
        says=rule.says,
        only_if=rule.only_if,
        there=there,
    )


def _bodies() -> Sequence[Companion]:
    return load_shelves(FRAMEWORK)["authorities"].rows


def _of_the_union(name: str) -> There:
    return _body(next(each for each in _bodies() if each.id == name))


def _there(field: str, code: str) -> There:
    contact = next((each for each in _bodies() if each.country == code), None)
    if contact is None:
        return There(_country(code), "", "", (), _not_found(code))
    if field == GENERAL:
        return _body(contact)
    supervisor = contact.extra.get("supervises", {}).get(field)
    if supervisor:
        return _supervisor(contact, supervisor)
    note = _("Not known to us. The point of contact is %(contact)s.") % {"contact": contact.title}
    return There(_country(code), "", "", (), note)


def _body(body: Companion) -> There:
    states, note = [companion_words.status_of(body)], ""
    if not body.is_certain:
        states.append(Status(companion_words.CERTAINTIES[body.certainty], "warn"))
        note = body.certainty_why
    return There(_country(body.country), body.title, body.url, states, note)


def _supervisor(contact: Companion, supervisor: Mapping[str, str]) -> There:
    """Name who has a field of its own: what is shown of the point of contact is not true of it."""
    why = supervisor.get("uncertain") or ("" if contact.is_certain else contact.certainty_why)
    states = [companion_words.UNCERTAIN] if why else []
    return There(_country(contact.country), supervisor["who"], "", states, why)


def _not_found(code: str) -> str:
    missing = load_shelves(FRAMEWORK)["authorities"].head["not_found"]
    why = next((item["why"] for item in missing if item.get("country") == code), "")
    return _("Not known to us. %(why)s") % {"why": why}


def _country(code: str) -> str:
    return vocabulary.say(companion_words.COUNTRIES, code)
