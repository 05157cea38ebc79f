"""Which pages are asked for, and how long they took."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from assessments.models import Classification
from inventory.models import UseCase
from ops.bench import budgets, controls, measuring, serving
from ops.bench.budgets import Budget
from ops.bench.report import Figure, missing
from records import kinds
from records.addresses import with_values
from records.lists import PAGE_SIZE
from records.models import Record

WARM_UP = 8
DIFFERENT = 30
FILTERED = "status=open&role=deployer&owned=nobody"


@dataclass(frozen=True)
class BenchPage:
    """A page by name, at one address or at several of the same sort."""

    name: str
    addresses: Callable[[], Sequence[str]]
    budget: Budget = budgets.PAGE


def pages(past: datetime) -> list[BenchPage]:
    """Return the pages to measure; `past` is the moment that the past is read at."""
    as_of = urlencode({"as_of": past.isoformat()})
    last = -(-UseCase.objects.count() // PAGE_SIZE)
    listed = [
        BenchPage("use cases, first page", lambda: [_list()]),
        BenchPage("use cases, filtered", lambda: [f"{_list()}?lifecycle=paused&impact=rights"]),
        BenchPage("use cases, searched", lambda: [f"{_list()}?q=invoices"]),
        BenchPage("use cases, deep page", lambda: [f"{_list()}?page={max(1, last - 1)}"]),
        BenchPage("use cases, sorted by class", lambda: [f"{_list()}?sort=-classification"]),
        BenchPage("use cases, of one class", lambda: [f"{_list()}?ai_act_class=high_risk"]),
        BenchPage(
            "use cases, choice of units", lambda: [reverse("usecase-choices", args=["unit"])]
        ),
        BenchPage("use case", lambda: _every(UseCase, "detail")),
        BenchPage("use case, history", lambda: _every(UseCase, "history")),
        BenchPage("classification", lambda: _every(Classification, "detail")),
        BenchPage("obligations", lambda: [reverse("obligation-list")]),
        BenchPage("obligations, filtered", lambda: [f"{reverse('obligation-list')}?{FILTERED}"]),
        BenchPage("obligations of the organisation", lambda: [reverse("obligation-organisation")]),
        BenchPage("calendar of obligations", lambda: [reverse("obligation-calendar")]),
        BenchPage("matrix ISO 42001 × AI Act", lambda: [_matrix()], budgets.DASHBOARD),
        BenchPage("provision with mappings", lambda: [_provision()]),
        BenchPage("coverage of a framework", controls.coverage_pages, budgets.DASHBOARD),
        BenchPage(
            "coverage of a framework as of then",
            lambda: [
                with_values(address, as_of=past.isoformat())
                for address in controls.coverage_pages()
            ],
            budgets.PAST_PAGE,
        ),
        BenchPage("overview", lambda: [reverse("overview")], budgets.DASHBOARD),
        BenchPage(
            "overview as of then",
            lambda: [f"{reverse('overview')}?{as_of}"],
            budgets.PAST_PAGE,
        ),
        BenchPage("gaps", lambda: [reverse("gap-list")], budgets.DASHBOARD),
        BenchPage("start page", lambda: [reverse("home")], budgets.DASHBOARD),
        BenchPage("use cases as of then", lambda: [f"{_list()}?{as_of}"], budgets.PAST_PAGE),
        BenchPage(
            "use cases as of then, sorted by class",
            lambda: [f"{_list()}?sort=-classification&{as_of}"],
            budgets.PAST_PAGE,
        ),
        BenchPage(
            "use case as of then",
            lambda: [f"{address}?{as_of}" for address in _every(UseCase, "detail")],
            budgets.PAST_PAGE,
        ),
    ]
    return listed + [_list_of(kind.slug) for kind in kinds.every() if kind.model is not UseCase]


def _list_of(slug: str) -> BenchPage:
    return BenchPage(f"list of {slug}", lambda: [f"/{slug}/"])


def _matrix() -> str:
    return reverse("crosswalk-matrix", args=["iso-42001", "2023", "eu-ai-act", "2026-1744"])


def _provision() -> str:
    return reverse("law-provision", args=["iso-42001", "2023", "a-6-1-3"])


def _list() -> str:
    return reverse("usecase-list")


def _every(model: type[Record], page: str) -> list[str]:
    refs = list(model._base_manager.order_by("id").values_list("ref", flat=True))
    step = max(1, len(refs) // DIFFERENT)
    return [reverse(f"{model._meta.model_name}-{page}", args=[ref]) for ref in refs[::step]]


def measure(page: BenchPage, *, port: int, session: str, requests: int) -> Figure:
    """Ask for a page again and again; a page that does not exist becomes a word on why."""
    name = f"page: {page.name}, p95"
    try:
        addresses = page.addresses()
        for number in range(min(WARM_UP, requests)):
            serving.ask(port, addresses[number % len(addresses)], session)
        answers = [
            serving.ask(port, addresses[number % len(addresses)], session)
            for number in range(requests)
        ]
        queries = serving.count_queries(addresses[0], session)
    except Exception as error:  # one page that fails must not end the whole
        return missing(name, str(error))
    took = measuring.spread([seconds for seconds, _size in answers])
    more = asdict(took) | {"queries": queries, "bytes": max(size for _took, size in answers)}
    return Figure(
        name, took.p95, "ms", amount=UseCase.objects.count(), budget=page.budget, more=more
    )
