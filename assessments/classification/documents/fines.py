"""Which fine stands behind what is asked of one use case, in sentences."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from assessments.classification.documents.headlines import HeadlineDuty, apart, articles
from assessments.engine.dates import FRAMEWORK
from assessments.engine.obligations.competence import competent
from assessments.engine.obligations.fines import (
    AI_OFFICE,
    NATIONAL,
    Breach,
    fine_behind,
    is_union_body,
    office_over,
)
from assessments.models import Classification, OutcomeClass
from controls.frameworks.loading import load_fines


def told(
    record: Classification, outcome: Mapping[str, Any], rows: Sequence[HeadlineDuty]
) -> Iterator[str]:
    """Tell what can be fined by which article, and what is left to the Member States."""
    cited = {fine.id: fine.citation for fine in load_fines(FRAMEWORK).rows}
    office = competent(outcome, record.answers, record.edition)
    of_union = is_union_body(record.answers)
    found: dict[str, list[HeadlineDuty]] = defaultdict(list)
    owed = {row.provision for row in rows}
    for row in rows:
        breach = Breach(row.provision, row.role, row.regime, record.edition)
        fine = fine_behind(breach, beside=owed, of_union=of_union)
        if not of_union and office_over(breach, office) == "alone":
            fine = AI_OFFICE
        found[fine].append(row)
    national = found.pop(NATIONAL.fine, [])
    for name, some in found.items():
        words = {"articles": _breached(some), "fine": cited[name]}
        yield _("A breach of %(articles)s can be fined under %(fine)s.") % words
    if national:
        sentence = _(
            "By Art. 99(1), each Member State sets the penalty for a breach of %(articles)s."
        )
        yield sentence % {"articles": _breached(national)}
    if outcome["class"] == OutcomeClass.NOT_HIGH_RISK and rows:
        yield _(
            "A provider who classified the system as not high-risk in order to escape the duties "
            "of high-risk systems is fined under Art. 99 (Art. 80(7))."
        )


def _breached(rows: Sequence[HeadlineDuty]) -> str:
    """Name what can be breached, as what is owed names it; what hangs on a condition apart."""
    owed = [row.provision for row in rows if not row.only_if]
    others = apart(rows)
    if not others:
        return articles(owed)
    words = {"owed": articles(owed), "others": articles(others)}
    if not owed:
        return _("%(others)s (where a condition is met)") % words
    return _("%(owed)s (and, where a condition is met, of %(others)s)") % words
