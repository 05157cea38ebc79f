"""The description of the API in OpenAPI."""

import json

from django.core.management import call_command
from django.test import Client


def test_the_description_is_made_without_a_warning_and_fits_its_schema(tmp_path):
    file = tmp_path / "schema.json"

    options = {"format": "openapi-json", "file": str(file)}
    call_command("spectacular", "--fail-on-warn", "--validate", **options)

    described = json.loads(file.read_text(encoding="utf-8"))
    assert described["openapi"] == "3.1.1"
    assert "/api/v1/use-cases/" in described["paths"]
    assert "AnswerEnum" in described["components"]["schemas"]


def test_anybody_may_read_the_description(db):
    answer = Client().get("/api/schema/", headers={"Accept": "application/json"})

    assert answer.status_code == 200
    assert b"3.1.1" in answer.content[:200]
