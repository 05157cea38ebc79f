"""The register of a unit as chapters: its use cases with class and approval, counted and listed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.documents.overriding import status_of
from assessments.classification.documents.words import ROLES, TOLD
from assessments.models import Classification
from assessments.obligations import rows as owed_rows
from governance.models import Unit
from governance.packs.signed import PRINTED_AT_MOST
from governance.signoff.signing import standings
from governance.signoff.standings import STANDINGS
from inventory.models import UseCase
from records.documents.charts import ChartBar, stacked_bars
from records.documents.parts import Chapter
from records.documents.sections import DocumentReading, DocumentSection
from records.lists import ExportSheet
from records.models import Record
from records.shapes import Fact, Status
from records.values import Plain, sentence

NEVER = Status(gettext_lazy("Never classified"), "bad")
NO_STANDING = "none"


@dataclass(frozen=True)
class RegisterLine:
    """A use case by one of its classifications, or without any."""

    use_case: UseCase
    classification: Classification | None
    state: Status
    standing: str
    gravity: int

    @property
    def approval(self) -> Status | str:
        """Return how its class stands towards sign-off."""
        return STANDINGS.get(self.standing, "")

    @property
    def roles(self) -> str:
        """Name our roles."""
        names = self.classification.roles if self.classification else ()
        return sentence(", ".join(str(ROLES[name]) for name in names))


def chapter(unit: Record, reading: DocumentReading) -> DocumentSection:
    """Count the use cases within a unit by class and approval, and list them, the gravest first."""
    assert isinstance(unit, Unit)  # noqa: S101 - registered for this kind alone
    lines = lines_of(unit, reading)
    cases = {line.use_case.pk: line.use_case for line in lines}
    is_printed = len(cases) <= PRINTED_AT_MOST
    context = {
        "count": len(cases),
        "matrix": _matrix(lines),
        "chart": _chart(lines),
        "standings": _standings(lines),
        "lines": lines if is_printed else (),
    }
    html = render_to_string("documents/assessments/register.html", context)
    classified = [line.classification for line in lines if line.classification]
    return DocumentSection(
        Chapter("register", _("Register"), html),
        (*cases.values(), *classified) if is_printed else (),
        headline=tuple(_headline(lines, len(cases))),
        tables=(_table(lines),),
        remarks=() if is_printed else (_beforehand(len(cases)),),
    )


def _headline(lines: Sequence[RegisterLine], count: int) -> Iterator[Fact]:
    yield Fact(_("Use cases"), count)
    told = [f"{row['state'].word} {row['sum']}" for row in _matrix(lines)]
    if told:
        yield Fact(_("Classes"), " · ".join(told))


def _beforehand(count: int) -> str:
    return _(
        "%(count)s use cases are too many for paper: the register goes to the table pack.xlsx, and "
        "the pack carries no record of them."
    ) % {"count": f"{count:,}"}


def lines_of(unit: Unit, reading: DocumentReading) -> list[RegisterLine]:
    """Return the use cases within a unit that the reader may take out, each with its classes."""
    actor = reading.actor
    within = UseCase.objects.visible_to(actor, "pack").current()
    cases = within.filter(unit__path__startswith=unit.path).select_related("unit", "owner")
    held = owed_rows.held(actor, "pack").filter(use_case__unit__path__startswith=unit.path)
    found = list(held.with_story().with_class().order_by("id"))
    stands = standings(found)
    of_case: dict[UUID, list[Classification]] = {}
    for record in found:
        of_case.setdefault(record.use_case_id, []).append(record)
    lines = [
        line
        for case in cases.order_by("id")
        for line in _lines(case, of_case.get(case.pk, ()), stands)
    ]
    return sorted(lines, key=lambda line: (line.gravity, line.use_case.pk))


def _lines(case: UseCase, found: Iterable[Any], stands: Any) -> list[RegisterLine]:
    told = [
        RegisterLine(case, each, status_of(each), stands[each.pk].code, each.gravity_now)
        for each in found
    ]
    return told or [RegisterLine(case, None, NEVER, NO_STANDING, len(TOLD))]


def _standings(lines: Sequence[RegisterLine]) -> list[Status]:
    codes = {line.standing for line in lines}
    return [status for code, status in STANDINGS.items() if code in codes]


def _matrix(lines: Sequence[RegisterLine]) -> list[dict[str, Any]]:
    """Count classifications by class and approval; use cases without one stand in a row apart."""
    codes = [code for code in STANDINGS if any(line.standing == code for line in lines)]
    counted = Counter((line.gravity, line.standing) for line in lines)
    rows = []
    for gravity, status in enumerate(TOLD.values()):
        numbers = [counted[gravity, code] for code in codes]
        if sum(numbers):
            rows.append({"state": status, "numbers": numbers, "sum": sum(numbers)})
    never = sum(line.classification is None for line in lines)
    if never:
        rows.append({"state": NEVER, "numbers": [""] * len(codes), "sum": never})
    return rows


def _chart(lines: Sequence[RegisterLine]) -> SafeString:
    """Draw the same; what was never classified is in the table alone."""
    parts = [str(status.word) for status in _standings(lines)]
    bars = [
        ChartBar(str(row["state"].word), row["numbers"])
        for row in _matrix(lines)
        if row["state"] != NEVER
    ]
    return stacked_bars(_("Classes by approval"), parts, bars)


def _table(lines: Sequence[RegisterLine]) -> ExportSheet:
    headings = [_("Use case"), _("Name"), _("Unit"), _("Owner"), _("Lifecycle"),
                _("Classification"), _("Class"), _("Our roles"), _("Law as of"),
                _("Approval")]  # fmt: skip
    return ExportSheet(_("Register"), headings, [_cells(line) for line in lines])


def _cells(line: RegisterLine) -> list[Plain]:
    case, found = line.use_case, line.classification
    approval = line.approval
    return [
        case.ref, case.name, case.unit.name, str(case.owner or ""), case.get_lifecycle_display(),
        found.ref if found else "", str(line.state.word), line.roles,
        found.on_date if found else None,
        str(approval.word) if isinstance(approval, Status) else "",
    ]  # fmt: skip
