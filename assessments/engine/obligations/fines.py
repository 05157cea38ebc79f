"""How high a fine may be: the ceiling of the law for an undertaking of some size; no forecast."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.engine.obligations.competence import AI_OFFICE as BY_OFFICE
from assessments.engine.obligations.competence import Competence, watching
from controls.frameworks.loading.data import FineData

SME, SMALL_MID_CAP, LARGE, PUBLIC = "sme", "small_mid_cap", "large", "public"
PROHIBITED, OPERATORS, MODELS = "fine-art5", "fine-operators", "fine-gpai"
# The Commission fines providers of models also for wrong information, for measures not taken and
# for access not given (Art. 101(1)(b) to (d)); Art. 99(5) is about national authorities.
MODEL_REQUESTS = "fine-gpai-requests"
# Beside any of them: false answers to authorities; for systems under Art. 75(1) the AI Office fines
# by itself; how far public bodies are fined is for each Member State.
INFORMATION, AI_OFFICE, AI_OFFICE_DAILY = "fine-information", "fine-ai-office", "periodic-ai-office"
PUBLIC_BODIES = "fine-public-bodies"
# Art. 100 has two ceilings for the bodies of the Union, whatever else they breach.
UNION_PROHIBITED, UNION_OTHER = "fine-union-art5", "fine-union-other"
# By article or paragraph, the longest match counts. Art. 99(4) names Art. 16, which in turn names
# Art. 8 to 15, 17 to 20, 43 and 47 to 49(1) for providers, so that they are reached through it.
_ARTICLES: Mapping[str, tuple[str, str]] = {
    "Art. 5": (PROHIBITED, ""),
    **{f"Art. {number}": (OPERATORS, "Art. 16(a)") for number in range(8, 16)},
    "Art. 16": (OPERATORS, ""),
    "Art. 17": (OPERATORS, "Art. 16(c)"),
    "Art. 18": (OPERATORS, "Art. 16(d)"),
    "Art. 19": (OPERATORS, "Art. 16(e)"),
    "Art. 20": (OPERATORS, "Art. 16(j)"),
    "Art. 22": (OPERATORS, ""),
    "Art. 23": (OPERATORS, ""),
    "Art. 24": (OPERATORS, ""),
    "Art. 25(2)": (OPERATORS, ""),
    "Art. 25(4)": (OPERATORS, ""),
    "Art. 26": (OPERATORS, ""),
    "Art. 43": (OPERATORS, "Art. 16(f)"),
    "Art. 47": (OPERATORS, "Art. 16(g)"),
    "Art. 48": (OPERATORS, "Art. 16(h)"),
    "Art. 49(1)": (OPERATORS, "Art. 16(i)"),
    "Art. 50": (OPERATORS, ""),
    "Art. 52": (MODELS, ""),
    "Art. 53": (MODELS, ""),
    "Art. 54(1)": (MODELS, ""),
    "Art. 54(2)": (MODELS, ""),
    "Art. 55": (MODELS, ""),
}
# Art. 16 speaks to providers alone: others are not reached through it.
_THROUGH_16 = "provider"
# Art. 26 is named by Art. 99(4) and orders authorities to register (Art. 26(8)). It does not name
# who acts on behalf of one, as Art. 49(3) does: that the fine reaches these too can be argued only.
_REGISTERING, _ORDERED = frozenset({"Art. 49(3)", "Art. 71(3)"}), "Art. 26(8)"
# Art. 16(k) asks in the words of Art. 21(1) for proof of conformity upon a reasoned request, and a
# deployer reports by Art. 73 for no other reason than that Art. 26(5) says so.
_SAME_DUTY: Mapping[tuple[str, str], str] = {
    ("Art. 21(1)", "provider"): "Art. 16(k)",
    ("Art. 73", "deployer"): "Art. 26(5)",
}
# It can be argued that these are reached too: logs help to prove what Art. 16(k) asks, Art. 17 asks
# for procedures of Art. 72 and 73, Art. 22(3) and 26(1) and (2) ask for registration and oversight.
# A supplier of parts is no operator (Art. 3(8)), of whom Art. 99(4)(da) speaks beside providers.
_ARGUABLE: Mapping[tuple[str, str], str] = {
    ("Art. 21(2)", "provider"): "Art. 16(k)",
    ("Art. 49(1)", "authorised_representative"): "Art. 22(3)(e)",
    ("Art. 25(4)", "third_party_supplier"): "Art. 99(4)(da)",
    ("Art. 72", "provider"): "Art. 16(c), 17(1)(h)",
    ("Art. 73", "provider"): "Art. 16(c), 17(1)(i)",
    ("Art. 14(5)", "deployer"): "Art. 26(1)-(2)",
}
# Art. 99(3) is for the prohibition. That a use against what its exception asks breaches it too can
# be argued: of a use that nobody authorised with more ground than of one that was not notified.
_ASKED_BY_THE_EXCEPTION = frozenset({"Art. 5(2)", "Art. 5(3)", "Art. 5(4)"})
# Art. 99(4)(b) names what Art. 22 asks of representatives. That a provider has to name one (Art.
# 22(1)) and let it do its work (Art. 22(2)) stands in none of its points, nor in Art. 16.
_OF_ONE_ROLE: Mapping[str, str] = {"Art. 22": "authorised_representative"}
# In the edition of 2024, Art. 99(4) does not name Art. 25.
_SINCE_2026 = frozenset({"Art. 25(2)", "Art. 25(4)"})


@dataclass(frozen=True, slots=True)
class FineGroup:
    """Which fine an obligation falls under, and through which article where not by its own.

    One may be `arguable`: then `through` names the provisions by which Art. 99(3) or (4) could
    reach what is national otherwise.
    """

    fine: str
    through: str = ""
    arguable: bool = False


NATIONAL = FineGroup("national")
# Art. 75c was inserted in 2026: by the law as published the AI Office fines no system.
OFFICE_SINCE = "2026"


@dataclass(frozen=True, slots=True)
class Breach:
    """A breach of an obligation, as fines look at it: what it asks of whom, by which edition."""

    provision: str
    role: str
    regime: str
    edition: str


def fine_behind(breach: Breach, *, beside: Collection[str], of_union: bool = False) -> str:
    """Name the fine behind an obligation, for a body of the Union that of Art. 100."""
    fine = group_of(breach.provision, breach.role, breach.edition, beside=beside).fine
    return of_union_body(fine) if of_union else fine


def office_over(breach: Breach, found: Iterable[Competence]) -> str:
    """Say whether the AI Office fines a breach: "alone", "perhaps" beside another, or "" not.

    `found` are those competent for a system. A ban keeps the ceiling of Art. 99(3).
    """
    if breach.edition < OFFICE_SINCE or _is_within(breach.provision, "Art. 5"):
        return ""
    near = watching(found, breach.regime, breach.role)
    of_office = [each for each in near if each.field == BY_OFFICE]
    is_alone = len(of_office) == len(near) and not any(each.only_if for each in of_office)
    return ("alone" if is_alone else "perhaps") if of_office else ""


def group_of(
    provision: str, role: str, edition: str, *, beside: Collection[str] = frozenset()
) -> FineGroup:
    """Name the fine behind an obligation; duties that Art. 99(4) does not list are national.

    `beside` names what else the same operator owes.
    """
    if role == "deployer" and provision in _REGISTERING:
        is_ordered = _ORDERED in beside
        return FineGroup(OPERATORS if is_ordered else "national", _ORDERED, arguable=not is_ordered)
    if provision in _ASKED_BY_THE_EXCEPTION:
        return FineGroup(PROHIBITED, "Art. 5(1)(h)", arguable=True)
    if through := _named_for(_SAME_DUTY, provision, role):
        return FineGroup(OPERATORS, through)
    if through := _named_for(_ARGUABLE, provision, role):
        return FineGroup("national", through, arguable=True)
    matching = [name for name in _ARTICLES if _is_within(provision, name)]
    if not matching:
        return NATIONAL
    name = max(matching, key=len)
    fine, through = _ARTICLES[name]
    asked_of = _THROUGH_16 if through else _OF_ONE_ROLE.get(name, role)
    if role != asked_of or (name in _SINCE_2026 and edition < "2026"):
        return NATIONAL
    return FineGroup(fine, through)


def is_union_body(answers: Mapping[str, Any]) -> bool:
    """Say whether whoever answered is of the Union: then Art. 100 stands in for Art. 99."""
    return (answers.get("R13"), answers.get("R13a")) == ("public", "union")


def of_union_body(fine: str) -> str:
    """Name the fine of a body of the Union instead; for its models Art. 101 knows no other."""
    if fine == MODELS:
        return fine
    return UNION_PROHIBITED if fine == PROHIBITED else UNION_OTHER


def _named_for(table: Mapping[tuple[str, str], str], provision: str, role: str) -> str:
    """Name the articles by which Art. 99(4) reaches an obligation of a role, if a table has any."""
    named = (
        through
        for (name, held), through in table.items()
        if held == role and _is_within(provision, name)
    )
    return next(named, "")


def beside(*, size: str, by_ai_office: bool) -> tuple[str, ...]:
    """Name the fines that may come beside those for what is owed, for an undertaking of a size."""
    found = [INFORMATION]
    if by_ai_office:
        found += [AI_OFFICE, AI_OFFICE_DAILY]
    if size == PUBLIC:
        found.append(PUBLIC_BODIES)
    return tuple(found)


def _is_within(provision: str, outer: str) -> bool:
    return provision == outer or (provision.startswith(outer) and provision[len(outer)] in "( ")


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The highest fine in euro, and whether turnover could raise or lower it further.

    `is_whole` is false where turnover matters and is not known; the amount is then a floor for
    larger undertakings and a cap for small ones.
    """

    amount: Decimal
    percent: Decimal | None
    lower_counts: bool
    is_whole: bool


def ceiling(fine: FineData, *, size: str, turnover: Decimal | None) -> Ceiling:
    """Work out the ceiling: the higher of amount and share, for small ones the lower.

    A body that is no undertaking has no turnover to take a share of.
    """
    amount = Decimal(fine.amount_eur or 0)
    if size == PUBLIC or fine.turnover_percent is None:
        return Ceiling(amount, None, lower_counts=False, is_whole=True)
    lower = _takes_lower(fine, size)
    if turnover is None:
        return Ceiling(amount, fine.turnover_percent, lower_counts=lower, is_whole=False)
    share = turnover * fine.turnover_percent / 100
    chosen = min(amount, share) if lower else max(amount, share)
    return Ceiling(chosen, fine.turnover_percent, lower_counts=lower, is_whole=True)


def _takes_lower(fine: FineData, size: str) -> bool:
    rules = {SME: fine.sme_rule, SMALL_MID_CAP: fine.smc_rule}
    return rules.get(size, "").startswith("whichever is lower")
