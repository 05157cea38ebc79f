"""What a rule brought about is told once."""

from assessments.classification.documents.effects import tell
from assessments.classification.documents.law import LawBook


def test_a_transparency_case_that_is_its_own_duty_is_named_once(db):
    law = LawBook("2026-1744", linked=False)
    effect = {
        "add_transparency": "Art. 50(4) deep fake",
        "duties": ["Art. 50(4) first subparagraph"],
    }

    told = tell(law, effect, (), str)

    assert told == "Transparency: Art. 50(4) first subparagraph (Disclose deep fakes)."


def test_a_duty_beside_it_is_named_too(db):
    law = LawBook("2026-1744", linked=False)
    effect = {"add_transparency": "Art. 50(1)", "duties": ["Art. 50(1)", "Art. 50(5)"]}

    assert "Duty: Art. 50(1)" in tell(law, effect, (), str)
