"""The number of a provision in any spelling, as addresses write it."""

import re

WORDS = {"article": "art", "articles": "art", "clause": "", "section": "", "control": ""}


def as_slug(text: str) -> str:
    """Write a number as addresses do: "Article 50 (1)" and "Art.50(1)" both as "art-50-1"."""
    apart = re.sub(r"\b([a-z]{3,})([0-9])", r"\1-\2", text.lower())
    words = [WORDS.get(word, word) for word in re.split(r"[^a-z0-9]+", apart)]
    return "-".join(word for word in words if word)
