"""Who held which role at a moment, as it was recorded by then."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from governance import days
from governance.models import Appointment
from records.history.past import states_at


def appointments_then(moment: datetime) -> Any:
    """Return the appointments in force at a moment: their rows of today may tell otherwise."""
    day = days.day_of(moment)
    return states_at(Appointment, moment).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        starts_on__lte=day,
        removed_at__isnull=True,
    )
