"""What of an outcome the obligations follow from, in plain values that can be compared."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Situation:
    """The roles, routes and findings of one case under one edition.

    `named` are the duties that rules name, with the role each falls on, where we hold that role and
    the law reaches us directly. `transition` is the one that defers dates, `earlier` the one that
    brings some to an earlier day; `derogated` says that Art. 6(3) takes it out of Annex III.
    `facts` are what the answers say beside all this (see conditions.yaml), `open_facts` what they
    leave open by "not sure".
    """

    edition: str
    in_scope: bool
    roles: frozenset[str]
    grounds: frozenset[str]
    prohibited: frozenset[str]
    upcoming: frozenset[str]
    routes: frozenset[str]
    transition: str
    derogated: bool
    named: tuple[tuple[str, str], ...]
    facts: frozenset[str] = frozenset()
    open_facts: frozenset[str] = frozenset()
    earlier: str = ""

    @property
    def is_section_b_only(self) -> bool:
        """Say whether Annex I Section B alone makes it high-risk: Art. 2(2) limits the law."""
        return self.grounds == {"Annex I Section B"}
