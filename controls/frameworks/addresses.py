"""The way to the coverage of an edition."""

from controls.models import Edition
from records.addresses import to, with_values


def coverage_url(edition: Edition, **query: object) -> str:
    """Return the address of the coverage of an edition, in the moment that is read."""
    url = to("law-coverage", edition.framework.code, edition.code)
    return with_values(url, **query)
