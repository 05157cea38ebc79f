"""Mappings: those that were saved, and those that come with the product."""

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Unit
from inventory.imports.actions import tables
from inventory.imports.actions.targets import code_of, target_of
from inventory.imports.mappings import load_ready_made, ready_made
from inventory.models import ImportMapping, ImportRun
from records.actors import Actor
from records.changing.acting import acting
from records.errors import RuleError
from records.incoming import TableMapping, suggest
from records.kinds.targets import ImportTarget
from records.verbs import Verb

SAVE = Verb("inventory.importmapping.save", needs="import", told=gettext_lazy("saved the mapping"))
CHANGE = Verb(
    "inventory.importmapping.change", needs="import", told=gettext_lazy("changed the mapping")
)


def available(actor: Actor, target: ImportTarget) -> list[TableMapping]:
    """Return the mappings that the actor may use: saved ones by name, then ready-made ones."""
    saved = ImportMapping.objects.visible_to(actor).current().filter(kind=code_of(target))
    return [TableMapping.from_json(each.mapping) for each in saved.order_by("name")] + [
        load_ready_made(name, target.ready_made) for name in ready_made(target.ready_made)
    ]


def find(name: str, *, actor: Actor, target: ImportTarget) -> TableMapping:
    """Return the mapping of a name; raises RuleError where the actor may use none of that name."""
    known = {each.name: each for each in available(actor, target)}
    if name not in known:
        sentence = _("There is no mapping “%(name)s”. There are: %(known)s.")
        raise RuleError(sentence % {"name": name, "known": ", ".join(known)})
    return known[name]


def suggested(run: ImportRun) -> TableMapping:
    """Return the mapping that the headings of a file suggest, under the name of the file."""
    name = slugify(run.file_name.rpartition(".")[0])[:60] or "register"
    return suggest(tables.table_of(run), target_of(run).specs(), name=name)


def save(
    name: str, *, mapping: TableMapping, unit: Unit, actor: Actor, title: str = "", kind: str = ""
) -> ImportMapping:
    """Save a mapping under a name; one that is there already is changed."""
    reachable = ImportMapping.objects.visible_to(actor, "import").current()
    known: ImportMapping | None = reachable.filter(name=name).first()
    if known is None:
        known = ImportMapping(name=name, unit=unit, owner=actor.person, kind=kind)
    if known.kind != kind:
        sentence = _("The mapping “%(name)s” is for other records. Choose another name.")
        raise RuleError(sentence % {"name": name})
    verb = SAVE if known._state.adding else CHANGE
    with acting(verb, known, actor) as saved:
        saved.title = title or saved.title or mapping.title
        saved.mapping = {**mapping.to_json(), "name": name, "title": saved.title}
    return saved


def change(
    record: ImportMapping, *, actor: Actor, values: dict[str, object], seen: int | None = None,
    reason: str = "",
) -> ImportMapping:  # fmt: skip
    """Change what a saved mapping is called, or where it belongs."""
    with acting(CHANGE, record, actor, seen=seen, reason=reason) as changed:
        for field, value in values.items():
            setattr(changed, field, value)
        changed.mapping = {**changed.mapping, "name": changed.name, "title": changed.title}
    return changed
