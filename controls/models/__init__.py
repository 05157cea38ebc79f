"""Frameworks, their editions, and the provisions of each edition."""

from controls.models.frameworks import Edition, Framework, FrameworkKind
from controls.models.provisions import Provision, ProvisionStatus

__all__ = ["Edition", "Framework", "FrameworkKind", "Provision", "ProvisionStatus"]
