"""How records of governance are shown, and what governance offers on records of other kinds."""

from governance.kinds.packs import PACK, PACKS_PANEL
from governance.kinds.people import PERSON
from governance.kinds.signoffs import REQUEST_SIGN_OFF, SIGN_OFF, SIGN_OFF_POLICY
from governance.kinds.units import UNIT

__all__ = [
    "PACK",
    "PACKS_PANEL",
    "PERSON",
    "REQUEST_SIGN_OFF",
    "SIGN_OFF",
    "SIGN_OFF_POLICY",
    "UNIT",
]
