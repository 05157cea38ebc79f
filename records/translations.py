"""Translated texts, looked up once: they do not change while a process runs."""

from django.utils.translation.trans_real import DjangoTranslation

# More texts than the product has; what is beyond would have come from data.
MOST = 20_000


class RememberedTexts(dict[str, str]):
    """What the texts of one language are."""

    def __init__(self, translation: DjangoTranslation) -> None:
        super().__init__()
        self.translation = translation

    def __missing__(self, message: str) -> str:
        """Look a text up, through the catalogue of every app that has one."""
        if len(self) >= MOST:
            self.clear()
        text = self[message] = _looked_up(self.translation, message)
        return text


_looked_up = DjangoTranslation.gettext


def _remembered(translation: DjangoTranslation, message: str) -> str:
    known: RememberedTexts | None = translation.__dict__.get("remembered")
    if known is None:
        known = translation.__dict__["remembered"] = RememberedTexts(translation)
    return known[message]


def remember() -> None:
    """Let Django remember texts: a page asks for a thousand, through up to six catalogues each."""
    DjangoTranslation.gettext = _remembered  # type: ignore[assignment, method-assign]
