"""What the catalogue holds, as plain frozen values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from controls.frameworks.loading import application_dates
from controls.frameworks.loading.companions import Companion
from controls.frameworks.loading.revisions import FIRST, Revision
from records.ledger.canonical import JSON

HEADING = "heading"
NOT_LAW = frozenset({"absent", "deleted"})  # states of a provision that binds nobody


@dataclass(frozen=True)
class FrameworkData:
    """A law or a standard, whatever its edition."""

    id: str
    title: str
    short_title: str
    kind: str  # law, standard or guidance
    publisher: str
    licence: str
    id_form: str
    kinds: tuple[str, ...]
    addressees: tuple[str, ...]
    applies_to: tuple[str, ...]


@dataclass(frozen=True)
class DateProfile:
    """A named set of dates shared by many provisions of one edition, by route."""

    id: str
    label: str
    applies_from: Mapping[str, date]
    note: str = ""
    uncertain: bool = False
    uncertain_why: str = ""


@dataclass(frozen=True)
class ProvisionData:
    """One node of an edition's tree; `order` counts in reading order from 0."""

    id: str
    parent: str | None
    order: int
    title: str
    summary: str
    kind: str
    addressees: tuple[str, ...]
    applies_to: tuple[str, ...]
    status: str
    applies_from: Mapping[str, date]
    uncertain: bool
    uncertain_why: str
    citation: str
    slug: str
    extra: Mapping[str, JSON]

    @property
    def is_heading(self) -> bool:
        """Tell a node that only groups others from one with content of its own."""
        return self.kind == HEADING

    @property
    def exists(self) -> bool:
        """Tell whether the provision stands in this edition."""
        return self.status not in NOT_LAW


@dataclass(frozen=True)
class PartData:
    """A chapter or annex of an edition, for people to find their way; `top` are its root ids."""

    title: str
    top: tuple[str, ...]


@dataclass(frozen=True)
class EditionData:
    """One edition of a framework, complete; `digest` names this exact content."""

    framework: str
    id: str
    title: str
    framework_title: str
    replaces: str | None
    law: tuple[Mapping[str, object], ...]
    published: date
    in_force: date
    as_of: date
    disclaimer: str
    own_words: str
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    uncertain: bool
    uncertain_why: str
    date_profiles: Mapping[str, DateProfile]
    parts: tuple[PartData, ...]
    provisions: tuple[ProvisionData, ...]
    extra: Mapping[str, JSON]
    digest: str
    revision: int = FIRST
    revisions: tuple[Revision, ...] = ()

    @cached_property
    def _by_id(self) -> dict[str, ProvisionData]:
        return {provision.id: provision for provision in self.provisions}

    @cached_property
    def _below(self) -> dict[str | None, list[ProvisionData]]:
        below: dict[str | None, list[ProvisionData]] = {}
        for provision in self.provisions:
            below.setdefault(provision.parent, []).append(provision)
        return below

    def __contains__(self, provision_id: object) -> bool:
        return provision_id in self._by_id

    def provision(self, provision_id: str) -> ProvisionData:
        """Return the provision of that id; raise KeyError with a sentence for an unknown one."""
        if provision_id not in self._by_id:
            raise KeyError(f"{self.title} has no provision '{provision_id}'.")
        return self._by_id[provision_id]

    def under(self, provision_id: str) -> tuple[ProvisionData, ...]:
        """Return the provision and all below it in reading order, headings and absent ones too."""
        found = [self.provision(provision_id)]
        for child in self._below.get(provision_id, ()):
            found.extend(self.under(child.id))
        return tuple(found)

    def applies_from(self, provision_id: str, routes: Collection[str]) -> tuple[date | None, str]:
        """Say from when the provision applies by these routes, and why then.

        A heading answers with the earliest date of what stands below it. The reason names the
        date profile, the route, dates by other readings and what is uncertain about the date.
        """
        provision = self.provision(provision_id)
        if not provision.exists:
            return None, f"{provision.id} is no part of {self.title} ({provision.status})."
        if provision.is_heading:
            return self._earliest_below(provision, routes)
        if not provision.applies_from:
            return None, f"{provision.id} has no date of application; {self.title} sets none."
        profile = self.date_profiles.get(provision.extra.get("date_profile", ""))
        return application_dates.explain(
            provision.applies_from,
            routes,
            application_dates.ReasonReading(
                label=profile.label if profile else provision.id,
                edition=self.title,
                note=provision.extra.get("date_note") or (profile.note if profile else ""),
                doubt=profile.uncertain_why if profile else "",
            ),
        )

    def _earliest_below(
        self, heading: ProvisionData, routes: Collection[str]
    ) -> tuple[date | None, str]:
        parts = [part for part in self.under(heading.id) if part.exists and not part.is_heading]
        answers = [(*self.applies_from(part.id, routes), part.id) for part in parts]
        dated = [(on, why, part) for on, why, part in answers if on is not None]
        if dated:
            on, why, part = min(dated, key=lambda answer: answer[0])
            return on, f"Earliest under {heading.id} is {part}. {why}"
        return None, answers[0][1] if answers else f"Nothing stands under {heading.id}."


@dataclass(frozen=True)
class MappingData:
    """One pair of the crosswalk, read from source to target."""

    id: str
    source_framework: str
    source_editions: tuple[str, ...]
    source: str
    target_framework: str
    target_editions: tuple[str, ...]
    target: str
    relation: str
    strength: int
    rationale: str
    published_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class WithoutData:
    """Provisions of one framework that have no mapping to another, and why."""

    framework: str
    other: str
    provisions: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class CrosswalkData:
    """All pairs, what has none and why, and what was corrected since the first publication."""

    mappings: tuple[MappingData, ...] = ()
    without: tuple[WithoutData, ...] = ()
    revisions: tuple[Revision, ...] = ()


@dataclass(frozen=True)
class FineData:
    """One maximum fine of a law; amounts in euro, percentages of turnover."""

    framework: str
    id: str
    name: str
    amount_eur: int | None
    turnover_percent: Decimal | None
    turnover_base: str
    rule: str
    citation: str
    covers: str
    addressees: tuple[str, ...]
    applies_from: date
    sme_rule: str
    smc_rule: str
    imposed_by: str
    uncertain: bool
    uncertain_why: str


@dataclass(frozen=True)
class TimelineEvent:
    """One date of a law's life; `change` says what replaced a superseded one."""

    framework: str
    id: str
    date: date
    event: str
    citation: str
    status: str  # done, next (both as seen on the file's as_of day) or superseded
    note: str
    change: str
    uncertain: bool
    uncertain_why: str


@dataclass(frozen=True)
class FieldData:
    """One field of a document template."""

    id: str
    label: str
    type: str
    required: bool
    citation: str
    help: str


@dataclass(frozen=True)
class SectionData:
    """One section of a document template."""

    id: str
    title: str
    fields: tuple[FieldData, ...]


@dataclass(frozen=True)
class TemplateData:
    """The sections and fields that a document or form of the law asks for."""

    id: str
    title: str
    basis: str
    filled_by: tuple[str, ...]
    note: str
    uncertain: bool
    uncertain_why: str
    sections: tuple[SectionData, ...]
    extra: Mapping[str, JSON]


@dataclass(frozen=True)
class Catalogue:
    """Everything read together and checked together.

    `headers` keeps, by file, what a file says about itself: as-of day, sources, notes, doubts.
    """

    frameworks: Mapping[str, FrameworkData]
    editions: Mapping[tuple[str, str], EditionData]
    crosswalk: CrosswalkData
    fines: tuple[FineData, ...]
    timeline: tuple[TimelineEvent, ...]
    templates: tuple[TemplateData, ...]
    companions: tuple[Companion, ...] = ()
    headers: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    @property
    def mappings(self) -> tuple[MappingData, ...]:
        """Return the pairs of the crosswalk."""
        return self.crosswalk.mappings
