"""The records of the register."""

from inventory.imports.models import (
    ImportMapping,
    ImportRow,
    ImportRun,
    MissingUnits,
    RowOutcome,
    RunState,
)
from inventory.use_cases.models import IntendedUse, UseCase

__all__ = [
    "ImportMapping",
    "ImportRow",
    "ImportRun",
    "IntendedUse",
    "MissingUnits",
    "RowOutcome",
    "RunState",
    "UseCase",
]
