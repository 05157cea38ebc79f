"""What stands beside an answer is said for whoever answers, whatever its authors noted."""

import pytest

from assessments.classification.documents.options import effect_told
from assessments.engine.ai_act import load_act

ASKED = load_act().questionnaire.by_id


@pytest.mark.parametrize(
    ("question", "effect", "said"),
    [
        (
            "P_A1",
            "Element 1 of the manipulation ban.",
            "Counts towards the ban, together with other answers (Art. 5(1)(a)).",
        ),
        (
            "P_A3",
            "Element 3: prohibited.",
            "With the answers above it is prohibited (Art. 5(1)(a)).",
        ),
        (
            "P_B3S",
            "Second provider limb not met.",
            "Does not count towards the ban (Art. 5(1a)(a)(ii)).",
        ),
        (
            "P_B3D",
            "Deployer limb met.",
            "Counts towards the ban, together with other answers (Art. 5(1a)(b)).",
        ),
        ("P_A1", "No effect on its own.", ""),
        ("P_A1", "Flag for expert review.", "Asks for a legal view."),
        ("P_MEDIA", "Ask about intimate pictures.", "Ask about intimate pictures."),
    ],
)
def test_notes_of_the_authors_are_said_in_words(question, effect, said):
    assert effect_told(ASKED[question], effect) == said


def test_no_answer_speaks_of_elements_or_limbs():
    told = [
        str(effect_told(question, answer.effect))
        for question in ASKED.values()
        for answer in question.answers
    ]

    assert not [each for each in told if "Element" in each or "limb" in each or "Flag" in each]
