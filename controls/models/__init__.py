"""Frameworks, editions and provisions, how they lie to each other, and what we do about them."""

from controls.models.controls import (
    Claim,
    Control,
    ControlCadence,
    Implementation,
    ImplementationStatus,
    Origin,
)
from controls.models.evidence import Evidence, EvidenceRevision, EvidenceUse, Freshness
from controls.models.framework_imports import FileFormat, FrameworkImport, FrameworkImportState
from controls.models.frameworks import Edition, Framework, FrameworkKind
from controls.models.mappings import Mapping, MappingState, Relation
from controls.models.provisions import Provision, ProvisionStatus

__all__ = [
    "Claim",
    "Control",
    "ControlCadence",
    "Edition",
    "Evidence",
    "EvidenceRevision",
    "EvidenceUse",
    "FileFormat",
    "Framework",
    "FrameworkImport",
    "FrameworkImportState",
    "FrameworkKind",
    "Freshness",
    "Implementation",
    "ImplementationStatus",
    "Mapping",
    "MappingState",
    "Origin",
    "Provision",
    "ProvisionStatus",
    "Relation",
]
