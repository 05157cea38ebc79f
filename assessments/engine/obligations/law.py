"""Which provisions of an edition oblige somebody, whom, and where that is met."""

from functools import cache

from assessments.engine.dates import FRAMEWORK
from controls.frameworks.loading import load_edition
from controls.frameworks.loading.data import EditionData, ProvisionData

DUTIES = frozenset({"duty", "procedure"})
# A right of people that a deployer has to answer, and conditions without which nobody may test, are
# duties in all but name.
ALSO_DUTIES = frozenset({"Art. 60(4)", "Art. 60a", "Art. 86(1)"})
# They bind the organisation as a whole, whichever use case brings them up. What Chapter V asks of a
# model is owed for each, from a day of its own (Art. 111(3)).
OF_THE_ORGANISATION = ("Art. 4", "Art. 17", "Art. 53(1)(c)", "Art. 54(1)", "Art. 54(2)")
USE_CASE, ORGANISATION = "use_case", "organisation"
# The catalogue addresses providers of models with systemic risk apart; the role is one.
_SAME_ROLE = {"gpai_systemic_provider": "gpai_provider"}


def is_within(provision: str, outer: str) -> bool:
    """Say whether an id is another one or stands below it: 5(1) is within 5, 50 is not."""
    return provision == outer or (provision.startswith(outer) and provision[len(outer)] in "( .")


def roles_of(item: ProvisionData) -> frozenset[str]:
    """Return the roles that a provision addresses, as the classification names them."""
    return frozenset(_SAME_ROLE.get(role, role) for role in item.addressees)


def is_duty(item: ProvisionData) -> bool:
    """Say whether a provision of an edition obliges somebody by itself.

    The procedures of the annexes tell how Art. 43 is carried out, and oblige nobody further.
    """
    if not item.exists or item.id.startswith("Annex"):
        return False
    return item.kind in DUTIES or item.id in ALSO_DUTIES


@cache
def duties_of(edition: str) -> tuple[ProvisionData, ...]:
    """List the duties of an edition, a paragraph standing for its points."""
    law = load_edition(FRAMEWORK, edition)
    return tuple(
        item for item in law.provisions if is_duty(item) and not _has_duty_above(law, item)
    )


def duties_under(law: EditionData, provision: str) -> tuple[ProvisionData, ...]:
    """List the duties that a rule means when it names a provision, be it an article."""
    if provision not in law:
        return ()
    below = {item.id for item in law.under(provision)}
    return tuple(item for item in duties_of(law.id) if item.id in below)


def parts_of(edition: str, provision: str) -> tuple[ProvisionData, ...]:
    """List the points that an obligation stands for beside its own sentence."""
    law = load_edition(FRAMEWORK, edition)
    return tuple(part for part in law.under(provision) if part.id != provision and is_duty(part))


def _has_duty_above(law: EditionData, item: ProvisionData) -> bool:
    above = item.parent
    while above is not None:
        outer = law.provision(above)
        if is_duty(outer):
            return True
        above = outer.parent
    return False


def level_of(provision: str) -> str:
    """Say whether an obligation is met for each use case or once for the organisation."""
    for outer in OF_THE_ORGANISATION:
        if provision == outer or provision.startswith(f"{outer}("):
            return ORGANISATION
    return USE_CASE
