"""The record pages of an edition, with the way to its text."""

from typing import Any

from django.utils.translation import gettext as _

from controls.frameworks.views.reading import url_of
from records.pages import DetailView
from records.shapes import Action


class TextLinkedDetailView(DetailView):
    """Show the record behind a framework or an edition; the text stands on a page of its own."""

    def actions(self, record: Any) -> list[Action]:
        """Offer to read it, first of all."""
        return [Action(_("Read"), url_of(record), "file-text", "primary"), *super().actions(record)]
