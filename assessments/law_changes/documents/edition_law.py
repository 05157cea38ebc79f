"""What a change of the law, or a correction of the catalogue, makes of provisions; in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.frameworks import vocabulary
from records.shapes import Text
from records.wording import in_words

ARTICLE = "Art. "
SORTS = {
    "inserted": gettext_lazy("inserted"),
    "amended": gettext_lazy("amended"),
    "deleted": gettext_lazy("deleted"),
    "moved": gettext_lazy("dates moved"),
    "corrected": gettext_lazy("corrected in our catalogue"),
    "added": gettext_lazy("added to our catalogue"),
}
# How each part of what is said of a provision is labelled, and read.
_WORDED: Mapping[str, tuple[Text, Callable[[Any], str]]] = {
    "title": (gettext_lazy("Title"), str),
    "summary": (gettext_lazy("In our words"), str),
    "kind": (gettext_lazy("Kind"), lambda code: vocabulary.say(vocabulary.KINDS, code)),
    "addressees": (gettext_lazy("For"), lambda codes: _all(vocabulary.ADDRESSEES, codes)),
    "applies_to": (gettext_lazy("Applies to"), lambda codes: _all(vocabulary.APPLIES_TO, codes)),
    "uncertain_why": (gettext_lazy("Not settled"), str),
}


def _all(words: vocabulary.Words, codes: Sequence[str]) -> str:
    return ", ".join(vocabulary.say_all(words, codes))


def listed(names: Sequence[str]) -> str:
    """List provisions, articles first; “Art.” stands once before all of them."""
    articles = [name.removeprefix(ARTICLE) for name in names if name.startswith(ARTICLE)]
    others = [name for name in names if not name.startswith(ARTICLE)]
    return ", ".join([*([ARTICLE + ", ".join(articles)] if articles else []), *others])


def provision_told(item: Mapping[str, Any]) -> dict[str, Any]:
    """Tell what became of one provision."""
    return {
        **item,
        "sorts": ", ".join(str(SORTS[sort]) for sort in item["changes"]),
        "before": _contents(item, "before"),
        "after": _contents(item, "after"),
        "told": in_words(item["told"]),
    }


def dates_told(dates: Mapping[str, str]) -> list[str]:
    """Tell dates by route."""
    told = {route: date_format(date.fromisoformat(text)) for route, text in dates.items()}
    return [
        f"{vocabulary.say_route(route)}: {text}" if route != "all" else text
        for route, text in told.items()
    ]


def _contents(item: Mapping[str, Any], side: str) -> list[str]:
    """Tell what stood on one side: of a corrected provision what differs, else its dates."""
    dates = item[f"dates_{side}"]
    if f"worded_{side}" not in item:
        return dates_told(dates)
    # The title of what is new heads it already, and there is no use in what it lacks.
    worded, is_new = item[f"worded_{side}"], "added" in item["changes"]
    told = [
        f"{label}: {in_words(say(worded[name])) or _('nothing')}"
        for name, (label, say) in _WORDED.items()
        if name in worded and not (is_new and (name == "title" or not worded[name]))
    ]
    if item["dates_before"] != item["dates_after"]:
        told += [_("From: %(day)s") % {"day": each} for each in dates_told(dates)]
    if not told and side == "before" and item["changes"] == ["corrected"]:
        return [_("The wording before the correction was never published here.")]
    return told
