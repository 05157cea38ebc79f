"""Who may do what: roles and the needs they answer; who may sign whose work."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person can be appointed to at a unit."""

    ADMINISTRATOR = "administrator"
    COMPLIANCE_OFFICER = "compliance_officer"
    USE_CASE_OWNER = "use_case_owner"
    BOARD_MEMBER = "board_member"
    AUDITOR = "auditor"
    ENGINEER = "engineer"
    VIEWER = "viewer"


NEEDS = (
    "view",
    "export",
    "create",
    "change",
    "hand_in",
    "archive",
    "import",
    "sign",
    "pack",
    "administer",
)

# Giving one person a right on one record. It is none of the needs a token may have: a program
# never gives rights away.
SHARE = "share"
# What can be given that way.
GRANTABLE = ("view", "change")

# What is part of a wider right: whoever may change something may hand in evidence for it.
PART_OF = {"hand_in": "change"}

ROLE_NEEDS: dict[str, frozenset[str]] = {
    Role.ADMINISTRATOR: frozenset({*NEEDS, SHARE} - {"sign"}),
    Role.COMPLIANCE_OFFICER: frozenset(set(NEEDS) - {"administer"}),
    Role.USE_CASE_OWNER: frozenset({"view", "export", "create", "change", "pack"}),
    Role.BOARD_MEMBER: frozenset({"view", "export", "sign", "pack"}),
    Role.AUDITOR: frozenset({"view", "export", "pack"}),
    Role.ENGINEER: frozenset({"view", "export", "hand_in"}),
    Role.VIEWER: frozenset({"view"}),
}

# What the owner of a record may do to it, whatever the roles.
OWNER_NEEDS = frozenset({"view", "export", "change", SHARE})


class SignOffState(StrEnum):
    """Where a sign-off stands; whether it still covers today's record is compared, not stored."""

    REQUESTED = "requested"
    COMPLETE = "complete"
    CHANGES_REQUESTED = "changes_requested"
    WITHDRAWN = "withdrawn"


class Meaning(StrEnum):
    """What a signature means (after 21 CFR 11.50)."""

    APPROVED = "approved"
    REVIEWED = "reviewed"
    ACCEPTED_RISK = "accepted_risk"
    DISSENTED = "dissented"
    CHANGES_REQUESTED = "changes_requested"


class Factor(StrEnum):
    """By what a person proves who they are when they sign, the strongest first."""

    PASSKEY = "webauthn"
    APP = "totp"
    PASSWORD = "password"  # noqa: S105 - the name of the factor


# Meanings that count towards the quorum.
ASSENT = frozenset({Meaning.APPROVED, Meaning.REVIEWED, Meaning.ACCEPTED_RISK})
# Meanings that need a comment.
NEED_WHY = frozenset({Meaning.DISSENTED, Meaning.CHANGES_REQUESTED, Meaning.ACCEPTED_RISK})


@dataclass(frozen=True)
class Terms:
    """What a policy asks: roles in their order, how many signatures, whether the order binds."""

    roles: Sequence[str]
    quorum: int = 1
    in_order: bool = False
    author_excluded: bool = True


@dataclass(frozen=True)
class Given:
    """A signature as the rules see it."""

    role: str
    meaning: str


def state_after(terms: Terms, given: Sequence[Given]) -> SignOffState:
    """Return where a sign-off stands with these signatures."""
    if any(signature.meaning == Meaning.CHANGES_REQUESTED for signature in given):
        return SignOffState.CHANGES_REQUESTED
    assent = [signature for signature in given if signature.meaning in ASSENT]
    missing_role = terms.in_order and {s.role for s in assent} < set(terms.roles)
    if len(assent) < terms.quorum or missing_role:
        return SignOffState.REQUESTED
    return SignOffState.COMPLETE


def role_to_sign(terms: Terms, given: Sequence[Given], held: Collection[str]) -> str:
    """Return the role in which somebody who holds `held` may sign next, or nothing."""
    if not terms.in_order:
        return next((role for role in terms.roles if role in held), "")
    signed = {signature.role for signature in given if signature.meaning in ASSENT}
    turn = next((role for role in terms.roles if role not in signed), "")
    return turn if turn in held else ""


def roles_for(need: str) -> frozenset[str]:
    """Return the roles that answer a need."""
    wanted = {need, PART_OF.get(need, need)}
    return frozenset(str(role) for role, needs in ROLE_NEEDS.items() if wanted & needs)


def may_sign(*, signatory: str, authors: Collection[str]) -> bool:
    """Say whether a person may sign work that `authors` wrote: never one's own (four eyes)."""
    return signatory not in authors


def strongest(held: Collection[str]) -> Factor:
    """Return the strongest factor among those a person has set up; everybody has a password.

    Recovery codes are none: they let somebody in who lost a factor, and never sign.
    """
    return next((factor for factor in Factor if factor in held), Factor.PASSWORD)
