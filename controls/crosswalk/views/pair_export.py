"""A matrix as a file, in four forms."""

import json
from collections.abc import Mapping, Sequence
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _

from controls.crosswalk.actions import mapping_files
from controls.crosswalk.views.matrix import PairRead
from controls.crosswalk.views.pairs import PairList
from controls.frameworks import vocabulary
from controls.models import MappingState
from records.history.past import current_moment
from records.lists import Export, FileColumn


class PairExport(Export[PairRead, PairList]):
    """The pairs of a matrix, filtered and sorted as the page is."""

    @property
    def name(self) -> str:
        return f"{self.list.codes[0]}--{self.list.codes[2]}-{self.list.day:%Y-%m-%d}"

    @property
    def title(self) -> str:
        """Name the table shortly: a workbook has little room for it."""
        return f"{self.list.codes[0]} {self.list.codes[2]}"

    def columns(self) -> Sequence[FileColumn[PairRead]]:
        matrix = self.list.matrix
        here, there = matrix.outlines
        return (
            (matrix.first.framework.short_title, lambda pair: pair.first),
            (_("Title"), lambda pair: here.titles[pair.first]),
            (_("Relation"), lambda pair: vocabulary.say(vocabulary.RELATIONS, pair.relation)),
            (matrix.second.framework.short_title, lambda pair: pair.second),
            (_("Title"), lambda pair: there.titles[pair.second]),
            (_("Strength"), lambda pair: pair.strength),
            (_("State"), _state),
            (_("Rests on"), _rests_on),
            (_("Why"), lambda pair: pair.mapping.rationale if pair.mapping else ""),
            (_("Published in"), lambda pair: "; ".join(_published_in(pair))),
        )

    def as_object(self, item: PairRead) -> Mapping[str, object]:
        """Return a pair for programs, read from the first edition to the second."""
        mapping = item.mapping
        return {
            "source": item.first,
            "target": item.second,
            "relation": item.relation,
            "strength": item.strength,
            "basis": item.basis,
            "ref": mapping.ref if mapping else None,
            "state": mapping.state if mapping else None,
            "rationale": mapping.rationale if mapping else None,
            "published_in": _published_in(item),
            "path": [
                {"ref": hop.pair.ref, "from": hop.start.code, "to": hop.end.code,
                 "framework": hop.end.framework, "strength": hop.strength}
                for hop in item.hops
            ],
        }  # fmt: skip

    def about(self) -> dict[str, str]:
        """Name both editions, the day, and what a derived pair is worth."""
        return {
            _("From"): self.list.matrix.first.title,
            _("To"): self.list.matrix.second.title,
            _("Read on"): self.list.day.isoformat(),
            _("Note"): _("A derived pair is as strong as the weakest mapping it rests on."),
        }

    def about_for_programs(self) -> dict[str, object]:
        matrix = self.list.matrix
        return {
            name: {"framework": edition.framework.code, "edition": edition.code}
            for name, edition in (("source", matrix.first), ("target", matrix.second))
        }

    def write(self, out: IO[bytes]) -> None:
        """Write it; a mapping collection leaves out derived pairs, which nobody has judged."""
        if self.ending == "oscal.json":
            out.write(json.dumps(self.oscal(), ensure_ascii=False, indent=1).encode())
        else:
            super().write(out)

    def oscal(self) -> dict[str, object]:
        """Return the recorded pairs as a mapping collection."""
        matrix = self.list.matrix
        return mapping_files.as_oscal(
            [pair.mapping for pair in self.rows().every() if pair.mapping],
            title=str(self.list.title),
            moment=current_moment() or timezone.now(),
            titles={e.framework.code: e.framework.title for e in (matrix.first, matrix.second)},
        )


def _state(pair: PairRead) -> str:
    return str(MappingState(pair.mapping.state).label) if pair.mapping else _("derived")


def _rests_on(pair: PairRead) -> str:
    return pair.mapping.ref if pair.mapping else " › ".join(hop.pair.ref for hop in pair.hops)


def _published_in(pair: PairRead) -> list[str]:
    return list(pair.mapping.published_in) if pair.mapping else []
