"""The provisions behind obligations: found by number or address, cited, told in our own words."""

from datetime import date
from functools import cache

from assessments.classification.documents.law import code_of
from assessments.engine.dates import FRAMEWORK
from assessments.engine.effects import load_act
from controls.frameworks.loading import load_edition, official_url
from controls.frameworks.loading.data import EditionData, ProvisionData
from records.addresses import to
from records.shapes import Link


def editions() -> tuple[str, ...]:
    """Name the editions that the classification knows, the oldest first."""
    return tuple(sorted(load_act().questionnaire.editions))


def law(edition: str) -> EditionData:
    """Return an edition of the AI Act."""
    return load_edition(FRAMEWORK, edition)


def provision(edition: str, code: str) -> ProvisionData:
    return law(edition).provision(code)


@cache
def by_slug(edition: str) -> dict[str, str]:
    """Map the addresses of provisions to their numbers."""
    return {item.slug: item.id for item in law(edition).provisions}


def url(edition: str, code: str) -> str:
    """Return the page of the provision in the catalogue."""
    return to("law-provision", FRAMEWORK, edition, provision(edition, code).slug)


def official(edition: str, code: str) -> str:
    """Return the place of a provision in the official text of its edition."""
    return official_url(FRAMEWORK, edition, code)


def of_day(day: date) -> str:
    """Name the edition that is the law on a day; before the first one, that one."""
    first, *later = editions()
    return next((name for name in reversed(later) if law(name).in_force <= day), first)


def cited(citation: str, day: date) -> Link:
    """Return a citation that leads to the first provision it names, as it is on a day."""
    edition, code = of_day(day), code_of(citation)
    source = official(edition, code)
    if code not in law(edition):
        return Link(citation, source)
    return Link(citation, url(edition, code), source=source)


def title(edition: str, code: str) -> str:
    """Return number and title."""
    return f"{code} {provision(edition, code).title}"
