"""The refusals of the product; every message is a full sentence that a person may read."""

from collections.abc import Mapping, Sequence


class RecordsError(Exception):
    """Carry a sentence for the person who asked."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class RuleError(RecordsError):
    """A rule about the record forbids the change."""


class NotNowError(RuleError):
    """Something beside the record is missing at this moment; the same may do later."""


class KeyTakenError(RuleError):
    """The key of the request was used for another request."""


class Refused(RecordsError):
    """The actor may see the record but may not do this to it."""


class StaleError(RecordsError):
    """Somebody saved the record after the actor had read it."""

    def __init__(self, message: str, *, seen: int, current: int) -> None:
        super().__init__(message)
        self.seen = seen
        self.current = current


class Repeated(RecordsError):
    """The same request was already carried out; `result` lists what it touched then."""

    def __init__(self, result: Sequence[Mapping[str, str]]) -> None:
        super().__init__("This request was already carried out.")
        self.result = list(result)
