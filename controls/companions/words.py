"""The words of what stands around a law, as people read them."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.frameworks.loading.companions import UNION, Companion
from controls.frameworks.vocabulary import Words
from records.shapes import Status, Tone
from records.wording import in_words

SHELVES: Words = {
    "guidance": gettext_lazy("Guidance"),
    "standards": gettext_lazy("Standards"),
    "related_law": gettext_lazy("Related law"),
    "authorities": gettext_lazy("Authorities"),
}
KINDS: Words = {
    "guidelines": gettext_lazy("guidelines"),
    "code_of_practice": gettext_lazy("code of practice"),
    "template": gettext_lazy("template"),
    "procedure": gettext_lazy("procedure"),
    "harmonised_candidate": gettext_lazy("meant to be harmonised"),
    "international": gettext_lazy("international"),
    "product_law": gettext_lazy("product law"),
    "data_protection": gettext_lazy("data protection"),
    "financial_services": gettext_lazy("financial services"),
    "cybersecurity": gettext_lazy("cybersecurity"),
    "union_body": gettext_lazy("body of the Union"),
    "single_point_of_contact": gettext_lazy("point of contact"),
}
STATUSES: Words = {
    "final": gettext_lazy("Final"),
    "draft": gettext_lazy("Draft"),
    "in_preparation": gettext_lazy("In preparation"),
    "published": gettext_lazy("Published"),
    "approval": gettext_lazy("In approval"),
    "enquiry": gettext_lazy("Public enquiry"),
    "drafting": gettext_lazy("Being drafted"),
    "in_force": gettext_lazy("In force"),
    "to_be_replaced": gettext_lazy("To be replaced"),
    "replaced": gettext_lazy("Replaced"),
    "designated": gettext_lazy("Designated"),
    "pending": gettext_lazy("Pending"),
    "proposed": gettext_lazy("Proposed"),
}
TONES: Mapping[str, Tone] = {
    "final": "ok",
    "published": "ok",
    "in_force": "ok",
    "designated": "ok",
    "pending": "upcoming",
    "enquiry": "upcoming",
    "approval": "upcoming",
    "to_be_replaced": "warn",
    "draft": "warn",
    "replaced": "neutral",
}
CERTAINTIES: Words = {
    "high": gettext_lazy("Certain"),
    "medium": gettext_lazy("Uncertain in part"),
    "low": gettext_lazy("Uncertain"),
}
UNCERTAIN = Status(CERTAINTIES["low"], "warn")
# What an authority may be named for beside what no other one watches (Art. 74, 75 and 88).
FIELDS: Words = {
    "products": gettext_lazy("AI in products of Annex I, Section A"),
    "finance": gettext_lazy("AI of financial institutions"),
    "law_enforcement": gettext_lazy("AI in law enforcement, migration and justice"),
    "product_law": gettext_lazy("AI in products of Annex I, Section B"),
    "models": gettext_lazy("General-purpose models"),
    "ai_office": gettext_lazy("What the AI Office of the Commission supervises"),
    "union_bodies": gettext_lazy("AI of institutions and bodies of the Union"),
    "general": gettext_lazy("What has no authority of its own"),
}
COUNTRIES: Words = {
    UNION: gettext_lazy("European Union"),
    "AT": gettext_lazy("Austria"),
    "BE": gettext_lazy("Belgium"),
    "BG": gettext_lazy("Bulgaria"),
    "CY": gettext_lazy("Cyprus"),
    "CZ": gettext_lazy("Czechia"),
    "DE": gettext_lazy("Germany"),
    "DK": gettext_lazy("Denmark"),
    "EE": gettext_lazy("Estonia"),
    "ES": gettext_lazy("Spain"),
    "FI": gettext_lazy("Finland"),
    "FR": gettext_lazy("France"),
    "GR": gettext_lazy("Greece"),
    "HR": gettext_lazy("Croatia"),
    "HU": gettext_lazy("Hungary"),
    "IE": gettext_lazy("Ireland"),
    "IT": gettext_lazy("Italy"),
    "LT": gettext_lazy("Lithuania"),
    "LU": gettext_lazy("Luxembourg"),
    "LV": gettext_lazy("Latvia"),
    "MT": gettext_lazy("Malta"),
    "NL": gettext_lazy("Netherlands"),
    "PL": gettext_lazy("Poland"),
    "PT": gettext_lazy("Portugal"),
    "RO": gettext_lazy("Romania"),
    "SE": gettext_lazy("Sweden"),
    "SI": gettext_lazy("Slovenia"),
    "SK": gettext_lazy("Slovakia"),
}
LANGUAGES: Words = {
    "bg": gettext_lazy("Bulgarian"),
    "cs": gettext_lazy("Czech"),
    "da": gettext_lazy("Danish"),
    "de": gettext_lazy("German"),
    "el": gettext_lazy("Greek"),
    "en": gettext_lazy("English"),
    "es": gettext_lazy("Spanish"),
    "et": gettext_lazy("Estonian"),
    "fi": gettext_lazy("Finnish"),
    "fr": gettext_lazy("French"),
    "ga": gettext_lazy("Irish"),
    "hr": gettext_lazy("Croatian"),
    "hu": gettext_lazy("Hungarian"),
    "it": gettext_lazy("Italian"),
    "lt": gettext_lazy("Lithuanian"),
    "lv": gettext_lazy("Latvian"),
    "mt": gettext_lazy("Maltese"),
    "nl": gettext_lazy("Dutch"),
    "pl": gettext_lazy("Polish"),
    "pt": gettext_lazy("Portuguese"),
    "ro": gettext_lazy("Romanian"),
    "sk": gettext_lazy("Slovak"),
    "sl": gettext_lazy("Slovenian"),
    "sv": gettext_lazy("Swedish"),
}


def status_of(companion: Companion) -> Status:
    """Say where it stands."""
    word = STATUSES[companion.status]
    return Status(word, TONES.get(companion.status, "neutral"))


def doubt_of(companion: Companion) -> Status | None:
    """Say that something told of it is not settled, and why."""
    if companion.is_certain:
        return None
    return Status(CERTAINTIES[companion.certainty], "warn", in_words(companion.certainty_why))


def dated(companion: Companion, day: str) -> str:
    return _("%(day)s: %(what)s") % {"day": day, "what": companion.dated}
