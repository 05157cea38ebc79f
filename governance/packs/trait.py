"""What makes a kind of record one of which evidence packs are made: asking, panel, chapters."""

from collections.abc import Sequence

from governance.packs.chapters import history
from governance.packs.contents import make_at_units
from governance.packs.kinds import PACKS_PANEL
from governance.packs.views.packs import MAKE_PACK
from records import kinds
from records.documents.sections import SectionMaker
from records.kinds import RecordKind


def packed_at_units(kind: RecordKind, chapters: Sequence[SectionMaker]) -> None:
    """Let packs of a kind be made at units, by programs and by command."""
    make_at_units(kind.code)
    kinds.extend(kind.code, chapters=[*chapters, SectionMaker(order=90, make=history)])


def packed(kind: RecordKind, chapters: Sequence[SectionMaker]) -> None:
    """Let packs be made of records of a kind; their history stands at the end of each."""
    kinds.extend(
        kind.code,
        actions=[MAKE_PACK],
        panels=[PACKS_PANEL],
        chapters=[*chapters, SectionMaker(order=90, make=history)],
    )
