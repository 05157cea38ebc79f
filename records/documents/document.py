"""One thing worth reading: shown as a page, printed as PDF, known by its digest."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest
from django.template.loader import render_to_string

from records.documents.parts import Chapter


class Document:
    """Declare slug, title and template; a document of several chapters overrides `chapters`."""

    slug: ClassVar[str]
    title: ClassVar[str]
    template: ClassVar[str]

    def chapters(self, context: Mapping[str, Any]) -> list[Chapter]:
        """Render the chapters for page and print alike."""
        return [self.chapter(self.slug, self.title, self.template, context)]

    def page(self, context: Mapping[str, Any], request: HttpRequest) -> str:
        """Render the web page that shows the very chapters which the PDF prints."""
        shown = {**context, "document": self, "chapters": self.chapters(context)}
        return render_to_string("documents/page.html", shown, request=request)

    def digest(self, context: Mapping[str, Any]) -> str:
        """Give the SHA-256 of all that page and PDF say, in hexadecimal."""
        said = [[chapter.id, chapter.title, chapter.html] for chapter in self.chapters(context)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @staticmethod
    def chapter(slug: str, title: str, template: str, context: Mapping[str, Any]) -> Chapter:
        """Render one chapter's template, which holds what stands below its title."""
        return Chapter(id=slug, title=str(title), html=render_to_string(template, dict(context)))
