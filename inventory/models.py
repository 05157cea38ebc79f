"""The records of the register."""

from inventory.imports.models import (
    ImportMapping,
    ImportRow,
    ImportRun,
    MissingUnits,
    Outcome,
    RunState,
)
from inventory.use_cases.models import IntendedUse, UseCase

__all__ = [
    "ImportMapping",
    "ImportRow",
    "ImportRun",
    "IntendedUse",
    "MissingUnits",
    "Outcome",
    "RunState",
    "UseCase",
]
