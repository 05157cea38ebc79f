"""What findings register: their kind, their place at units, what waits, and their checks."""

from django.utils.translation import gettext_lazy as _

from governance.findings import work as waiting
from governance.findings.checks import CHECKS
from governance.findings.documents import FINDINGS
from governance.findings.kinds import FINDING
from governance.findings.telling import with_progress
from governance.findings.views import UNIT_PANEL
from governance.gaps.trait import looked_at
from governance.people.kinds.units import UNIT
from records import kinds
from records.pages import menu, work

kinds.register(FINDING)
kinds.extend(FINDING.code, annotate=with_progress)
kinds.extend(UNIT.code, panels=[UNIT_PANEL], chapters=[FINDINGS])
for waits in (waiting.to_bring_on, waiting.to_carry_out, waiting.to_check):
    work.register(waits)
looked_at(*CHECKS)
menu.add(
    menu.MenuItem(
        group="governance",
        label=_("Findings over time"),
        view="finding-trend",
        icon="chart-bar",
        order=16,
        needs="view",
    )
)
