"""What fines the law allows for obligations like ours."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.engine.obligations.fines import (
    MODEL_REQUESTS,
    MODELS,
    PROHIBITED,
    PUBLIC,
    UNION_OTHER,
    UNION_PROHIBITED,
)
from assessments.models import Undertaking
from assessments.obligations import law
from assessments.obligations.exposure import ExposureGroup, exposure
from assessments.obligations.kinds import UNDERTAKING
from assessments.obligations.views.obligation_frame import frame
from controls.frameworks.loading.data import FineData
from governance import days
from records import permissions
from records.addresses import page_of
from records.pages import RecordsView, respond
from records.shapes import Heading, Row, Text

NAMES: Mapping[str, Text] = {
    "fine-art5": gettext_lazy("Prohibited practices"),
    "fine-operators": gettext_lazy("Duties of providers, deployers and others in the chain"),
    "fine-gpai": gettext_lazy("Duties of providers of general-purpose models"),
    "fine-gpai-requests": gettext_lazy(
        "Requests, measures and access that the Commission asks of providers of "
        "general-purpose models"
    ),
    "fine-information": gettext_lazy(
        "Wrong or misleading answers about systems to an authority or a notified body"
    ),
    "fine-union-art5": gettext_lazy("Prohibited practices of institutions and bodies of the Union"),
    "fine-union-other": gettext_lazy("Duties of institutions and bodies of the Union"),
    "fine-ai-office": gettext_lazy("Any duty, where the AI Office supervises the system"),
}
# Fines on providers of models and on bodies of the Union follow articles of their own.
_OUTSIDE_99 = frozenset({MODELS, MODEL_REQUESTS, UNION_PROHIBITED, UNION_OTHER})


class ExposureView(RecordsView):
    """Show the ceilings of the law by group of obligations."""

    def get(self, request: HttpRequest) -> HttpResponse:
        size = Undertaking.objects.visible_to(self.actor).current().order_by("id").first()
        found = exposure(self.actor, on=days.day_read(), size=size)
        context = frame("exposure") | {
            "size": size,
            "size_url": page_of(Undertaking, "detail", size.ref) if size else "",
            "new_url": UNDERTAKING.url("new")
            if permissions.may_somewhere(self.actor, "administer")
            else "",
            "columns": [
                Heading(_("Group")),
                Heading(_("Articles")),
                Heading(_("Use cases"), align="end"),
                Heading(_("Applies now"), align="end"),
                Heading(_("At most by law")),
                Heading(_("Who takes the lower")),
                Heading(_("Citation")),
            ],
            "rows": [row(item, size.size if size else "") for item in found],
            "doubts": [item.fine for item in found if item.fine and item.fine.uncertain_why],
        }
        return respond(request, "assessments/exposure.html", context)


def row(item: ExposureGroup, size: str) -> Row:
    """Make the row of one group."""
    fine = item.fine
    return Row(
        [
            NAMES[fine.id] if fine else _("Not listed in Art. 99(3) to (5): national rules"),
            _articles(item),
            item.cases,
            _now(item),
            _at_most(item, size),
            _lower(fine) if fine else _("set by each Member State"),
            law.cited(fine.citation if fine else "Art. 99(1)", days.day_read()),
        ]
    )


def _now(item: ExposureGroup) -> object:
    """Count what applies; what is due by a superseded edition alone is told apart."""
    if not item.superseded:
        return item.applies_now
    told = _("%(count)s more by a superseded edition") % {"count": item.superseded}
    return [item.applies_now, told]


def _articles(item: ExposureGroup) -> str:
    numbers = ", ".join(each.removeprefix("Art. ") for each in item.articles)
    return _("Art. %(numbers)s") % {"numbers": numbers} if numbers else ""


def _at_most(item: ExposureGroup, size: str) -> str:
    fine = item.fine
    if fine is None:
        return _("set by each Member State")
    if item.ceiling is None:
        return _rule(fine)
    amount = euro(item.ceiling.amount)
    if size == PUBLIC and fine.id not in _OUTSIDE_99:
        return _("%(amount)s, as far as your Member State lets public bodies be fined") % {
            "amount": amount
        }
    if item.ceiling.is_whole:
        return amount
    words = {"amount": amount, "percent": item.ceiling.percent}
    if item.ceiling.lower_counts:
        return _("%(amount)s, or %(percent)s %% of turnover if that is lower") % words
    return _("%(amount)s, or %(percent)s %% of turnover if that is higher") % words


def _lower(fine: FineData) -> str:
    """Say for which small organisations the lower of amount and share counts."""
    if fine.id in _OUTSIDE_99:
        article = fine.citation.partition("(")[0]
        return _("nobody: %(article)s knows no relief by size") % {"article": article}
    if fine.id == PROHIBITED:
        return _("the lower for SMEs (Art. 99(6)), not for small mid-caps (Art. 99(6a))")
    return _("the lower for SMEs and small mid-caps (Art. 99(6) and (6a))")


def _rule(fine: FineData) -> str:
    if fine.turnover_percent is None:
        return euro(fine.amount_eur or 0)
    words = {"amount": euro(fine.amount_eur or 0), "percent": fine.turnover_percent}
    return _("%(amount)s or %(percent)s %% of worldwide turnover, whichever is higher") % words


def euro(amount: Any) -> str:
    """Write an amount in euro."""
    return f"{number_format(amount, decimal_pos=0, force_grouping=True)} €"
