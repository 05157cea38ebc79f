"""A declaration of conditions that leads nowhere is refused with its line."""

import pytest

from assessments.engine.obligations.declared import read_declared
from controls.frameworks.loading import CatalogueError

CONDITIONS = """\
facts:
  - id: bank
    when: {{q: R15, is: 'yes'}}
conditions:
  - provisions: [{provision}]
    roles: [{role}]
    {key}: [{value}]
"""
GOOD = {"provision": "Art. 9(1)", "role": "provider", "key": "facts", "value": "bank"}
EMPTY = "relief: []\n"


def declared(folder, conditions, relief=EMPTY):
    for name, text in (("conditions.yaml", conditions), ("relief.yaml", relief)):
        (folder / name).write_text(text, encoding="utf-8")
    return read_declared(folder / "conditions.yaml", folder / "relief.yaml")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"provision": "Art. 9(99)"}, "conditions.yaml, line 5: Art. 9(99) stands in no edition"),
        ({"role": "importer"}, "conditions.yaml, line 6: Art. 9(1) does not address the role"),
        ({"value": "shop"}, "conditions.yaml, line 7: There is no fact 'shop'."),
        ({"key": "named", "value": "Art. 0"}, "conditions.yaml, line 7: There is no provision"),
        ({"key": "editions", "value": "'2020'"}, "conditions.yaml, line 5: Art. 9(1) stands in no"),
        ({"provision": "Art. 9(2)(a)"}, "conditions.yaml, line 5: Art. 9(2)(a) is listed as no"),
        ({"key": "colour"}, "conditions.yaml, line 7: conditions > colour: The key 'colour' is"),
    ],
)
def test_a_condition_that_leads_nowhere_is_refused_with_its_line(tmp_path, change, message):
    assert declared(tmp_path, CONDITIONS.format(**GOOD)).of("Art. 9(1)", "provider")

    with pytest.raises(CatalogueError) as refused:
        declared(tmp_path, CONDITIONS.format(**GOOD | change))

    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ("{q: R99, is: 'yes'}", 'conditions.yaml, line 3: bank: there is no question "R99".'),
        ("{q: R15, is: maybe}", 'conditions.yaml, line 3: bank: "maybe" is not among the'),
        ("{q: R15, has: 'yes'}", 'conditions.yaml, line 3: bank: R15 must be tested with "is".'),
        ("{q: R15, said: 'yes'}", "conditions.yaml, line 3: bank: only a check may test with"),
        ("{r: R15}", "conditions.yaml, line 3: bank.when: Unknown operator"),
    ],
)
def test_a_fact_that_asks_for_nothing_there_is_refused(tmp_path, when, message):
    with pytest.raises(CatalogueError) as refused:
        declared(tmp_path, f"facts:\n  - id: bank\n    when: {when}\n")

    assert str(refused.value).startswith(message)
