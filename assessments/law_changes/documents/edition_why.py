"""Why a case comes out otherwise, in words: the text, the answers and the corrections behind it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.documents.law import spoken
from assessments.classification.documents.words import CLASSES, GPAI, ROLES
from assessments.engine.corrections import QUESTIONS
from records.wording import in_words

ANSWER = {
    "class": gettext_lazy("class"),
    "gpai": gettext_lazy("status of the model"),
    "grounds": gettext_lazy("grounds"),
    "prohibited": gettext_lazy("prohibited practices"),
    "transparency": gettext_lazy("transparency cases"),
    "roles": gettext_lazy("roles"),
    "upcoming": gettext_lazy("comes up later"),
}


@dataclass(frozen=True)
class AnswerBehind:
    """An answer that something rests on, and the section in which it is asked."""

    question: str
    code: str
    answer: str
    section: str


@dataclass(frozen=True)
class Why:
    """One thing that is otherwise; `place` is the provision that it names, where it names one."""

    told: str
    place: str
    citations: Sequence[str]
    answers: Sequence[AnswerBehind]
    corrections: Sequence[Mapping[str, Any]]


def whys(item: Mapping[str, Any], report: Mapping[str, Any]) -> list[Why]:
    """Tell all that is otherwise in a case, each with what is behind it."""
    called = report.get("called", {})
    return [
        Why(
            _told(each, called),
            each["name"] if each["sort"] not in ("questions", "reviews", "class", "gpai") else "",
            each["citations"],
            [_answer(called, given) for given in each["answers"]],
            corrections_in(report, each["corrections"]),
        )
        for each in item.get("because", ())
    ]


def reasons(item: Mapping[str, Any], report: Mapping[str, Any]) -> list[str]:
    """Say in a line each why a case is not the same."""
    called = report.get("called", {})
    said = [*_differing(item["differs"])]
    said += [asked(called, name) for name in item["questions"]]
    said += [doubted(called, name) for name in item["reviews"]]
    return [*said, *corrected(corrections_in(report, item.get("corrections", ())))]


def corrected(corrections: Iterable[Mapping[str, Any]]) -> list[str]:
    """Say in a line each what was corrected, why and by which text."""
    sentence = _("Corrected: %(reason)s (%(citation)s)")
    return [in_words(sentence % each) for each in corrections]


def corrections_in(report: Mapping[str, Any], names: Iterable[str]) -> list[Mapping[str, Any]]:
    """Return the corrections of a report that are named, in that order."""
    known = {each["id"]: each for each in report.get("corrections", ())}
    return [known[name] for name in names if name in known]


def of_questions(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the corrections of questions and rules, with the use cases that each one concerns."""
    concerned: dict[str, list[str]] = {}
    for item in report["use_cases"]:
        for name in item.get("corrections", ()):
            concerned.setdefault(name, []).append(item["use_case"])
    return [
        {**each, "concerned": concerned.get(each["id"], [])}
        for each in report.get("corrections", ())
        if each["source"] == QUESTIONS
    ]


def asked(called: Mapping[str, Any], name: str) -> str:
    """Say that a question has no answer yet."""
    return _("Not answered yet: %(question)s") % {"question": name_of(called, name)}


def doubted(called: Mapping[str, Any], name: str) -> str:
    """Say that a question or a rule needs a legal view."""
    return _("Needs a legal view: %(about)s") % {"about": name_of(called, name)}


def name_of(called: Mapping[str, Any], name: str) -> str:
    """Return the text of a question, or the text that a rule rests on."""
    about = called.get(name, {})
    text = about.get("text")
    return f"“{text}”" if text else str(about.get("citation") or name)


def _differing(differs: Mapping[str, Any]) -> Iterator[str]:
    for sort, difference in differs.items():
        for change, names in difference.items():
            if change in ("gained", "lost"):
                yield _change(sort, change, names)
        if sort == "gpai":
            yield _change(sort, "gained", [difference["to"]])


def named(sort: str, name: str) -> str:
    """Name what a result is or has in words; a provision as the law counts it."""
    if sort == "class":
        return str(CLASSES[name].word)
    words = {"roles": ROLES, "gpai": GPAI}.get(sort)
    return str(words.get(name, name)) if words else spoken(name)


def _change(sort: str, change: str, names: Sequence[str]) -> str:
    told = ", ".join(named(sort, name) for name in names)
    sentence = _("New: %(what)s %(names)s") if change == "gained" else _("Gone: %(what)s %(names)s")
    return sentence % {"what": ANSWER.get(sort, sort), "names": told}


def _told(each: Mapping[str, Any], called: Mapping[str, Any]) -> str:
    if each["sort"] == "questions":
        return asked(called, each["name"])
    if each["sort"] == "reviews":
        return doubted(called, each["name"])
    return _change(each["sort"], each["change"], [each["name"]])


def _answer(called: Mapping[str, Any], given: Mapping[str, Any]) -> AnswerBehind:
    about = called.get(given["question"], {})
    values = [given["answer"]] if isinstance(given["answer"], str) else given["answer"]
    labels = about.get("answers", {})
    told = "; ".join(labels.get(value, value) for value in values) or _("nothing ticked")
    text, section = about.get("text", given["question"]), about.get("section", "")
    return AnswerBehind(text, given["question"], told, section)
