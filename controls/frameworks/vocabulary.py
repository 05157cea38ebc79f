"""The words of frameworks as people read them; an imported framework may bring words of its own."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.frameworks.rules import State

Words = Mapping[str, str | Promise]

KINDS: Words = {
    "classification": gettext_lazy("classification"),
    "condition": gettext_lazy("condition"),
    "criterion": gettext_lazy("criterion"),
    "definition": gettext_lazy("definition"),
    "documentation-item": gettext_lazy("part of the documentation"),
    "duty": gettext_lazy("duty"),
    "exception": gettext_lazy("exception"),
    "heading": gettext_lazy("heading"),
    "list-item": gettext_lazy("item of a list"),
    "penalty": gettext_lazy("penalty"),
    "permission": gettext_lazy("permission"),
    "power": gettext_lazy("power of an authority"),
    "presumption": gettext_lazy("presumption"),
    "procedure": gettext_lazy("procedure"),
    "prohibition": gettext_lazy("prohibition"),
    "registration-item": gettext_lazy("entry in the register"),
    "right": gettext_lazy("right"),
    "role-change": gettext_lazy("change of role"),
    "scope": gettext_lazy("scope"),
    "transition": gettext_lazy("transition"),
    "requirement": gettext_lazy("requirement"),
    "objective": gettext_lazy("objective"),
    "control": gettext_lazy("control"),
    "function": gettext_lazy("function"),
    "category": gettext_lazy("category"),
    "subcategory": gettext_lazy("subcategory"),
    "risk": gettext_lazy("risk"),
}
ADDRESSEES: Words = {
    "provider": gettext_lazy("providers"),
    "deployer": gettext_lazy("deployers"),
    "importer": gettext_lazy("importers"),
    "distributor": gettext_lazy("distributors"),
    "product_manufacturer": gettext_lazy("product manufacturers"),
    "authorised_representative": gettext_lazy("authorised representatives"),
    "affected_person": gettext_lazy("affected persons"),
    "gpai_provider": gettext_lazy("providers of general-purpose models"),
    "gpai_systemic_provider": gettext_lazy("providers of models with systemic risk"),
    "commission_ai_office": gettext_lazy("Commission and AI Office"),
    "third_party_supplier": gettext_lazy("third-party suppliers"),
    "member_state_authority": gettext_lazy("national authorities"),
    "notified_body": gettext_lazy("notified bodies"),
}
APPLIES_TO: Words = {
    "all": gettext_lazy("all AI systems"),
    "prohibited": gettext_lazy("prohibited practices"),
    "high_risk_annex_i": gettext_lazy("high-risk AI in products (Annex I)"),
    "high_risk_annex_iii": gettext_lazy("high-risk uses (Annex III)"),
    "annex_iii_not_high_risk": gettext_lazy("Annex III uses found not high-risk"),
    "transparency": gettext_lazy("AI with transparency duties"),
    "gpai": gettext_lazy("general-purpose models"),
    "gpai_systemic_risk": gettext_lazy("general-purpose models with systemic risk"),
}
STANDINGS: Mapping[State, Promise] = {
    "applies": gettext_lazy("Applies"),
    "in_part": gettext_lazy("Applies in part"),
    "later": gettext_lazy("Applies later"),
    "undated": gettext_lazy("No date of its own"),
    "gone": gettext_lazy("Not in this edition"),
}
ROUTES: Words = {
    "all": gettext_lazy("For everybody it addresses"),
    "annex_i": gettext_lazy("AI in products under the laws of Annex I"),
    "annex_iii": gettext_lazy("High-risk uses of Annex III"),
    "formal": gettext_lazy("By the bare letter of the law"),
}
SHORT_ROUTES: Words = {
    "all": "",
    "annex_i": gettext_lazy("Annex I"),
    "annex_iii": gettext_lazy("Annex III"),
    "formal": gettext_lazy("by the letter"),
}
# Read from the first provision to the second; what follows from no set relation is left open.
RELATIONS: Words = {
    "equal": gettext_lazy("asks for the same as"),
    "subset": gettext_lazy("lies inside"),
    "superset": gettext_lazy("contains"),
    "intersects": gettext_lazy("overlaps with"),
    "open": gettext_lazy("may overlap with"),
}


def say(words: Words, code: str) -> str:
    """Return the word for a code; a code without one is made readable."""
    return str(words.get(code) or code.replace("_", " "))


def say_all(words: Words, codes: Iterable[str]) -> list[str]:
    """Return the words for several codes."""
    return [say(words, code) for code in codes]


def say_route(route: str) -> str:
    """Name a route by which a provision comes to apply."""
    placed = route.partition("placed_before_")[2]
    if not placed:
        return say(ROUTES, route)
    day = date_format(date.fromisoformat(placed))
    return _("What was placed on the market before %(day)s") % {"day": day}
