"""Where a serious incident is reported, as the page of a use case tells it."""

import pytest

from assessments.classification.actions import classifications
from assessments.classification.documents import competent


@pytest.mark.parametrize(
    ("given", "reported"),
    [
        ({"R2": "yes"}, ["Art. 26(5)"]),
        ({"R1": "yes", "R2": "no"}, ["Art. 73(1)"]),
        ({"R1": "yes", "R2": "no", "R16": "large_platform"}, ["Art. 75(1a)"]),
        (
            {"R1": "yes", "R2": "no", "H4a": "no", "I1": ["A11"], "I2": "product", "I3": "yes"},
            ["Art. 73(10)"],
        ),
        ({"R1": "yes", "R2": "no", "H4a": "no"}, []),
        ({"R1": "yes", "R2": "no", "H4a": "no", "T1": "yes", "T1o": "no"}, []),
        ({"R1": "yes", "R2": "no", "P_C1": "yes", "P_C2": "yes"}, []),
        (
            {"R1": "yes", "R2": "no", "H4a": "no", "I1": ["B18"], "I2": "product", "I3": "yes"},
            [],
        ),
    ],
)
def test_where_incidents_are_reported_is_told_of_high_risk_systems(
    answered, hiring, ada, given, reported
):
    """Art. 73(1) binds providers of high-risk systems; two of them report elsewhere."""
    record = classifications.answer(answered, actor=ada, answers=given)

    told = competent.told(hiring, [record])

    assert told.incidents == [competent.INCIDENTS[provision] for provision in reported]
