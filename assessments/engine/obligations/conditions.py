"""What must be so beside role and regime before a provision of the AI Act binds.

Most provisions bind whoever holds the role under the regime. Those listed here do so for certain
grounds, together with another duty, or only where something holds that no question asks; then the
obligation is listed with that condition in words, and a person judges it.
"""

from dataclasses import dataclass

from assessments.engine.situation import Situation

_FINANCIAL = (
    "Only where you are a financial institution whose governance is set by Union law on "
    "financial services."
)
_REAL_WORLD = "Only where you test outside of a sandbox in real-world conditions (Art. 60)."
_ENFORCEMENT = ("Annex III 1", "Annex III 6", "Annex III 7")
_INTIMATE = frozenset({"Art. 5(1)(ba)", "Art. 5(1)(bb)"})


@dataclass(frozen=True, slots=True)
class Condition:
    """When a provision binds; what is left empty asks nothing.

    `grounds` are beginnings of grounds; `named` are duties one of which a rule must name for the
    same role; `prohibited` are practices one of which must be found, now or later. `told` is what
    the outcome cannot say. `always` lets it bind although rules may name what it belongs to.
    """

    grounds: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    prohibited: frozenset[str] = frozenset()
    told: str = ""
    always: bool = False

    def holds(self, situation: Situation, role: str) -> bool:
        """Say whether the outcome leaves it open that the provision binds this role."""
        if self.grounds and not any(map(self._is_ground, situation.grounds)):
            return False
        practices = situation.prohibited | situation.upcoming
        if self.prohibited and self.prohibited.isdisjoint(practices):
            return False
        if not self.named:
            return True
        return any(
            held == role and any(_is_within(provision, named) for named in self.named)
            for provision, held in situation.named
        )

    def _is_ground(self, ground: str) -> bool:
        return any(_is_within(ground, beginning) for beginning in self.grounds)


def _is_within(provision: str, outer: str) -> bool:
    """Say whether an id is another one or stands below it: 5(1) is within 5, 50 is not."""
    return provision == outer or (provision.startswith(outer) and provision[len(outer)] in "( .")


_REMOTE = frozenset({"Art. 5(1)(h)"})
_ONLY_PERMITTED = "Only where the use is one of those that Art. 5(1)(h)(i) to (iii) leave open."

CONDITIONS: dict[str, Condition] = {
    "Art. 5(1a)(a)": Condition(prohibited=_INTIMATE),
    "Art. 5(1a)(b)": Condition(prohibited=_INTIMATE),
    "Art. 5(2)": Condition(prohibited=_REMOTE, told=_ONLY_PERMITTED),
    "Art. 5(3)": Condition(prohibited=_REMOTE, told=_ONLY_PERMITTED),
    "Art. 5(4)": Condition(prohibited=_REMOTE, told=_ONLY_PERMITTED),
    "Art. 12(3)": Condition(grounds=("Annex III 1(a)",)),
    "Art. 14(5)": Condition(grounds=("Annex III 1(a)",)),
    "Art. 16(i)": Condition(named=("Art. 49",)),
    "Art. 18(3)": Condition(told=_FINANCIAL),
    "Art. 19(2)": Condition(told=_FINANCIAL),
    "Art. 25(2)": Condition(
        told="Only where somebody else has become the provider of your system (Art. 25(1))."
    ),
    "Art. 25(4)": Condition(told="Only between a provider and those who supply parts of it."),
    "Art. 26(6) second subparagraph": Condition(told=_FINANCIAL),
    "Art. 26(8)": Condition(named=("Art. 49(3)",)),
    "Art. 26(9)": Condition(
        told="Only where Union law on data protection asks for a data protection impact assessment."
    ),
    "Art. 26(10)": Condition(
        grounds=("Annex III 1(a)",),
        told="Only where police or prosecutors identify a person afterwards from recordings.",
    ),
    "Art. 26(11)": Condition(
        told="Only where it makes decisions about natural persons or helps to make them."
    ),
    "Art. 43(1)": Condition(grounds=("Annex III 1",)),
    "Art. 43(2)": Condition(
        grounds=tuple(f"Annex III {point}" for point in range(2, 9)),
    ),
    "Art. 43(4)": Condition(told="Only where the system is substantially modified."),
    "Art. 44(2)": Condition(told="Only where a notified body has issued a certificate."),
    "Art. 48(4)": Condition(told="Only where a notified body took part in the assessment."),
    "Art. 49(4)": Condition(
        grounds=_ENFORCEMENT,
        told="Only in law enforcement, migration, asylum and border control.",
    ),
    "Art. 49(5)": Condition(grounds=("Annex III 2",)),
    "Art. 50(5)": Condition(named=("Art. 50",)),
    "Art. 53(3)": Condition(always=True),
    "Art. 60(7)": Condition(told=_REAL_WORLD),
    "Art. 61(1)": Condition(told=_REAL_WORLD),
    "Art. 71(2)": Condition(named=("Art. 49",)),
    "Art. 71(3)": Condition(named=("Art. 49(3)",)),
    "Art. 75(1a)": Condition(named=("Art. 75(1)",)),
    "Art. 75(1e)": Condition(
        named=("Art. 75(1)",), told="Only where a third party has to assess conformity."
    ),
}
NONE = Condition()
