"""Which companions of the Act concern a question, or a whole section of questions."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from assessments.engine.dates import FRAMEWORK
from assessments.engine.effects import load_act
from controls.frameworks.loading import load_shelves
from controls.frameworks.loading.companions import Companion
from controls.frameworks.loading.shelves import refuse_unknown_questions


def guidance_on(name: str, edition: str) -> list[Companion]:
    """Return what an edition's shelves link to a question, or to a section by its id.

    Raises CatalogueError where a shelf names a question that the questionnaire does not ask.
    """
    return [each for each in _by_name().get(name, ()) if edition in each.editions]


@cache
def _by_name() -> Mapping[str, list[Companion]]:
    questionnaire = load_act().questionnaire
    known = {*questionnaire.by_id, *(section.id for section in questionnaire.sections)}
    found: dict[str, list[Companion]] = defaultdict(list)
    for shelf in load_shelves(FRAMEWORK).values():
        refuse_unknown_questions(shelf, known)
        for companion in shelf.rows:
            for name in companion.questions:
                found[name].append(companion)
    return found
