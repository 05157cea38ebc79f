"""Fields of a use case and the places of the sample files."""

from pathlib import Path

import pytest

from records.incoming.mapping import FieldSpec

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"


def _choices(*codes):
    return tuple((code, code.replace("_", " ").capitalize()) for code in codes)


FIELDS = (
    FieldSpec("name", "Name", "text", required=True, max_length=300),
    FieldSpec("unit", "Unit", "unit"),
    FieldSpec("topic", "Topic", "text", max_length=200),
    *(
        FieldSpec(name, name.replace("_", " ").capitalize(), "long")
        for name in ("purpose", "benefits", "outputs", "training_data", "oversight", "risks")
    ),
    *(
        FieldSpec(name, name.capitalize(), "long")
        for name in ("notice", "appeal", "testing", "monitoring")
    ),
    FieldSpec(
        "lifecycle",
        "Lifecycle",
        "choice",
        _choices("idea", "development", "testing", "in_use", "paused", "retired"),
    ),
    FieldSpec(
        "impact", "Impact", "choice", _choices("none", "rights", "safety", "both", "unknown")
    ),
    *(
        FieldSpec(name, name.replace("_", " ").capitalize(), "date")
        for name in ("initiated_on", "developed_on", "in_service_on", "retired_on")
    ),
    FieldSpec(
        "development_mode",
        "Development mode",
        "choice",
        _choices("in_house", "contracted", "both", "unknown"),
    ),
    FieldSpec("procurement_ref", "Procurement reference", "text", max_length=200),
    FieldSpec("system_name", "System name", "text", max_length=300),
    FieldSpec("personal_data", "Personal data", "choice", _choices("yes", "no", "unknown")),
    FieldSpec("demographic_attributes", "Demographic attributes", "choices", max_length=100),
    FieldSpec("public_facing", "Public facing", "choice", _choices("yes", "no", "unknown")),
    FieldSpec("code_access", "Code access", "text", max_length=200),
)


@pytest.fixture
def fields():
    """Every field of a use case that a register may fill."""
    return FIELDS


@pytest.fixture
def sample():
    """Return a function from file name to the bytes of a small file written for the tests."""
    return lambda name: (ROOT / "tests" / "data" / "import" / name).read_bytes()


@pytest.fixture(scope="session")
def federal():
    """The bytes of the federal register, where it lies beside the project."""
    path = SHARED / "data" / "us-federal-ai-use-cases-2024.csv"
    if not path.exists():
        pytest.skip("the federal register does not lie beside the project")
    return path.read_bytes()


@pytest.fixture(scope="session")
def bad_tables():
    """The folder of tables that are wrong on purpose, where it lies beside the project."""
    path = SHARED / "fixtures" / "bad" / "table"
    if not path.exists():
        pytest.skip("the sample files do not lie beside the project")
    return path
