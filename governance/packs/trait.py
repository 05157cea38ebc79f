"""What makes a kind of record one of which evidence packs are made: asking, panel, chapters."""

from collections.abc import Sequence

from governance.packs.contents import make_at_units
from governance.packs.kinds import PACKS_PANEL
from governance.packs.views.packs import MAKE_PACK, MAKE_PACK_AT_UNIT
from records import kinds
from records.documents.sections import SectionMaker
from records.kinds import RecordAction, RecordKind


def packed_at_units(kind: RecordKind, chapters: Sequence[SectionMaker]) -> None:
    """Let packs be made of records that belong to no place by themselves: at a unit."""
    make_at_units(kind.code)
    _offered(kind, MAKE_PACK_AT_UNIT, chapters)


def packed(kind: RecordKind, chapters: Sequence[SectionMaker]) -> None:
    """Let packs be made of records of a kind, from their page."""
    _offered(kind, MAKE_PACK, chapters)


def _offered(kind: RecordKind, action: RecordAction, chapters: Sequence[SectionMaker]) -> None:
    kinds.extend(kind.code, actions=[action], panels=[PACKS_PANEL], chapters=chapters)
