"""What the register tells of units: how many use cases each answers for."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from governance.models import Unit
from inventory.models import UseCase
from records.addresses import page_of, with_values
from records.lists import Column
from records.shapes import Link


def with_use_cases(found: Any) -> Any:
    """Count the use cases of each unit and of everything below it, as `use_case_count`."""
    within = Unit.objects.filter(path__startswith=OuterRef(OuterRef("path"))).order_by()
    counted = (
        UseCase.objects.current()
        .filter(unit__in=within.values("pk"))
        .order_by()
        .values(every=Value(1))
        .annotate(count=Count("pk"))
        .values("count")
    )
    return found.annotate(
        use_case_count=Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
    )


def _listed(unit: Any) -> object:
    """Lead from the number to the list of them."""
    url = with_values(page_of(UseCase, "list"), unit=unit.ref)
    return Link(str(unit.use_case_count), url) if unit.use_case_count else 0


USE_CASES = Column(
    key="use_cases",
    label=_("Use cases"),
    value=_listed,
    export=lambda unit: unit.use_case_count,
    sort="use_case_count",
    shown=False,
)
