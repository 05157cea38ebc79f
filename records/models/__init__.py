"""The tables of the record mechanisms, and the bases of all records."""

from records.models.base import (
    WHOLE_PART,
    Part,
    PartManager,
    Record,
    RecordQuerySet,
    TrackedQuerySet,
    TrackedRow,
)
from records.models.jobs import Job
from records.models.ledger import (
    Anchor,
    Checkpoint,
    Entry,
    Pending,
    Place,
    RequestKeyUse,
    Salt,
    SettledMoment,
    Tile,
)
from records.models.saved import SavedView

__all__ = [
    "WHOLE_PART",
    "Anchor",
    "Checkpoint",
    "Entry",
    "Job",
    "Part",
    "PartManager",
    "Pending",
    "Place",
    "Record",
    "RecordQuerySet",
    "RequestKeyUse",
    "Salt",
    "SavedView",
    "SettledMoment",
    "Tile",
    "TrackedQuerySet",
    "TrackedRow",
]
