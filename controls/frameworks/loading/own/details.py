"""What a spreadsheet and an OSCAL catalog do not say of a framework, as a person adds it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from controls.frameworks.loading.own.blocks import block
from records.incoming import YamlFile

PLACE = "what was said beside the file"


@dataclass(frozen=True)
class Details:
    """Names and dates of a framework and its edition; dates are ISO texts."""

    framework: str = ""
    title: str = ""
    short_title: str = ""
    kind: str = "standard"
    publisher: str = ""
    licence: str = ""
    edition: str = ""
    edition_title: str = ""
    published: str = ""
    in_force: str = ""
    replaces: str = ""

    @classmethod
    def of(cls, values: Mapping[str, object]) -> "Details":
        """Take the known values of a mapping as texts."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: str(value) for name, value in values.items() if name in known})

    def filled(self, guess: "Details") -> "Details":
        """Fill what is empty from a guess."""
        mine = {name: value for name, value in asdict(self).items() if value}
        return Details(**(asdict(guess) | mine))

    def framework_document(self, kinds: list[str], addressees: list[str]) -> YamlFile:
        """Return the framework as the catalogue describes one; numbers may be any short text."""
        words = block({"kinds": kinds, "addressees": addressees})
        values = {
            "id": self.framework,
            "title": self.title,
            "short_title": self.short_title or self.title,
            "kind": self.kind,
            "publisher": self.publisher,
            "licence": self.licence,
            "id_form": "free",
            "vocabulary": words,
        }
        return YamlFile(PLACE, block(values))

    def edition_document(self, *, source: str, notes: list[str]) -> YamlFile:
        """Return the edition as the catalogue describes one; nothing in it depends on today."""
        title = self.edition_title or f"{self.title} {self.edition}".strip()
        values = {
            "id": self.edition,
            "title": title,
            "published": self.published,
            "in_force": self.in_force or self.published,
            "as_of": self.published,
            "disclaimer": "Nothing here is legal advice.",
            "own_words": "The words are those of the file that was brought in.",
            "citation": f"{title}, {{id}}"[:200],
            "sources": [source],
            "notes": notes,
            "replaces": self.replaces,
        }
        return YamlFile(PLACE, block(values))
