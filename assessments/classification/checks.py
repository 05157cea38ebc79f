"""What is looked at of classifications: whether each use is classified, answered and settled."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from assessments.classification.documents.words import CLASSES
from assessments.models import Classification
from governance.gaps.checks import Check, acting, told
from governance.gaps.within import Within
from governance.signoff.checks import of_sign_off
from inventory.models import IntendedUse, UseCase
from inventory.use_cases.checks import running
from inventory.use_cases.choices import Lifecycle
from records.addresses import page_of, with_values

_MADE = Classification.objects.current()


def of_running(within: Within) -> Any:
    """Return the classifications of use cases that are neither retired nor archived."""
    found = within.records(Classification).filter(use_case__archived_at__isnull=True)
    return found.exclude(use_case__lifecycle=Lifecycle.RETIRED)


def _unclassified(found: Any, _within: Within) -> Any:
    return found.exclude(Exists(_MADE.filter(use_case=OuterRef("pk"))))


def _uses(within: Within) -> Any:
    """Return the intended uses of classified use cases."""
    classified = Exists(_MADE.filter(use_case=OuterRef("use_case")))
    return IntendedUse.objects.filter(classified, use_case__in=running(within).values("pk"))


def _unclassified_use(found: Any, _within: Within) -> Any:
    """Keep those that lack one of their own: a sole use is the whole, of several each is asked."""
    own = Exists(_MADE.filter(intended_use=OuterRef("pk")))
    whole = Exists(_MADE.filter(use_case=OuterRef("use_case"), intended_use__isnull=True))
    others = IntendedUse.objects.filter(use_case=OuterRef("use_case")).exclude(pk=OuterRef("pk"))
    return found.exclude(own).exclude(whole & ~Exists(others))


def _classify(row: Mapping[str, Any]) -> str:
    return with_values(page_of(UseCase, "classify", row["ref"]), use=str(row["use_id"]))


def _unsettled(found: Any, _within: Within) -> Any:
    return found.exclude(worst_class="")


def _legal_view(found: Any, _within: Within) -> Any:
    return found.filter(open_review_count__gt=0)


def _overridden(within: Within) -> Any:
    set_aside = ~Q(override_class="") | ~Q(override_lapsed={})
    return of_running(within).filter(set_aside)


def _override_open(found: Any, _within: Within) -> Any:
    lapsed = Q(override_class="")
    told = found.with_class().filter(lapsed | ~Q(class_now=F("override_class")))
    code = Case(When(lapsed, then=Value("lapsed")), default=Value("unsigned"))
    return told.annotate(override_code=code)


def _who_doubts(column: str) -> Case:
    """Name who answered; what the law itself leaves open is nothing that they can settle."""
    own = When(outcome__doubts__0__has_key="question", then=acting(Classification, column))
    return Case(own, default=Value(""))


_CLASS_WORDS = {code: words.word for code, words in CLASSES.items()}

CHECKS = (
    Check(
        code="classification.none",
        title=_("classified"),
        looks_at=_("Whether it is classified under the AI Act."),
        model=UseCase,
        among=running,
        lacking=_unclassified,
        finds=told(_("%(ref)s was never classified under the AI Act.")),
        since="created_at",
        mended_at="classify",
    ),
    Check(
        code="classification.use",
        title=_("each intended use classified"),
        looks_at=_("Whether each of several intended uses is classified by itself."),
        model=UseCase,
        among=_uses,
        through="use_case",
        lacking=_unclassified_use,
        finds=told(_("The use “%(use)s” of %(ref)s was never classified under the AI Act.")),
        names={"use": "title", "use_id": "pk"},
        url=_classify,
    ),
    Check(
        code="classification.open_question",
        title=_("settled"),
        looks_at=_("Whether an answer “not sure”, none, or the law itself leaves the class open."),
        model=Classification,
        among=of_running,
        lacking=_unsettled,
        finds=told(_("The class of %(ref)s is not settled: at worst it is %(worst)s.")),
        names={"worst": "worst_class"},
        who=(_who_doubts("ref"), _who_doubts("name")),
        words={"worst": _CLASS_WORDS},
    ),
    Check(
        code="classification.legal_view",
        title=_("legal views"),
        looks_at=_("Whether a legal view is recorded where one is needed."),
        model=Classification,
        among=of_running,
        lacking=_legal_view,
        finds=told(_("Legal views that %(ref)s needs and nobody recorded: %(count)s.")),
        names={"count": "open_review_count"},
        mended_at="detail#legal",
    ),
    Check(
        code="classification.override",
        title=_("override"),
        looks_at=_(
            "Whether another class than that of the rules is signed by a second person, and stands."
        ),
        model=Classification,
        among=_overridden,
        lacking=_override_open,
        state="override_code",
        finds={
            "unsigned": (
                "unsigned",
                _("The class of %(ref)s was set by hand, and no second person signed it."),
            ),
            "lapsed": (
                "stale",
                _("The class set for %(ref)s lapsed: its answers or the law changed."),
            ),
        },
        since="override_at",
    ),
    of_sign_off(Classification, among=of_running),
)
