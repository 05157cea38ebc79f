"""How controls, implementations and evidence are signed: by whom, with which words, over what."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from controls.models import Control, Evidence, Implementation
from governance.actions.signoffs import Proposal
from governance.rules import Role, Terms
from records.models import Record

_BY = (Role.COMPLIANCE_OFFICER, Role.BOARD_MEMBER)

PROPOSALS = (
    Proposal(
        kind=Control.kind_code(),
        name=_("Controls"),
        terms=Terms(list(_BY)),
        statement=_(
            "I have read this control with its claims in the state named here. As described, it "
            "does what it claims."
        ),
    ),
    Proposal(
        kind=Implementation.kind_code(),
        name=_("Implementations of controls"),
        terms=Terms(list(_BY)),
        statement=_(
            "I have looked at how this control is carried out at this place, in the states named "
            "here, and at its evidence. It is in place as recorded."
        ),
    ),
    Proposal(
        kind=Evidence.kind_code(),
        name=_("Evidence"),
        terms=Terms(list(_BY)),
        statement=_(
            "I have looked at this evidence, each file by the digest named here. It shows what it "
            "is attached to."
        ),
    ),
)


def basis(implementation: Any) -> Iterable[Record]:
    """Let the signature of an implementation cover the control as it was described."""
    return [implementation.control]
