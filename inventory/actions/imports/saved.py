"""Mappings: those that were saved, and those that come with the product."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Unit
from inventory.actions.imports import tables
from inventory.models import ImportMapping
from inventory.sources import mapping as mappings
from inventory.sources.mapping import Mapping
from inventory.sources.problems import SourceError
from records.acting import acting
from records.actors import Actor
from records.errors import RuleError
from records.verbs import Verb

SAVE = Verb("inventory.importmapping.save", needs="import", told=gettext_lazy("saved the mapping"))
CHANGE = Verb(
    "inventory.importmapping.change", needs="import", told=gettext_lazy("changed the mapping")
)


def available(actor: Actor) -> list[Mapping]:
    """Return the mappings that the actor may use: saved ones by name, then ready-made ones."""
    saved = ImportMapping.objects.visible_to(actor).current().order_by("name")
    return [Mapping.from_json(each.mapping) for each in saved] + [
        mappings.load_ready_made(name) for name in mappings.ready_made()
    ]


def find(name: str, *, actor: Actor) -> Mapping:
    """Return the mapping of a name; raises RuleError where the actor may use none of that name."""
    known = {each.name: each for each in available(actor)}
    if name not in known:
        sentence = _("There is no mapping “%(name)s”. There are: %(known)s.")
        raise RuleError(sentence % {"name": name, "known": ", ".join(known)})
    return known[name]


def save(
    name: str, *, mapping: Mapping, unit: Unit, actor: Actor, title: str = ""
) -> ImportMapping:
    """Save a mapping under a name; one that is there already is changed."""
    reachable = ImportMapping.objects.visible_to(actor, "import").current()
    known: ImportMapping | None = reachable.filter(name=name).first()
    if known is None:
        known = ImportMapping(name=name, unit=unit, owner=actor.person)
    verb = SAVE if known._state.adding else CHANGE
    with acting(verb, known, actor) as saved:
        saved.title = title or saved.title or mapping.title
        saved.mapping = {**mapping.to_json(), "name": name, "title": saved.title}
    return saved


def change(
    record: ImportMapping, *, actor: Actor, values: dict[str, Any], seen: int | None = None,
    reason: str = "",
) -> ImportMapping:  # fmt: skip
    """Change what a saved mapping is called, or where it belongs."""
    with acting(CHANGE, record, actor, seen=seen, reason=reason) as changed:
        for field, value in values.items():
            setattr(changed, field, value)
        changed.mapping = {**changed.mapping, "name": changed.name, "title": changed.title}
    return changed


def parsed(text: str) -> Mapping:
    """Read a mapping from JSON text; raises RuleError where it is none."""
    try:
        return mappings.parse(text)
    except SourceError as error:
        raise RuleError(tables.in_words(error.sentence)) from error
