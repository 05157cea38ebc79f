"""One printed sample for all tests that only look at it."""

import pytest

from records.documents.making import make_document
from tests.records.documents import sample


@pytest.fixture(scope="session")
def sample_pdf() -> bytes:
    return make_document(
        sample.cover(), sample.chapters(), meta=sample.META, attachments=sample.FILES
    )
