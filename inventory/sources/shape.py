"""Strict reading of JSON objects: each key is taken once, and what is left over is an error."""

from inventory.sources.problems import SourceError
from inventory.sources.problems import gettext_noop as _


class Shape:
    """An object whose keys are taken one by one; `finish` refuses those nobody took."""

    def __init__(self, values: dict[str, object], place: str) -> None:
        """Hold a copy of the object and the words by which an error names it."""
        self.values = dict(values)
        self.place = place

    @classmethod
    def of(cls, value: object, place: str) -> "Shape":
        """Wrap a value that must be an object with text keys."""
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            raise SourceError(_("“%(place)s” must be an object."), place=place)
        return cls(value, place)

    def take[T](self, key: str, of: type[T]) -> T:
        """Take one value of exactly this type, which must be there."""
        value = self.maybe(key, of)
        if value is None:
            raise SourceError(_("“%(place)s” lacks “%(key)s”."), place=self.place, key=key)
        return value

    def maybe[T](self, key: str, of: type[T]) -> T | None:
        """Take one value of exactly this type, or None where the key is absent."""
        if key not in self.values:
            return None
        value = self.values.pop(key)
        # Exactly: true is an int in Python, not in a mapping.
        if type(value) is not of:
            raise self._wrong(key)
        return value

    def items(self, key: str) -> list[object]:
        """Take a list that holds at least one element."""
        value = self.values.pop(key, None)
        if not isinstance(value, list) or not value:
            raise self._wrong(key)
        return value

    def shape(self, key: str) -> "Shape":
        """Take an object."""
        return Shape.of(self.values.pop(key, None), f"{self.place}.{key}")

    def shapes(self, key: str) -> list["Shape"]:
        """Take a list of objects."""
        items = enumerate(self.items(key), 1)
        return [Shape.of(item, f"{self.place}.{key}[{number}]") for number, item in items]

    def texts(self, key: str) -> dict[str, str]:
        """Take an object of texts, empty where it is absent."""
        found = self.open_texts(key)
        texts = {name: text for name, text in found.items() if text is not None}
        if len(texts) < len(found):
            raise self._wrong(key)
        return texts

    def open_texts(self, key: str) -> dict[str, str | None]:
        """Take an object of texts and nulls, empty where it is absent."""
        value = Shape.of(self.values.pop(key, {}), f"{self.place}.{key}").values
        texts = {k: v for k, v in value.items() if v is None or isinstance(v, str)}
        if len(texts) < len(value):
            raise self._wrong(key)
        return texts

    def finish(self) -> None:
        """Refuse keys that nobody took: a misspelt option must not be ignored."""
        if self.values:
            keys = ", ".join(sorted(self.values))
            raise SourceError(
                _("“%(place)s” holds unknown keys: %(keys)s."), place=self.place, keys=keys
            )

    def _wrong(self, key: str) -> SourceError:
        return SourceError(
            _("“%(key)s” of “%(place)s” is missing or of the wrong type."),
            key=key,
            place=self.place,
        )
