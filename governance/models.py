"""The records of governance."""

from governance.findings.models import CorrectiveAction, Finding
from governance.grants.models import Grant
from governance.packs.models import Pack
from governance.people.models import ApiToken, Appointment, Person, Unit
from governance.signoff.models import Signature, SignOff, SignOffPolicy

__all__ = [
    "ApiToken",
    "Appointment",
    "CorrectiveAction",
    "Finding",
    "Grant",
    "Pack",
    "Person",
    "SignOff",
    "SignOffPolicy",
    "Signature",
    "Unit",
]
