"""What the library of controls registers: controls and implementations, signed, at use cases."""

from django.utils.translation import gettext_lazy as _

from controls.library.checks import CHECKS
from controls.library.kinds import (
    CONTROL,
    IMPLEMENT_AT_USE_CASE,
    IMPLEMENTATION,
    USE_CASE_PANEL,
    counted,
)
from controls.library.views import ControlView
from controls.models import Implementation
from governance.findings.trait import open_to_findings
from governance.gaps.trait import looked_at
from governance.signoff.trait import signed
from inventory.imports.trait import importable
from records import kinds
from records.changing import following

kinds.register(CONTROL)
kinds.register(IMPLEMENTATION)
importable(CONTROL, offer=_("Import controls"))
signed(
    CONTROL,
    name=_("Controls"),
    reading=_("I have read this control with its claims in the state named here."),
    statement=_("As described, it does what it claims, and I approve it."),
)
signed(
    IMPLEMENTATION,
    name=_("Implementations of controls"),
    reading=_(
        "I have looked at how this control is carried out at this place, in the states named "
        "here, and at its evidence."
    ),
    statement=_("It is in place as recorded, and I approve it."),
    # The control as it was described.
    basis=lambda implementation: [implementation.control],  # type: ignore[attr-defined]
)
kinds.extend(CONTROL.code, annotate=counted, views={"detail": ControlView})
kinds.extend("inventory.usecase", actions=[IMPLEMENT_AT_USE_CASE], panels=[USE_CASE_PANEL])
open_to_findings(CONTROL)
open_to_findings(IMPLEMENTATION)
following.register(Implementation, by="use_case_id", of="inventory.usecase")
looked_at(*CHECKS)
