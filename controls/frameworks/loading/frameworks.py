"""Read what a framework says about itself, whatever its edition."""

from pathlib import Path

from controls.frameworks.loading.data import FrameworkData
from controls.frameworks.loading.provision_ids import ID_FORMS
from controls.frameworks.loading.schemas import check
from records.incoming import YamlFile, read_document, structured

FRAMEWORK_FILE = "framework.yaml"


def read_framework(folder: Path) -> FrameworkData:
    """Read the framework whose folder this is."""
    document = read_document(folder / FRAMEWORK_FILE, file=f"{folder.name}/{FRAMEWORK_FILE}")
    check(document, "framework")
    if document.value["id"] != folder.name:
        raise document.refusal(f"The id must be the name of the folder, '{folder.name}'.", "id")
    return build_framework(document)


def build_framework(document: YamlFile) -> FrameworkData:
    """Make the data of a framework from a document that fits the schema."""
    value = document.value
    if value["id_form"] not in ID_FORMS:
        known = ", ".join(ID_FORMS)
        message = f"The id form '{value['id_form']}' is unknown; known are {known}."
        raise document.refusal(message, "id_form")
    return structured(FrameworkData, {**value, **value["vocabulary"]})
