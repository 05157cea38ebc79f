"""Publishing questionnaires: once, whole, and never with other contents."""

import pytest

from assessments.engine.effects import CLASSIFICATION
from assessments.models import Questionnaire, act_of
from assessments.questionnaires.actions import publishing as questionnaires
from assessments.questionnaires.engine.files import read_questionnaire
from assessments.questionnaires.engine.loading import QuestionnaireError
from records.actors import Actor
from records.errors import Refused, RuleError
from tests.people import SYSTEM


def changed(**values):
    return {**read_questionnaire(CLASSIFICATION), **values}


def test_the_shipped_questionnaire_is_published_with_its_content(questionnaire):
    assert questionnaire.ref.startswith("QN-")
    assert (questionnaire.code, questionnaire.edition) == (
        "eu-ai-act-classification",
        "2026-11-29",
    )
    assert questionnaire.question_count == 150
    assert act_of(questionnaire.content_digest).questionnaire.digest == questionnaire.content_digest


def test_publishing_it_again_changes_nothing(questionnaire, people):
    again = questionnaires.publish(unit=people.top, actor=SYSTEM, source=CLASSIFICATION)

    assert (again.pk, again.version) == (questionnaire.pk, 1)
    assert Questionnaire.objects.count() == 1


def test_other_contents_under_the_same_edition_are_refused(questionnaire, people):
    with pytest.raises(RuleError, match="A published questionnaire never changes"):
        questionnaires.publish(unit=people.top, actor=SYSTEM, source=changed(title="Other"))

    assert Questionnaire.objects.get().title == questionnaire.title


def test_a_later_edition_is_taken_for_new_classifications(questionnaire, people):
    source = changed(as_of="2027-01-31")

    later = questionnaires.publish(unit=people.top, actor=SYSTEM, source=source)

    assert Questionnaire.objects.newest("eu-ai-act-classification") == later
    assert act_of(later.content_digest).questionnaire.as_of.isoformat() == "2027-01-31"


def test_contents_that_do_not_hang_together_are_refused(people):
    with pytest.raises(QuestionnaireError):
        questionnaires.publish(unit=people.top, actor=SYSTEM, source=changed(sections=[]))

    assert Questionnaire.objects.count() == 0


def test_only_an_administrator_publishes(people):
    with pytest.raises(Refused):
        questionnaires.publish(unit=people.top, actor=Actor.of(people.ben), source=CLASSIFICATION)

    assert Questionnaire.objects.count() == 0


def test_everybody_reads_it(questionnaire, people):
    for person in (people.ada, people.cleo, people.vera):
        assert questionnaire in Questionnaire.objects.visible_to(Actor.of(person))
    assert not Questionnaire.objects.visible_to(Actor.of(people.zoe)).exists()
