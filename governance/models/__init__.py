"""The records of governance."""

from governance.models.grants import Grant
from governance.models.packs import Pack
from governance.models.people import ApiToken, Appointment, Person, Unit
from governance.models.signoffs import Signature, SignOff, SignOffPolicy

__all__ = [
    "ApiToken",
    "Appointment",
    "Grant",
    "Pack",
    "Person",
    "SignOff",
    "SignOffPolicy",
    "Signature",
    "Unit",
]
