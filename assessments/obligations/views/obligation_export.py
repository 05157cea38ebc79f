"""The list of obligations as a file: exactly what is listed, as far as it may be taken out."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assessments.classification.documents import duty_words as words
from assessments.obligations import law, overriding
from assessments.obligations.reports import ObligationRow
from assessments.obligations.rows import PlanEntry
from assessments.obligations.views.obligations import ObligationList
from controls.frameworks.loading.data import ProvisionData
from governance.signoff.standings import STANDINGS
from records.lists import Export, FileColumn
from records.values import Plain


def _text(told: ObligationRow) -> ProvisionData:
    return law.provision(told.owed.edition, told.owed.provision)


def _relief(told: ObligationRow) -> str:
    return "; ".join(f"{each.provision}: {each.says}" for each in told.owed.relief)


def _planned(
    plain: Callable[[PlanEntry], Plain], none: Plain = ""
) -> Callable[[ObligationRow], Plain]:
    """Read something of the plan, where there is one."""
    return lambda told: plain(told.plan) if told.plan else none


COLUMNS: Sequence[FileColumn[ObligationRow]] = (
    (_("Use case"), lambda told: told.owed.ref),
    (_("Name"), lambda told: told.owed.name),
    (_("Unit"), lambda told: told.owed.unit_name),
    (_("Class"), lambda told: overriding.class_word(told.owed)),
    (_("Provision"), lambda told: told.owed.provision),
    (_("Title"), lambda told: _text(told).title),
    (_("Role"), lambda told: str(words.role(told.owed.role))),
    (_("Regime"), lambda told: words.regime(told.owed.regime)),
    (_("Applies from"), lambda told: told.owed.applies_from),
    (_("Why from then"), lambda told: told.owed.why),
    (_("Condition"), lambda told: told.owed.only_if),
    (_("Relief"), _relief),
    (_("Law not settled"), lambda told: told.owed.uncertain_why),
    (_("Weak source"), lambda told: told.owed.weak_source),
    (_("By the letter from"), lambda told: told.owed.formal_from),
    (_("Status"), lambda told: str(words.STATES[told.state].word)),
    (_("Met by"), lambda told: "; ".join(str(met.label) for met in told.met_by)),
    (_("Owner"), _planned(lambda plan: str(plan.owner or ""))),
    (_("Next step"), _planned(lambda plan: plan.next_step)),
    (_("Planned for"), _planned(lambda plan: plan.planned_for, None)),
    (_("Classification"), lambda told: told.owed.classification_ref),
    (_("Class signed"), lambda told: str(STANDINGS[told.standing].word)),
    (_("Citation"), lambda told: _text(told).citation),
)


class ObligationExport(Export[ObligationRow, ObligationList]):
    """Obligations with all that is told of them."""

    def columns(self) -> Sequence[FileColumn[ObligationRow]]:
        return COLUMNS

    def as_object(self, item: ObligationRow) -> Mapping[str, object]:
        return item.as_json()

    def about(self) -> dict[str, str]:
        """Say that it is no legal advice."""
        return {
            **super().about(),
            _now("Content"): _now("Obligations under the AI Act"),
            _now("Note"): _now("Texts in our own words; not legal advice."),
        }
