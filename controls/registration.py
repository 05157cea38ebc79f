"""What our controls and their evidence add to the product: kinds, sign-off, panels."""

from controls import kinds as ours
from controls.signing import PROPOSALS, basis
from controls.views import provision_panels
from controls.views.controls import ControlView
from controls.views.coverage_panels import ONWARDS_PANEL, USE_CASE_COVERAGE, provision_panel
from governance.actions import signoffs
from governance.kinds import REQUEST_SIGN_OFF
from governance.panels import SIGN_OFF_PANEL, STANDING, STANDING_FILTER, with_standing
from records import kinds


def register_controls() -> None:
    """Register controls, implementations and evidence, how they are signed, and where they show."""
    for kind in (ours.CONTROL, ours.IMPLEMENTATION, ours.EVIDENCE):
        kinds.register(kind)
        kinds.extend(
            kind.code,
            actions=[REQUEST_SIGN_OFF],
            columns=[STANDING],
            filters=[STANDING_FILTER],
            panels=[SIGN_OFF_PANEL],
            annotate=with_standing,
        )
    kinds.extend(
        ours.CONTROL.code,
        annotate=ours.counted,
        panels=[ONWARDS_PANEL],
        views={"detail": ControlView},
    )
    kinds.extend(ours.IMPLEMENTATION.code, actions=[ours.HAND_IN], panels=[ours.EVIDENCE_PANEL])
    kinds.extend(ours.EVIDENCE.code, annotate=ours.with_currency)
    kinds.extend(
        "inventory.usecase",
        actions=[ours.IMPLEMENT_AT_USE_CASE],
        panels=[ours.USE_CASE_PANEL, USE_CASE_COVERAGE],
    )
    provision_panels.register(provision_panel, order=10)
    for proposal in PROPOSALS:
        signoffs.propose(proposal)
    signoffs.rests_on(ours.IMPLEMENTATION.code, basis)
