"""What makes a kind of record one that findings are raised about: asking, panel, moving along."""

from governance.findings.kinds import FINDINGS_PANEL, RAISE_FINDING
from governance.findings.models import Finding
from governance.findings.telling import about
from governance.gaps import within
from records import kinds
from records.changing import following
from records.kinds import RecordKind


def open_to_findings(kind: RecordKind) -> None:
    """Let findings be raised about records of a kind; they stand and move with these."""
    following.register(Finding, by="subject_id", of=kind.code)
    within.hang(Finding, on=kind.model, by=about)
    kinds.extend(kind.code, actions=[RAISE_FINDING], panels=[FINDINGS_PANEL])
