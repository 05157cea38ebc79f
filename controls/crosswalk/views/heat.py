"""The heat map of a matrix: how many pairs lie between two groups, and how strong they are."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from controls.crosswalk.engine.matrix import MatrixCell
from controls.crosswalk.views.matrix import Matrix, Picture
from controls.frameworks.engine.groups import ProvisionGroup
from records.addresses import with_query

# Shades of the heat map: the strongest pair of a cell, two steps of strength to a shade.
SHADES = {strength: (strength + 1) // 2 for strength in range(1, 11)}


@dataclass(frozen=True)
class Square:
    """One cell of the heat map, ready to print; without pairs it is empty."""

    count: int = 0
    strongest: int = 0
    disputed: int = 0
    shade: int = 0
    url: str = ""
    says: str = ""
    is_chosen: bool = False


def heat(picture: Picture, matrix: Matrix, request: HttpRequest) -> dict[str, object]:
    """Prepare the heat map: heads, squares with where they lead, and what is not mapped."""
    sides = (matrix.second, matrix.first) if picture.is_turned else (matrix.first, matrix.second)
    lines = [
        {
            "head": head(row),
            "squares": [
                square(picture.cells.get((row.code, column.code)), row, column,
                       request, is_turned=picture.is_turned)
                for column in picture.across
            ],
        }
        for row in picture.down
    ]  # fmt: skip
    return {
        "across": [head(group) for group in picture.across],
        "lines": lines,
        "down_title": sides[0].framework.short_title,
        "across_title": sides[1].framework.short_title,
        "unmapped": [
            {"title": side.framework.short_title, "codes": [group.code for group in groups]}
            for side, groups in zip(
                sides, (picture.unmapped_down, picture.unmapped_across), strict=True
            )
            if groups
        ],
    }


def head(group: ProvisionGroup) -> dict[str, str]:
    """Name a row or column of the heat map."""
    return {"code": group.code, "title": group.title}


def square(
    cell: MatrixCell | None,
    down: ProvisionGroup,
    across: ProvisionGroup,
    request: HttpRequest,
    *,
    is_turned: bool,
) -> Square:
    """Prepare one cell."""
    if cell is None:
        return Square()
    row, column = (across.code, down.code) if is_turned else (down.code, across.code)
    says = ngettext(
        "%(row)s and %(column)s: %(count)s pair, of strength %(strongest)s of 10",
        "%(row)s and %(column)s: %(count)s pairs, the strongest %(strongest)s of 10",
        cell.count,
    ) % {
        "row": row, "column": column, "count": cell.count, "strongest": cell.strongest,
    }  # fmt: skip
    if cell.disputed:
        says += _(", %(count)s disputed") % {"count": cell.disputed}
    is_chosen = request.GET.get("row") == row and request.GET.get("column") == column
    url = with_query(request, row=row, column=column, page=None)
    return Square(
        cell.count, cell.strongest, cell.disputed, SHADES[cell.strongest], f"{url}#pairs", says,
        is_chosen,
    )  # fmt: skip
