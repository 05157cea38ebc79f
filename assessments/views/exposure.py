"""What fines the law allows for obligations like ours."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessments.kinds import UNDERTAKING
from assessments.models import Undertaking
from assessments.owed.exposure import Exposed, exposure
from assessments.owed.filters import today
from assessments.views.obligation_frame import frame
from records import permissions
from records.addresses import page_of
from records.templatetags.shapes import Column, Row
from records.views.base import RecordsView, respond


class ExposureView(RecordsView):
    """Show the ceilings of the law by group of obligations."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page."""
        size = Undertaking.objects.visible_to(self.actor).current().order_by("id").first()
        found = exposure(self.actor, on=today(), size=size)
        context = frame("exposure") | {
            "size": size,
            "size_url": page_of(Undertaking, "detail", size.ref) if size else "",
            "new_url": UNDERTAKING.url("new")
            if permissions.may_somewhere(self.actor, "administer")
            else "",
            "columns": [
                Column(_("Group")),
                Column(_("Articles")),
                Column(_("Use cases"), align="end"),
                Column(_("Applies now"), align="end"),
                Column(_("At most by law")),
                Column(_("Citation")),
            ],
            "rows": [row(item) for item in found],
            "doubts": [item.fine for item in found if item.fine and item.fine.uncertain_why],
        }
        return respond(request, "assessments/exposure.html", context)


def row(item: Exposed) -> Row:
    """Make the row of one group."""
    fine = item.fine
    return Row(
        [
            fine.name if fine else _("Not listed in Art. 99(3) to (5): national rules"),
            _articles(item),
            item.cases,
            item.applies_now,
            _at_most(item),
            _text(fine) if fine else "Art. 99(1)",
        ]
    )


def _articles(item: Exposed) -> str:
    numbers = ", ".join(each.removeprefix("Art. ") for each in item.articles)
    return _("Art. %(numbers)s") % {"numbers": numbers} if numbers else ""


def _at_most(item: Exposed) -> Any:
    fine = item.fine
    if fine is None:
        return _("set by each Member State")
    if item.ceiling is None:
        return _rule(fine)
    amount = euro(item.ceiling.amount)
    if item.ceiling.is_whole:
        return amount
    words = {"amount": amount, "percent": item.ceiling.percent}
    if item.ceiling.lower_counts:
        return _("%(amount)s, or %(percent)s %% of turnover if that is lower") % words
    return _("%(amount)s, or %(percent)s %% of turnover if that is higher") % words


def _text(fine: Any) -> str:
    return f"{fine.citation}; {_('for SMEs:')} {fine.sme_rule}" if fine.sme_rule else fine.citation


def _rule(fine: Any) -> str:
    words = {"amount": euro(fine.amount_eur or 0), "percent": fine.turnover_percent}
    return _("%(amount)s or %(percent)s %% of worldwide turnover") % words


def euro(amount: Any) -> str:
    """Write an amount in euro."""
    return f"{number_format(amount, decimal_pos=0, force_grouping=True)} €"
