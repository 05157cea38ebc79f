"""A corrected edition of the law: its name, and which corrections of law and questions made it.

`2026-1744+2.3` is the edition 2026-1744 in its second revision, read by the third of the questions.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from assessments.engine.dates import FRAMEWORK
from assessments.engine.effects import load_act
from controls.frameworks.loading import load_edition
from controls.frameworks.loading.revisions import FIRST, CorrectionTarget, Revision, newest
from records.ledger.canonical import JSON

MARK = "+"
LAW, QUESTIONS = "law", "questions"
# Where nothing but these was corrected, the same answers lead to the same result.
WORDING = frozenset(
    {"citation", "help", "how_to_run", "means", "note", "section", "summary", "text", "title"}
)
# These decide what needs a legal view, and nothing else.
DOUBTS = frozenset({"otherwise", "uncertain", "uncertain_when", "uncertain_why"})


def edition_of(name: str) -> str:
    return name.partition(MARK)[0]


def is_correction(name: str) -> bool:
    """Say whether a name is that of a corrected edition."""
    return MARK in name


def revisions_of(edition: str) -> tuple[int, int]:
    """Return the revisions of the law and of the questions that are shipped."""
    law = load_edition(FRAMEWORK, edition)
    return law.revision, newest(load_act().questionnaire.revisions)


def name_of(edition: str) -> str:
    """Name an edition as it is shipped."""
    return f"{edition}{MARK}{'.'.join(map(str, revisions_of(edition)))}"


def corrected() -> tuple[str, ...]:
    """Name the editions that were corrected since they were first published, the newest last."""
    editions = sorted(load_act().questionnaire.editions)
    return tuple(name_of(each) for each in editions if max(revisions_of(each)) > FIRST)


def numbers_in(name: str) -> tuple[int, int]:
    """Return the revisions of law and questions that a name speaks of."""
    law, _, questions = name.partition(MARK)[2].partition(".")
    return int(law or FIRST), int(questions or FIRST)


@cache
def corrections(edition: str) -> tuple[Mapping[str, JSON], ...]:
    """Tell every correction of the law and of the questions, the newest first, in plain values."""
    law = load_edition(FRAMEWORK, edition).revisions
    questions = load_act().questionnaire.revisions
    told = [*_told(LAW, law), *_told(QUESTIONS, questions)]
    return tuple(sorted(told, key=lambda each: str(each["date"]), reverse=True))


def _told(source: str, revisions: tuple[Revision, ...]) -> list[dict[str, JSON]]:
    return [
        {
            "id": f"{source}:{correction.id}",
            "source": source,
            "revision": revision.number,
            "date": revision.on.isoformat(),
            "about": [target.id for target in correction.targets],
            "inserted": [target.id for target in correction.targets if target.inserted],
            "keys": _keys(correction.targets),
            "reason": correction.reason,
            "citation": correction.citation,
        }
        for revision in revisions
        for correction in revision.corrections
    ]


def _keys(targets: Iterable[CorrectionTarget]) -> dict[str, list[str]]:
    """Name the keys that were corrected of each thing; none where it is new or gone as a whole."""
    found: dict[str, list[str]] = {}
    for target in targets:
        known = found.get(target.id, ["?"])
        found[target.id] = sorted({*known, *target.keys} - {"?"}) if known and target.keys else []
    return found


type BySubject = Mapping[str, tuple[Mapping[str, JSON], ...]]


@cache
def by_subject(edition: str, source: str, *, but: frozenset[str] = frozenset()) -> BySubject:
    """Return the corrections by what they are about: provisions, or questions and rules.

    Those that corrected nothing of it `but` some keys are left out.
    """
    found: dict[str, tuple[Mapping[str, JSON], ...]] = {}
    for each in corrections(edition):
        if each["source"] == source:
            for subject, keys in each["keys"].items():
                if not keys or set(keys) - but:
                    found[subject] = (*found.get(subject, ()), each)
    return found
