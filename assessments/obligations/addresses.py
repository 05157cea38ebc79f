"""Where obligations are read: by the reference of their subject, the provision and the role."""

from dataclasses import dataclass

from assessments.obligations import law
from assessments.obligations.organisation import General
from assessments.obligations.rows import Owed
from records.addresses import to


@dataclass(frozen=True, slots=True)
class ObligationAddress:
    """The three parts of an address, as boxes in a list send them."""

    ref: str
    slug: str
    role: str

    def __str__(self) -> str:
        return f"{self.ref}/{self.slug}/{self.role}"

    @property
    def url(self) -> str:
        """Return the page of the obligation, in the moment that is being read."""
        return to("obligation", self.ref, self.slug, self.role)


def place_of(item: Owed | General) -> ObligationAddress:
    """Return where an obligation is read."""
    return ObligationAddress(item.ref, law.provision(item.edition, item.provision).slug, item.role)


def place_from(text: str) -> ObligationAddress | None:
    """Read what a box sent; None for anything else."""
    parts = text.split("/")
    return ObligationAddress(*parts) if len(parts) == 3 and all(parts) else None
