"""Frameworks, editions and provisions, how they lie to each other, and what we do about them."""

from controls.crosswalk.models.mappings import Mapping, MappingState, Relation
from controls.evidence.models import Evidence, EvidenceRevision, EvidenceUse, Freshness
from controls.frameworks.models.framework_imports import (
    FileFormat,
    FrameworkImport,
    FrameworkImportState,
)
from controls.frameworks.models.frameworks import Edition, Framework, FrameworkKind
from controls.frameworks.models.provisions import EarlierProvision, Provision, ProvisionStatus
from controls.library.models import (
    Claim,
    Control,
    ControlCadence,
    Implementation,
    ImplementationStatus,
    Origin,
)

__all__ = [
    "Claim",
    "Control",
    "ControlCadence",
    "EarlierProvision",
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
