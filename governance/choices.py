"""The names people read for the closed lists of the rules."""

from django.utils.translation import gettext_lazy as _

from governance.rules import Factor, Meaning, Role, SignOffState

ROLES = [
    (Role.ADMINISTRATOR, _("administrator")),
    (Role.COMPLIANCE_OFFICER, _("compliance officer")),
    (Role.USE_CASE_OWNER, _("use-case owner")),
    (Role.BOARD_MEMBER, _("board member")),
    (Role.AUDITOR, _("auditor")),
    (Role.ENGINEER, _("engineer")),
    (Role.VIEWER, _("viewer")),
]

SIGN_OFF_STATES = [
    (SignOffState.REQUESTED, _("waiting for signatures")),
    (SignOffState.COMPLETE, _("signed")),
    (SignOffState.CHANGES_REQUESTED, _("changes requested")),
    (SignOffState.WITHDRAWN, _("withdrawn")),
]

MEANINGS = [
    (Meaning.APPROVED, _("approved")),
    (Meaning.REVIEWED, _("reviewed")),
    (Meaning.ACCEPTED_RISK, _("accepted the residual risk")),
    (Meaning.DISSENTED, _("dissented")),
    (Meaning.CHANGES_REQUESTED, _("asked for changes")),
]

# By what a signature was proved, as its receipt tells it; recovery codes signed in older versions.
METHODS = {
    Factor.PASSWORD: _("password"),
    Factor.APP: _("a code of the authenticator app"),
    Factor.PASSKEY: _("passkey"),
    "recovery_codes": _("a recovery code"),
    "sample": _("nobody: it is a sample"),
}
