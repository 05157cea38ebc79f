"""What evidence registers: its kind, signed, and its panel at implementations."""

from django.utils.translation import gettext_lazy as _

from controls.evidence.actions import kept_files
from controls.evidence.checks import CHECKS
from controls.evidence.kinds import EVIDENCE, EVIDENCE_PANEL, HAND_IN, with_currency
from controls.library.kinds import IMPLEMENTATION
from governance.findings.trait import open_to_findings
from governance.gaps.trait import looked_at
from governance.signoff.trait import signed
from records import contents, kinds

kinds.register(EVIDENCE)
signed(
    EVIDENCE,
    name=_("Evidence"),
    reading=_("I have looked at this evidence, each file by the digest named here."),
    statement=_("It shows what it is attached to, and I approve it."),
)
kinds.extend(EVIDENCE.code, annotate=with_currency)
kinds.extend(IMPLEMENTATION.code, actions=[HAND_IN], panels=[EVIDENCE_PANEL])
open_to_findings(EVIDENCE)
contents.register(kept_files)
looked_at(*CHECKS)
