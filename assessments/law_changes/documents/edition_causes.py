"""What a change of the law changes, by cause: each cause once, with all that it concerns."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.classification.documents.headlines import articles
from assessments.law_changes.documents.edition_figures import classes_told
from assessments.law_changes.documents.edition_law import SORTS
from assessments.law_changes.documents.edition_why import reasons
from assessments.models import EditionVerdict
from records.values import sentence

# So many use cases are named beside a cause; the tables behind name all.
NAMED = 6
BECAUSE = {
    "inserted": gettext_lazy("the provision is new"),
    "deleted": gettext_lazy("the provision was deleted"),
    "outcome": gettext_lazy("the classification comes out otherwise"),
    "corrected": gettext_lazy("what our catalogue says of it was corrected"),
    "condition": gettext_lazy("the condition under which it binds was corrected"),
}


@dataclass
class Cause:
    """What happens and why, gathered over all use cases that it concerns."""

    what: str
    why: str
    count: int = 0
    provisions: set[str] = field(default_factory=set)
    refs: dict[str, None] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """Say what happens; of obligations how many and under which articles."""
        if not self.provisions:
            return self.what
        words = {"count": self.count, "what": self.what, "articles": places(self.provisions)}
        sentence = ngettext(
            "%(count)s obligation %(what)s: %(articles)s",
            "%(count)s obligations %(what)s: %(articles)s",
            self.count,
        )
        return sentence % words

    @property
    def concerned(self) -> str:
        """Name the use cases, or the first of many."""
        names = list(self.refs)
        more = len(names) - NAMED
        if more <= 0:
            return ", ".join(names)
        return _("%(names)s and %(count)s more") % {
            "names": ", ".join(names[:NAMED]),
            "count": more,
        }


def causes(report: Mapping[str, Any]) -> list[Cause]:
    """Return the causes: outcomes first, then obligations, each by how many it concerns."""
    outcomes: dict[tuple[str, str], Cause] = {}
    owed: dict[tuple[str, str], Cause] = {}
    for item in report["use_cases"]:
        for what, why in _of_outcome(item, report):
            _into(outcomes, what, why, item)
        changes = report["obligations"].get(item["obligations"], {})
        for what, why, provision in _of_obligations(changes):
            cause = _into(owed, what, why, item)
            cause.count += 1
            cause.provisions.add(provision)
    return [*_largest_first(outcomes.values()), *_largest_first(owed.values())]


def _into(
    found: dict[tuple[str, str], Cause], what: str, why: str, item: Mapping[str, Any]
) -> Cause:
    cause = found.setdefault((what, why), Cause(what, why))
    cause.refs[item["use_case"]] = None
    return cause


def _largest_first(found: Iterable[Cause]) -> list[Cause]:
    return sorted(found, key=lambda cause: (-len(cause.refs), cause.what, cause.why))


def _of_outcome(item: Mapping[str, Any], report: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Tell what becomes of a classification, once for each reason."""
    if item["verdict"] == EditionVerdict.SAME:
        return
    what = sentence(str(EditionVerdict(item["verdict"]).label))
    if item["before"] != item["after"]:
        what = " → ".join(str(each.word) for each in classes_told(item))
    for why in reasons(item, report) or [""]:
        yield what, why


def _of_obligations(changes: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for each in changes.get("moved", ()):
        words = {"before": _day(each["from"]), "after": _day(each["to"])}
        why = _("The law, or what our catalogue says of it, sets another day")
        yield _("from %(after)s instead of %(before)s") % words, why, each["provision"]
    for each in changes.get("gained", ()):
        told = _("gained") if not each["applies_from"] else _("gained from %(day)s")
        why = sentence(because(each))
        yield told % {"day": _day(each["applies_from"])}, why, each["provision"]
    for each in changes.get("lost", ()):
        yield _("lost"), sentence(because(each)), each["provision"]


def because(item: Mapping[str, Any]) -> str:
    """Say why an obligation is gained or lost; what was corrected with its citation."""
    is_corrected = item["because"] == "corrected"
    return str(item["why"] if is_corrected else BECAUSE[item["because"]])


def _day(text: str | None) -> str:
    return date_format(date.fromisoformat(text)) if text else _("no day")


def places(provisions: Iterable[str]) -> str:
    """Name provisions by their articles; annexes as they are."""
    named = sorted(provisions)
    of_articles = [name for name in named if name.startswith("Art. ")]
    others = [name for name in named if name not in of_articles]
    return ", ".join([*([articles(of_articles)] if of_articles else []), *others])


def law_in_figures(report: Mapping[str, Any]) -> str:
    """Say how many provisions change, and how."""
    found = report["provisions"]
    sorts = Counter(sort for item in found for sort in item["changes"])
    counted = [f"{count} {SORTS[sort]}" for sort, count in sorts.most_common()]
    told = ngettext("%(count)s provision", "%(count)s provisions", len(found))
    told = told % {"count": len(found)}
    return f"{told}: {', '.join(counted)}" if counted else told
