"""What makes a duty lighter: exceptions, permissions and presumptions that fit a situation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Relief:
    """A provision that limits a duty here, and what it says, in our own words."""

    provision: str
    says: str

    def as_json(self) -> dict[str, str]:
        return {"provision": self.provision, "says": self.says}


def read_relief(stored: Iterable[Mapping[str, str]]) -> tuple[Relief, ...]:
    return tuple(Relief(item["provision"], item["says"]) for item in stored)
