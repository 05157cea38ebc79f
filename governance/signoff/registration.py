"""What sign-off registers: its kinds, and what waits for whom."""

from governance.gaps.trait import looked_at
from governance.models import SignOff
from governance.signoff import work as waiting
from governance.signoff.checks import CHECKS
from governance.signoff.kinds import SIGN_OFF, SIGN_OFF_POLICY
from governance.signoff.views.signoffs import SignOffListView, SignOffView
from records import kinds
from records.changing import following
from records.pages import work

following.register(SignOff, by="subject_id")
kinds.register(SIGN_OFF_POLICY)
kinds.register(SIGN_OFF)
kinds.extend(SIGN_OFF.code, views={"list": SignOffListView, "detail": SignOffView})
for waits in (waiting.to_sign, waiting.asked_by_me):
    work.register(waits)
looked_at(*CHECKS)
