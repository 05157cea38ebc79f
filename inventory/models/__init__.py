"""The records of the register."""

from inventory.models.imports import (
    ImportMapping,
    ImportRow,
    ImportRun,
    MissingUnits,
    Outcome,
    RunState,
)
from inventory.models.use_cases import IntendedUse, UseCase

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
