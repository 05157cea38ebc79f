"""How laws, standards, mappings and controls stand among the kinds of records."""

from controls.kinds.controls import (
    CONTROL,
    IMPLEMENT,
    IMPLEMENT_AT_USE_CASE,
    IMPLEMENTATION,
    USE_CASE_PANEL,
    counted,
)
from controls.kinds.evidence import EVIDENCE, EVIDENCE_PANEL, HAND_IN, with_currency
from controls.kinds.framework_imports import FRAMEWORK_IMPORT
from controls.kinds.frameworks import EDITION, FRAMEWORK
from controls.kinds.mappings import MAPPING

__all__ = [
    "CONTROL",
    "EDITION",
    "EVIDENCE",
    "EVIDENCE_PANEL",
    "FRAMEWORK",
    "FRAMEWORK_IMPORT",
    "HAND_IN",
    "IMPLEMENT",
    "IMPLEMENTATION",
    "IMPLEMENT_AT_USE_CASE",
    "MAPPING",
    "USE_CASE_PANEL",
    "counted",
    "with_currency",
]
