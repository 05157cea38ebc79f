"""The signs of the sprite."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

HIDDEN = SafeString(' aria-hidden="true"')


@lru_cache(maxsize=1_000)  # a page draws the same few signs over and over
def sign(name: str, label: str = "") -> SafeString:
    """Draw a sign; without a label it is decoration and hidden from readers."""
    meaning = format_html(' role="img" aria-label="{}"', label) if label else HIDDEN
    address = static("img/icons.svg")
    return format_html('<svg class="icon"{}><use href="{}#{}"/></svg>', meaning, address, name)
