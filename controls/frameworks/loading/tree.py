"""Check that the provisions of an edition form a tree with ids and slugs of their own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from controls.frameworks.loading.errors import CatalogueError
from controls.frameworks.loading.provision_ids import ID_FORMS
from records.incoming import YamlFile
from records.ledger.canonical import JSON


@dataclass(frozen=True)
class ProvisionEntry:
    """A provision as written, with the place where it stands."""

    document: YamlFile
    index: int
    value: Mapping[str, JSON]

    @property
    def id(self) -> str:
        """Return the provision's id."""
        return str(self.value["id"])

    def refusal(self, message: str, key: str) -> CatalogueError:
        """Make the error that names the line of one key of this entry."""
        return self.document.refusal(message, "provisions", self.index, key)


def check_tree(entries: Sequence[ProvisionEntry], *, id_form: str) -> None:
    """Refuse a wrong id, an id or slug used twice, an unknown parent and a circle."""
    for fault in tree_faults(entries, id_form=id_form):
        raise fault


def tree_faults(entries: Sequence[ProvisionEntry], *, id_form: str) -> Iterator[CatalogueError]:
    """Yield everything that keeps the entries from being a tree; circles only where all else is."""
    yield from _form_faults(entries, id_form)
    yield from _double_faults(entries, "id")
    yield from _double_faults(entries, "slug")
    by_id = {entry.id: entry for entry in entries}
    missing = list(_parent_faults(entries, by_id))
    yield from missing
    if not missing:
        yield from _circle_faults(entries, by_id)


def _form_faults(entries: Sequence[ProvisionEntry], id_form: str) -> Iterator[CatalogueError]:
    form = ID_FORMS[id_form]
    for entry in entries:
        if not form.pattern.fullmatch(entry.id):
            message = f"'{entry.id}' is no id of this framework; ids look like {form.example}."
            yield entry.refusal(message, "id")


def _double_faults(entries: Sequence[ProvisionEntry], key: str) -> Iterator[CatalogueError]:
    seen: dict[str, ProvisionEntry] = {}
    for entry in entries:
        value = str(entry.value[key])
        first = seen.setdefault(value, entry)
        if first is not entry:
            other = first.document
            line = other.line_of("provisions", first.index, key)
            message = f"The {key} '{value}' is used twice; first in {other.file}, line {line}."
            yield entry.refusal(message, key)


def _parent_faults(
    entries: Sequence[ProvisionEntry], by_id: Mapping[str, ProvisionEntry]
) -> Iterator[CatalogueError]:
    for entry in entries:
        parent = entry.value.get("parent")
        if parent is not None and parent not in by_id:
            message = f"The parent '{parent}' of {entry.id} is not in this edition."
            yield entry.refusal(message, "parent")


def _circle_faults(
    entries: Sequence[ProvisionEntry], by_id: Mapping[str, ProvisionEntry]
) -> Iterator[CatalogueError]:
    sound: set[str] = set()
    for entry in entries:
        passed = [entry.id]
        while (parent := by_id[passed[-1]].value.get("parent")) is not None and parent not in sound:
            passed.append(parent)
            if parent in passed[:-1]:
                message = f"The parents of {entry.id} run in a circle: {' > '.join(passed)}."
                yield entry.refusal(message, "parent")
                break
        else:
            sound.update(passed)
