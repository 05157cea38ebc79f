"""The report on a change of the law as a document: page, PDF and workbook say the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessments.documents.words import CLASSES, ROLES
from assessments.engine.dates import FRAMEWORK
from assessments.models import EditionVerdict
from controls import vocabulary
from controls.loading import load_edition
from governance.models import Unit
from records.documents.document import Document
from records.documents.making import make_document
from records.documents.parts import Chapter, Meta
from records.ledger.canonical import digest
from records.templatetags.shapes import Stat
from records.templatetags.ui_moments import utc_words

ARTICLE = "Art. "
# In print; the workbook names all of them.
LISTED = 400
SORTS = {
    "inserted": gettext_lazy("inserted"),
    "amended": gettext_lazy("amended"),
    "deleted": gettext_lazy("deleted"),
    "moved": gettext_lazy("dates moved"),
}
MOVES = {
    "gained": gettext_lazy("gained"),
    "lost": gettext_lazy("lost"),
    "moved": gettext_lazy("moved"),
}
BECAUSE = {
    "inserted": gettext_lazy("the provision is new"),
    "deleted": gettext_lazy("the provision was deleted"),
    "outcome": gettext_lazy("the classification comes out otherwise"),
}
ANSWER = {
    "grounds": gettext_lazy("grounds"),
    "prohibited": gettext_lazy("prohibited practices"),
    "transparency": gettext_lazy("transparency cases"),
    "roles": gettext_lazy("roles"),
    "upcoming": gettext_lazy("comes up later"),
}


class EditionChangeReport(Document):
    """What a new edition changes: in the law, in outcomes, in obligations."""

    slug = "edition-change"
    title = gettext_lazy("Change of the law")  # type: ignore[assignment] # translated when shown

    def chapters(self, context: Mapping[str, Any]) -> list[Chapter]:
        """Make the chapters: summary, outcomes, obligations, provisions."""
        named = (
            ("change-summary", _("Summary"), "summary"),
            ("change-cases", _("Use cases whose outcome changes or needs answers"), "cases"),
            ("change-obligations", _("Obligations gained, lost and moved"), "obligations"),
            ("change-provisions", _("What changes in the law"), "provisions"),
        )
        return [
            self.chapter(slug, title, f"documents/assessments/change_{name}.html", context)
            for slug, title, name in named
        ]


def told(report: Mapping[str, Any]) -> dict[str, Any]:
    """Prepare what the chapters show."""
    concerned = [item for item in report["use_cases"] if item["verdict"] != "same"]
    return {
        "report": report,
        "old": load_edition(FRAMEWORK, report["from"]).title,
        "new": load_edition(FRAMEWORK, report["to"]).title,
        "on": date.fromisoformat(report["on"]),
        "stats": stats(report),
        "moves": [
            {**move, "before": class_word(move["before"]), "after": class_word(move["after"])}
            for move in report["summary"]["classes"]
        ],
        "cases": [case_told(item) for item in concerned[:LISTED]],
        "left_out": max(0, len(concerned) - LISTED),
        "sets": list(sets(report)),
        "provisions": [provision_told(item) for item in report["provisions"]],
        "reworded": [
            provision_told(item) for item in report["provisions"] if item["changes"] != ["moved"]
        ],
        "dated": dated_alike(report),
    }


def stats(report: Mapping[str, Any]) -> list[Stat]:
    """Return the figures of the summary."""
    summary = report["summary"]
    outcome, owed = summary["outcome"], summary["obligations"]
    return [
        Stat(_("Classifications read"), summary["read"]),
        Stat(_("Outcome stays"), outcome["same"]),
        Stat(_("Outcome changes"), outcome["changed"]),
        Stat(_("Needs new answers"), outcome["needs_answers"]),
        Stat(_("Obligations gained"), owed["gained"]),
        Stat(_("Obligations lost"), owed["lost"]),
        Stat(_("Obligations moved"), owed["moved"]),
    ]


def class_word(code: str) -> str:
    """Name a class."""
    return str(CLASSES[code].word)


def case_told(item: Mapping[str, Any]) -> dict[str, Any]:
    """Tell one use case in words."""
    return {
        **item,
        "verdict_word": EditionVerdict(item["verdict"]).label,
        "before_word": class_word(item["before"]),
        "after_word": class_word(item["after"]),
        "reasons": reasons(item),
    }


def reasons(item: Mapping[str, Any]) -> list[str]:
    """Say why a case is not the same."""
    said = []
    for key, difference in item["differs"].items():
        if "gained" in difference:
            names = ", ".join(difference["gained"])
            said.append(
                _("new: %(what)s %(names)s") % {"what": ANSWER.get(key, key), "names": names}
            )
        if "lost" in difference:
            names = ", ".join(difference["lost"])
            said.append(
                _("gone: %(what)s %(names)s") % {"what": ANSWER.get(key, key), "names": names}
            )
    if item["questions"]:
        said.append(_("unanswered: %(names)s") % {"names": ", ".join(item["questions"])})
    if item["reviews"]:
        said.append(_("needs a legal view: %(names)s") % {"names": ", ".join(item["reviews"])})
    return said


def sets(report: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Tell each set of changed obligations with the use cases that share it, the largest first."""
    holders: dict[str, list[str]] = {}
    for item in report["use_cases"]:
        holders.setdefault(item["obligations"], []).append(item["use_case"])
    named = [(name, holders.get(name, [])) for name in report["obligations"]]
    for name, refs in sorted(named, key=lambda pair: (-len(pair[1]), pair[0])):
        changes = report["obligations"][name]
        yield {
            "title": shared_by(refs),
            "count": len(refs),
            "refs": ", ".join(refs[:12]) + (" …" if len(refs) > 12 else ""),
            "gained": owed_alike(changes["gained"]),
            "lost": owed_alike(changes["lost"]),
            "moved": moved_alike(changes["moved"]),
        }


def shared_by(refs: Sequence[str]) -> str:
    """Name the use cases that share a set: two of them, and how many more there are."""
    if len(refs) <= 3:
        return ", ".join(refs)
    words = {"names": ", ".join(refs[:2]), "count": len(refs) - 2}
    return _("%(names)s and %(count)s more") % words


def listed(names: Sequence[str]) -> str:
    """List provisions, articles first; “Art.” stands once before all of them."""
    articles = [name.removeprefix(ARTICLE) for name in names if name.startswith(ARTICLE)]
    others = [name for name in names if not name.startswith(ARTICLE)]
    return ", ".join([*([ARTICLE + ", ".join(articles)] if articles else []), *others])


def owed_alike(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Put obligations gained, or lost, alike into one line: most come with their whole chapter."""
    return [
        {
            "role_word": ROLES.get(role, role),
            "because_word": BECAUSE[because],
            "day": day(first),
            "provisions": listed(names),
        }
        for (role, because, first), names in _alike(items, "role", "because", "applies_from")
    ]


def moved_alike(moved: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Put obligations that moved alike into one line."""
    return [
        {
            "role_word": ROLES.get(role, role),
            "before": day(before),
            "after": day(after),
            "provisions": listed(names),
            "count": len(names),
        }
        for (role, before, after), names in _alike(moved, "role", "from", "to")
    ]


def _alike(
    items: Iterable[Mapping[str, Any]], *names: str
) -> Iterable[tuple[tuple[Any, ...], list[str]]]:
    """Name the provisions of the items that agree in some of their values."""
    lines: dict[tuple[Any, ...], list[str]] = {}
    for item in items:
        lines.setdefault(tuple(item[name] for name in names), []).append(item["provision"])
    return lines.items()


def dated_alike(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Put provisions of which only the dates moved, and alike, into one line."""
    lines: dict[tuple[str, ...], list[str]] = {}
    for item in report["provisions"]:
        if item["changes"] == ["moved"]:
            line = provision_told(item)
            key = ("; ".join(line["before"]), "; ".join(line["after"]))
            lines.setdefault(key, []).append(item["provision"])
    return [
        {"before": before, "after": after, "provisions": listed(names), "count": len(names)}
        for (before, after), names in lines.items()
    ]


def provision_told(item: Mapping[str, Any]) -> dict[str, Any]:
    """Tell what became of one provision."""
    return {
        **item,
        "sorts": ", ".join(str(SORTS[sort]) for sort in item["changes"]),
        "before": dates_told(item["dates_before"]),
        "after": dates_told(item["dates_after"]),
    }


def dates_told(dates: Mapping[str, str]) -> list[str]:
    """Tell dates by route."""
    told = {route: date_format(date.fromisoformat(text)) for route, text in dates.items()}
    return [
        f"{vocabulary.say_route(route)}: {text}" if route != "all" else text
        for route, text in told.items()
    ]


def day(text: str | None) -> date | None:
    """Read a day of the report."""
    return date.fromisoformat(text) if text else None


def as_pdf(report: Mapping[str, Any], *, at: datetime) -> bytes:
    """Print the report, tagged; `at` is the moment of which it speaks."""
    document = EditionChangeReport()
    context = told(report)
    title = _("From edition %(old)s to %(new)s") % {"old": report["from"], "new": report["to"]}
    organisation = Unit.objects.name_of_organisation()
    identity = digest(dict(report))
    cover = render_to_string(
        "documents/cover.html",
        {
            "kind": _("Change of the law"),
            "title": title,
            "facts": [
                {"label": _("Organisation"), "value": organisation},
                {"label": _("Made"), "value": utc_words(at)},
                {"label": _("New edition read as of"), "value": date_format(context["on"])},
                {"label": _("Digest of the report"), "value": identity, "digest": True},
            ],
            "note": _(
                "Every classification was read again from its stored answers. Nothing that was "
                "decided or signed under the old edition was touched. Not legal advice."
            ),
        },
    )
    meta = Meta(
        title=title,
        subject=_("What a new edition of the law changes"),
        author=organisation,
        language=get_language() or "en",
        created=at,
        identifier=identity,
        footer=_("In our own words; the Official Journal prevails"),
    )
    return make_document(cover, document.chapters(context), meta=meta)
