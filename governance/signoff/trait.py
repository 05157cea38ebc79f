"""What makes a kind of record one that is signed: asking, standing, panel, policy, basis."""

from django.utils.functional import Promise

from governance.rules import Role, Terms
from governance.signoff import actions as signoffs
from governance.signoff.actions import Basis, Proposal
from governance.signoff.kinds import REQUEST_SIGN_OFF
from governance.signoff.panels import SIGN_OFF_PANEL, STANDING, STANDING_FILTER, with_standing
from records import kinds
from records.kinds import RecordKind

SIGNED_BY = (Role.COMPLIANCE_OFFICER, Role.BOARD_MEMBER)


def signed(
    kind: RecordKind,
    *,
    name: Promise,
    reading: Promise,
    statement: Promise,
    basis: Basis | None = None,
) -> None:
    """Let records of a kind be signed; an installation starts with one signature of these words.

    `basis` returns for a record which others its signature covers too.
    """
    kinds.extend(
        kind.code,
        actions=[REQUEST_SIGN_OFF],
        columns=[STANDING],
        filters=[STANDING_FILTER],
        panels=[SIGN_OFF_PANEL],
        annotate=with_standing,
    )
    terms = Terms(list(SIGNED_BY))
    signoffs.propose(
        Proposal(kind.code, name=name, terms=terms, statement=statement, reading=reading)
    )
    if basis:
        signoffs.rests_on(kind.code, basis)
