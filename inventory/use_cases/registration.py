"""What the register of use cases registers: its kind, signed and packed, and a column of units."""

from django.utils.translation import gettext_lazy as _

from governance.findings.documents import FINDINGS
from governance.findings.trait import open_to_findings
from governance.gaps.trait import looked_at
from governance.packs.signed import sign_offs
from governance.packs.trait import packed
from governance.people.kinds.units import UNIT
from governance.signoff.trait import signed
from inventory.use_cases.checks import CHECKS
from inventory.use_cases.documents import description
from inventory.use_cases.kinds import USE_CASE
from inventory.use_cases.units import USE_CASES, with_use_cases
from records import kinds
from records.documents.sections import SectionMaker

kinds.register(USE_CASE)
signed(
    USE_CASE,
    name=_("Use cases"),
    reading=_(
        "I have read the description of this use case and its intended uses in the "
        "state named here."
    ),
    statement=_("It describes what is done, for whom, and who can stop it, and I approve it."),
)
packed(
    USE_CASE,
    [
        SectionMaker(order=20, make=description),
        SectionMaker(
            order=40,
            make=sign_offs,
            looks_at=_("The use case: whether its state in this pack is signed."),
        ),
        FINDINGS,
    ],
)
open_to_findings(USE_CASE)
kinds.extend(UNIT.code, columns=[USE_CASES], annotate=with_use_cases)
looked_at(*CHECKS)
