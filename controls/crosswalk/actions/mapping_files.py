"""Mappings as OSCAL files: given out, looked at, brought in; what stands here is never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.crosswalk.actions.mappings import having, published
from controls.crosswalk.loading import CollectionHeading, MappingEntry, Side, read_mappings, written
from controls.frameworks.loading import CatalogueError, crosswalk_about
from controls.models import Edition, Framework, Mapping, MappingState
from governance.models import Unit
from records.actors import Actor
from records.changing.acting import acting_many
from records.errors import RuleError
from records.verbs import Verb

BRING_IN = Verb(
    "controls.mapping.bring_in",
    needs="import",
    told=gettext_lazy("brought the mapping in from a file"),
)


@dataclass
class MappingComparison:
    """What a file would do: pairs that are new, that stand here the same, and that differ."""

    new: list[MappingEntry] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    differing: list[tuple[MappingEntry, str]] = field(default_factory=list)
    # {line, sentence}: any of them refuses the whole.
    problems: list[tuple[int, str]] = field(default_factory=list)
    without_relation: int = 0


def as_oscal(
    mappings: Iterable[Mapping], *, title: str, moment: datetime, titles: dict[str, str]
) -> dict[str, object]:
    """Return mappings as a mapping collection; `titles` name frameworks by code."""
    entries = [_entry(mapping, titles) for mapping in mappings]
    is_complete = all(entry.state == MappingState.REVIEWED for entry in entries)
    notes = [*crosswalk_about()["notes"], crosswalk_about()["inheritance"]]
    return written(entries, CollectionHeading(title, " ".join(notes), moment, is_complete))


def _entry(mapping: Mapping, titles: dict[str, str]) -> MappingEntry:
    source, target = mapping.source_framework.code, mapping.target_framework.code
    return MappingEntry(
        uuid=mapping.pk,
        source=Side(source, tuple(mapping.source_editions), titles.get(source, "")),
        source_code=mapping.source_code,
        target=Side(target, tuple(mapping.target_editions), titles.get(target, "")),
        target_code=mapping.target_code,
        relation=mapping.relation,
        strength=mapping.strength,
        rationale=mapping.rationale,
        published_in=tuple(mapping.published_in),
        code=mapping.code,
        state=mapping.state,
    )


def compare(data: bytes, *, name: str) -> MappingComparison:
    """Read a file and compare it with what stands here; nothing is written.

    Raises RuleError with file and line where it is no collection that can be read.
    """
    try:
        entries, without = read_mappings(data, file=name)
    except CatalogueError as error:
        raise RuleError(str(error)) from error
    compared = MappingComparison(without_relation=without)
    known = _known()
    frameworks = {f.code: (f, published(f)) for f in Framework.objects.current()}
    for entry in entries:
        here = known.get(frozenset(_ends(entry)), [])
        alike = [mapping for mapping in here if _says(mapping) == _said(entry)]
        others = [mapping for mapping in here if _overlaps(mapping, entry)]
        if alike:
            compared.same.append(alike[0].ref)
        elif others:
            compared.differing.append((entry, others[0].ref))
        elif problem := _problem(entry, frameworks):
            compared.problems.append((entry.line, problem))
        else:
            compared.new.append(entry)
    return compared


def _known() -> dict[frozenset[tuple[str, str]], list[Mapping]]:
    """Return the mappings that stand here by their two ends, in whichever direction."""
    found: dict[frozenset[tuple[str, str]], list[Mapping]] = {}
    for mapping in Mapping.objects.current().select_related("source_framework", "target_framework"):
        found.setdefault(frozenset(_pair(mapping)), []).append(mapping)
    return found


def _overlaps(mapping: Mapping, entry: MappingEntry) -> bool:
    """Say whether a mapping and an entry were made for any two editions in common."""
    is_flipped = _pair(mapping) != _ends(entry)
    ends = [set(mapping.source_editions), set(mapping.target_editions)]
    source, target = reversed(ends) if is_flipped else ends
    return bool(source & set(entry.source.editions) and target & set(entry.target.editions))


def bring_in(compared: MappingComparison, *, unit: Unit, actor: Actor) -> Sequence[Mapping]:
    """Add the new pairs as proposals, all or none; whoever brings them in cannot review them."""
    if compared.problems:
        line, sentence = compared.problems[0]
        raise RuleError(_("Line %(line)s: %(sentence)s") % {"line": line, "sentence": sentence})
    keys = dict(Framework.objects.current().values_list("code", "pk"))
    new = [
        Mapping(
            unit=unit,
            source_framework_id=keys[entry.source.framework],
            source_editions=list(entry.source.editions),
            source_code=entry.source_code,
            target_framework_id=keys[entry.target.framework],
            target_editions=list(entry.target.editions),
            target_code=entry.target_code,
            relation=entry.relation,
            strength=entry.strength,
            rationale=entry.rationale,
            published_in=list(entry.published_in),
            proposed_by=actor.person,
        )
        for entry in compared.new
    ]
    return acting_many(BRING_IN, new, actor)


def _ends(entry: MappingEntry) -> tuple[tuple[str, str], tuple[str, str]]:
    source = (entry.source.framework, entry.source_code)
    return source, (entry.target.framework, entry.target_code)


def _pair(mapping: Mapping) -> tuple[tuple[str, str], tuple[str, str]]:
    source = (mapping.source_framework.code, mapping.source_code)
    return source, (mapping.target_framework.code, mapping.target_code)


def _says(mapping: Mapping) -> tuple[object, ...]:
    return (
        _pair(mapping),
        tuple(mapping.source_editions),
        tuple(mapping.target_editions),
        mapping.relation,
        mapping.strength,
        mapping.rationale,
        tuple(mapping.published_in),
    )


def _said(entry: MappingEntry) -> tuple[object, ...]:
    return (
        _ends(entry),
        entry.source.editions,
        entry.target.editions,
        entry.relation,
        entry.strength,
        entry.rationale,
        entry.published_in,
    )


def _problem(entry: MappingEntry, frameworks: dict[str, tuple[Framework, list[Edition]]]) -> str:
    """Say why a pair cannot stand here, or nothing."""
    if entry.source.framework == entry.target.framework:
        return _("A mapping joins provisions of two frameworks.")
    for side, code in ((entry.source, entry.source_code), (entry.target, entry.target_code)):
        if side.framework not in frameworks:
            return _("There is no framework “%(code)s” here.") % {"code": side.framework}
        try:
            having(*frameworks[side.framework], code, list(side.editions))
        except RuleError as refusal:
            return refusal.message
    return ""
