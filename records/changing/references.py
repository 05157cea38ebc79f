"""Human references such as UC-0042, drawn from a database sequence per kind."""

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from records.models.base import Record


def draw(model: type["Record"], count: int) -> list[str]:
    """Draw `count` references of a kind; gaps are allowed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(%s::regclass) FROM generate_series(1, %s)",
            [sequence(model), count],
        )
        return [f"{model.ref_prefix}-{number:04d}" for (number,) in cursor.fetchall()]


def sequence(model: type["Record"]) -> str:
    """Return the name of the database sequence behind a kind's references."""
    return f"ref_{model.ref_prefix.lower()}"
