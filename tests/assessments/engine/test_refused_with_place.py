"""What is declared wrongly is refused with file, line and the exact sentence."""

import json
import shutil

import pytest

from assessments.engine.obligations import competence
from assessments.engine.obligations.declared import read_declared
from assessments.questionnaires.engine.loading import QuestionnaireError, load
from controls.frameworks.loading import CatalogueError
from tests.assessments.engine.small import questionnaire

CORRECTED = """\
revisions:
  - revision: 2
    date: 2026-11-23
    corrections:
      - id: narrower
        corrects:
          - {in: questions, id: A, keys: [text]}
        reason: The words were wider than the law.
        citation: Art. 3(1)
"""


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "        reason: The words were wider than the law.\n",
            "",
            "line 5: revisions > corrections > narrower: The key 'reason' is missing.",
        ),
        (
            "        citation: Art. 3(1)\n",
            "",
            "line 5: revisions > corrections > narrower: The key 'citation' is missing.",
        ),
        (
            "reason: The words were wider than the law.",
            "reason: ''",
            "line 8: corrections > narrower > reason: '' is too short.",
        ),
    ],
    ids=["no reason", "no citation", "empty reason"],
)
def test_a_correction_of_questions_has_reason_and_citation(tmp_path, old, new, sentence):
    (tmp_path / "questionnaire.yaml").write_text(json.dumps(questionnaire()), encoding="utf-8")
    file = tmp_path / "corrections.yaml"
    file.write_text(CORRECTED, encoding="utf-8")
    assert load(tmp_path).revisions[0].number == 2
    file.write_text(CORRECTED.replace(old, new), encoding="utf-8")

    with pytest.raises(QuestionnaireError) as refused:
        load(tmp_path)

    assert str(refused.value) == f"{tmp_path.name}/corrections.yaml, {sentence}"


RELIEF = """\
relief:
  - provision: {provision}
    limits: [{limits}]
    roles: [{role}]
    says: It is lighter.
"""
GOOD = {"provision": "Art. 17(3)", "limits": "Art. 17(1)", "role": "provider"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"limits": "Art. 9(99)"},
            "relief.yaml, line 3: Art. 17(3) limits Art. 9(99), which is no duty in 2024-1689.",
        ),
        (
            {"limits": "Art. 75(1a)"},
            "relief.yaml, line 3: Art. 17(3) limits Art. 75(1a), which is no duty in 2024-1689.",
        ),
        (
            {"provision": "Art. 17(33)"},
            "relief.yaml, line 2: Art. 17(33) stands in no edition meant here.",
        ),
        (
            {"role": "importer"},
            "relief.yaml, line 4: Art. 17(1) does not address the role 'importer'.",
        ),
    ],
)
def test_relief_of_what_is_no_duty_is_refused(tmp_path, change, sentence):
    conditions, relief = tmp_path / "conditions.yaml", tmp_path / "relief.yaml"
    conditions.write_text("conditions: []\n", encoding="utf-8")
    relief.write_text(RELIEF.format(**GOOD), encoding="utf-8")
    assert len(read_declared(conditions, relief).relief) == 1
    relief.write_text(RELIEF.format(**GOOD | change), encoding="utf-8")

    with pytest.raises(CatalogueError) as refused:
        read_declared(conditions, relief)

    assert str(refused.value) == sentence


WATCHES = """\
competence:
  - provision: Art. 74(3)
    field: {field}
    facts: [{fact}]
    says: The authority under the product law.
"""


@pytest.mark.parametrize(
    ("change", "start"),
    [
        (
            {"field": "harbour"},
            "competence.yaml, line 3: competence > field: 'harbour' is unknown; known are products",
        ),
        ({"fact": "harbour"}, "competence.yaml, line 4: There is no fact 'harbour'."),
    ],
)
def test_an_authority_that_nobody_knows_is_refused(tmp_path, monkeypatch, change, start):
    shutil.copy(competence.HERE / "competence.schema.json", tmp_path)
    monkeypatch.setattr(competence, "HERE", tmp_path)
    file, good = tmp_path / "competence.yaml", {"field": "products", "fact": "public_body"}
    file.write_text(WATCHES.format(**good), encoding="utf-8")
    assert [each.field for each in competence.load_competence.__wrapped__()] == ["products"]
    file.write_text(WATCHES.format(**good | change), encoding="utf-8")

    with pytest.raises(CatalogueError) as refused:
        competence.load_competence.__wrapped__()

    assert str(refused.value).startswith(start)
