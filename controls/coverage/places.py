"""Coverage at places: which implementation decides there, and what evidence reaches it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from controls.coverage.routes import Routes
from controls.coverage.rules import (
    NOTHING,
    Cover,
    CurrentEvidence,
    Implemented,
    Route,
    chain,
    cover,
    path,
)
from controls.crosswalk.engine.crosswalk import ProvisionNode


@dataclass(frozen=True, slots=True)
class Scope:
    """Where coverage is asked for: at a unit, or at a use case of that unit."""

    unit_path: str
    use_case: UUID | None = None


@lru_cache(maxsize=2_000)
def upwards(unit_path: str) -> tuple[str, ...]:
    """Return the path of a unit and of those above it, the nearest first."""
    names = unit_path.strip("/").split("/")
    return tuple(f"/{'/'.join(names[:end])}/" for end in range(len(names), 0, -1))


class ImplementationPlaces:
    """Implementations by control and place, and the evidence attached to them and to claims."""

    def __init__(
        self,
        implemented: Iterable[Implemented],
        of_use_cases: Mapping[UUID, Mapping[UUID, Implemented]],
        shown: Mapping[UUID, list[CurrentEvidence]],
    ) -> None:
        self._at_units: dict[UUID, dict[str, Implemented]] = defaultdict(dict)
        for one in implemented:
            self._at_units[one.control][one.place] = one
        self._of_use_cases = of_use_cases
        self._shown = shown

    def of_use_case(self, key: UUID | None) -> Mapping[UUID, Implemented]:
        """Return what stands at one use case, by control."""
        return self._of_use_cases.get(key, {}) if key else {}

    def nearest_first(
        self, scope: Scope, control: UUID, own: Mapping[UUID, Implemented]
    ) -> list[Implemented]:
        """Return where a control stands, from the scope upwards."""
        at_units = self._at_units.get(control, {})
        above = [at_units[place] for place in upwards(scope.unit_path) if place in at_units]
        return [own[control], *above] if control in own else above

    def evidence(
        self, scope: Scope, route: Route, linked: Iterable[Implemented]
    ) -> list[CurrentEvidence]:
        """Return what is attached to implementations, and to the claim where it reaches here."""
        of_claim = self._shown.get(route.claim, ())
        found = [shown for shown in of_claim if scope.unit_path.startswith(shown.place)]
        for one in linked:
            found += self._shown.get(one.id, ())
        return found

    def attached(self, one: Implemented | None) -> list[CurrentEvidence]:
        return self._shown.get(one.id, []) if one else []


class Coverage:
    """How far provisions of one edition are covered at the scopes it was read for."""

    def __init__(self, framework: str, routes: Routes, places: ImplementationPlaces) -> None:
        self._framework = framework
        self._routes = routes
        self._places = places
        self._known: dict[tuple[str, str], Cover] = {}

    def cover(self, scope: Scope, code: str) -> Cover:
        """Return how far a provision is covered at a scope; it asks nothing of the database."""
        routes = self.routes(code)
        if not routes:
            return NOTHING
        own = self._places.of_use_case(scope.use_case)
        if any(route.control in own for route in routes):
            return self._worked_out(scope, routes, own)
        # Most use cases have nothing of their own: what holds at their unit holds for all of them.
        key = (scope.unit_path, code)
        if key not in self._known:
            self._known[key] = self._worked_out(scope, routes, {})
        return self._known[key]

    def routes(self, code: str) -> list[Route]:
        """Return the ways from claims to a provision, wherever their controls are in place."""
        return self._routes.to(ProvisionNode(self._framework, code))

    def wholly_claimed(self) -> frozenset[str]:
        """Return the provisions that some control claims to do all of, wherever it is in place."""
        return self._routes.wholly_claimed(self._framework)

    def stands_apart(self, use_case: UUID) -> bool:
        """Say whether a use case has implementations of its own, beside those of its unit."""
        return bool(self._places.of_use_case(use_case))

    def _worked_out(
        self, scope: Scope, routes: list[Route], own: Mapping[UUID, Implemented]
    ) -> Cover:
        found = []
        for route in routes:
            linked = chain(self._places.nearest_first(scope, route.control, own))
            evidence = self._places.evidence(scope, route, linked)
            here = self._places.attached(own.get(route.control))
            found.append(path(route, linked, evidence, here))
        return cover(found)
