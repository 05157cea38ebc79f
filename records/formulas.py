"""Keep texts in delimited files from being taken for formulas, and undo it when read back."""

import re

# What spreadsheet programs take as the beginning of a formula, their wide forms included, even
# behind apostrophes: a text that looks guarded is guarded once more, so nothing is lost.
_BEGINS = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def guard(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet might take for a formula."""
    return f"'{text}" if _BEGINS.match(text) else text


def unguard(text: str) -> str:
    """Return the text that was guarded; any other text stays as it is."""
    return text[1:] if text.startswith("'") and _BEGINS.match(text[1:]) else text
