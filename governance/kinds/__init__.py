"""How records of governance are shown, and what governance offers on records of other kinds."""

from governance.kinds.packs import PACK
from governance.kinds.people import PERSON, UNIT
from governance.kinds.signoffs import REQUEST_SIGN_OFF, SIGN_OFF, SIGN_OFF_POLICY

__all__ = ["PACK", "PERSON", "REQUEST_SIGN_OFF", "SIGN_OFF", "SIGN_OFF_POLICY", "UNIT"]
