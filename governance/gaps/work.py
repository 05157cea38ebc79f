"""What waits for somebody: the gaps that they have to mend, many of one check told as one."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from governance.gaps import checks
from governance.gaps.checks import Gap
from governance.gaps.reading import gaps_of
from governance.remembering import remembered_for
from records.actors import Actor
from records.addresses import to, with_values
from records.pages import WorkItem

# So many gaps of one check are told one by one.
ONE_BY_ONE = 3


def to_mend(actor: Actor) -> Sequence[WorkItem]:
    """Name what the actor has to mend."""
    if actor.person is None:
        return ()
    return remembered_for(actor, "work to mend", lambda: list(_to_mend(actor)))


def _to_mend(actor: Actor) -> Iterator[WorkItem]:
    by_check: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps_of(actor):
        by_check[gap.check].append(gap)
    for code, found in by_check.items():
        if len(found) > ONE_BY_ONE:
            yield _together(code, found)
        else:
            yield from map(_alone, found)


def _alone(gap: Gap) -> WorkItem:
    return WorkItem(
        title=gap.name or gap.ref,
        url=gap.url,
        why=gap.says,
        kind=gap.ref,
        since=gap.since,
        due=gap.due,
    )


def _together(code: str, found: list[Gap]) -> WorkItem:
    words = {"count": len(found), "first": found[0].says}
    return WorkItem(
        title=checks.by_code(code).heading,
        url=with_values(to("gap-list"), mine="yes", check=code),
        why=_("%(count)s, such as: %(first)s") % words,
        since=min((gap.since for gap in found if gap.since), default=None),
        due=min((gap.due for gap in found if gap.due), default=None),
    )
