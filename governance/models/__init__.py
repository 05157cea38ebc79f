"""The records of governance."""

from governance.models.people import ApiToken, Appointment, Person, Unit
from governance.models.signoffs import Signature, SignOff, SignOffPolicy

__all__ = [
    "ApiToken",
    "Appointment",
    "Person",
    "SignOff",
    "SignOffPolicy",
    "Signature",
    "Unit",
]
