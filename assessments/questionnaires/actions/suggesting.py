"""What is suggested as answers: by the procedure of a kind, and by last time."""

from typing import Any

from assessments.questionnaires import procedures, sheets
from assessments.questionnaires.models.assessments import Assessment


def suggestions_for(record: Assessment) -> dict[str, Any]:
    """Return what is suggested for an assessment that begins; what was said last time wins."""
    said = answers_of(record.previous, record, procedures.LAST)
    return {**procedures.of(record).suggest(record), **said}


def last_of[Kind: Assessment](record: Kind) -> Kind | None:
    """Return the newest archived assessment of the same thing: what was said last time."""
    rows = type(record).objects.filter(**record.same_subject, archived_at__isnull=False)
    found: Kind | None = rows.order_by("-archived_at").first()
    return found


def answers_of(source: Assessment | None, record: Assessment, because: str) -> dict[str, Any]:
    """Offer the answers of another assessment, as far as these questions take them."""
    if source is None:
        return {}
    said = {name: v for name, v in source.answers.items() if name not in source.by_default}
    taken = sheets.usable(said, edition=record.chosen_edition, questions=record.questions)
    return {
        question: {"answer": value, "because": f"{because}:{source.ref}"}
        for question, value in taken.items()
    }
