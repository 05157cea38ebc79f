"""A small questionnaire for the tests, as plain JSON values."""

from copy import deepcopy

YES_NO = [{"value": value, "label": value.title()} for value in ("yes", "no", "unsure")]


def question(name, **changes):
    """Give a yes-or-no question that counts as no."""
    return {
        "id": name,
        "section": "one",
        "type": "single",
        "text": f"Is {name} so?",
        "default": "no",
        "answers": deepcopy(YES_NO),
        **changes,
    }


def questionnaire(**changes):
    """Give a questionnaire of three questions, one of them hidden until the first is yes."""
    return {
        "id": "small",
        "title": "Small",
        "as_of": "2026-11-23",
        "sections": [{"id": "one", "title": "One"}],
        "questions": [
            question("A"),
            question("B", show_if={"q": "A", "is": "yes"}, default="yes"),
            question(
                "M",
                type="multi",
                default=["none"],
                answers=[{"value": name, "label": name} for name in ("x", "y", "none")],
            ),
        ],
        **changes,
    }
