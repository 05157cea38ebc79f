"""The records of the register."""

from inventory.models.use_cases import IntendedUse, UseCase

__all__ = ["IntendedUse", "UseCase"]
