"""A framework as one YAML file: the documents of the catalogue under three keys."""

from controls.frameworks.loading.errors import CatalogueError
from controls.frameworks.loading.own.assembly import OwnReading, assemble
from records.incoming import Block, YamlFile, parse_document

KEYS = ("framework", "edition", "provisions")


def read_one_file(data: bytes, *, file: str) -> OwnReading:
    """Read `framework`, `edition` and `provisions` as the files of those names hold them."""
    document = parse_document(data, file=file)
    faults = list(_key_faults(document))
    if faults:
        return OwnReading(faults=tuple(faults))
    described, head = (document.value[name] for name in KEYS[:2])
    listed = Block(document.value.line)
    listed["provisions"] = document.value["provisions"]
    listed.lines["provisions"] = document.value.lines["provisions"]
    return assemble(YamlFile(file, described), YamlFile(file, head), YamlFile(file, listed))


def _key_faults(document: YamlFile) -> list[CatalogueError]:
    found = [
        document.refusal(f"The key '{key}' is unknown; known are {', '.join(KEYS)}.", key)
        for key in document.value
        if key not in KEYS
    ]
    for key in KEYS:
        value = document.value.get(key)
        wanted, word = (list, "a list") if key == "provisions" else (Block, "a mapping of keys")
        if key not in document.value:
            found.append(document.refusal(f"The key '{key}' is missing."))
        elif not isinstance(value, wanted):
            found.append(document.refusal(f"{key}: This must be {word}.", key))
    return found
