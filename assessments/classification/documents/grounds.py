"""High-risk grounds in words: a product law by its name, and what Art. 6(3) took out by which case.

The rules know one ground for each section of Annex I. Which product law it is stands in the answer
that led there.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from assessments.classification.documents.law import LawBook
from assessments.engine.effects import ActRules
from records.shapes import Link

# The answers to it are the points of Annex I: A11 is Section A, point 11.
PRODUCTS = "I1"
_POINT = re.compile(r"([AB])([0-9]+)")
_CASE = "Art. 6(3)"


class Grounds:
    """Tell the grounds of one outcome."""

    def __init__(self, law: LawBook, act: ActRules, outcome: Mapping[str, Any]) -> None:
        self.law, self.act, self.outcome = law, act, outcome

    def told(self, name: str) -> str:
        """Return a ground with its title; a product law by name, with its place."""
        points = list(self._points(name))
        if not points:
            return self.law.told(name)
        return "; ".join(f"{label}, {place}" for label, place, _code in points)

    def links(self, name: str) -> list[Link | str]:
        """Return a ground, linked where there is a page, one by one where several laws give it."""
        return [
            Link(label, url, place, source=self.law.source(code))
            if (url := self.law.url(code))
            else f"{label}, {place}"
            for label, place, code in self._points(name)
        ] or [self.law.link(name)]

    def taken_out(self) -> list[str]:
        """Tell each ground that Art. 6(3) took out, and by which case."""
        told = _("%(ground)s, taken out by %(cases)s")
        return [
            told % {"ground": self.told(name), "cases": cases} for name, cases in self._removed()
        ]

    def taken_out_links(self) -> list[Link | str]:
        """Return the same, linked where there is a page."""
        told = _("%(title)s, taken out by %(cases)s")
        found: list[Link | str] = []
        for name, cases in self._removed():
            for link in self.links(name):
                if isinstance(link, Link):
                    note = told % {"title": link.note, "cases": cases}
                    found.append(replace(link, note=note))
                else:
                    found.append(told % {"title": link, "cases": cases})
        return found

    def _removed(self) -> Iterator[tuple[str, str]]:
        """Yield each ground that Art. 6(3) took out, with the cases of it that did."""
        for reason in self.outcome["reasons"]:
            cases = ", ".join(self._cases(reason)) or _CASE
            for name in reason["effect"].get("removed", ()):
                yield name, cases

    def _cases(self, reason: Mapping[str, Any]) -> list[str]:
        """Cite the cases of Art. 6(3) whose question was answered with yes."""
        questions = self.act.questionnaire.by_id
        cited = {
            questions[item["question"]].citation
            for item in reason["because"]
            if item["answer"] == "yes" and item["question"] in questions
        }
        return sorted(citation for citation in cited if citation.startswith(f"{_CASE}("))

    def _points(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Yield name, place and number of each product law that gives a ground."""
        if not name.startswith("Annex I Section "):
            return
        section = name[-1]
        for value in self._products(name):
            match = _POINT.fullmatch(value)
            if match is None:
                continue
            code = f"Annex I.{match[1]}.{match[2]}"
            words = {"section": match[1], "point": match[2]}
            place = _("Annex I, Section %(section)s, point %(point)s") % words
            # Only the answers that belong to this ground: both sections may be ticked.
            if match[1] == section or not self._is_elsewhere(value):
                yield self._label(value), place, code

    def _is_elsewhere(self, value: str) -> bool:
        return f"Annex I Section {value[0]}" in self.outcome["grounds"]

    def _products(self, name: str) -> list[str]:
        for reason in self.outcome["reasons"]:
            if reason["effect"].get("add_high_risk") == name:
                for item in reason["because"]:
                    if item["question"] == PRODUCTS:
                        return list(item["answer"])
        return []

    def _label(self, value: str) -> str:
        answers = self.act.questionnaire.by_id[PRODUCTS].answers
        return next((item.label for item in answers if item.value == value), value)
