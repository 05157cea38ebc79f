"""Filling: a classification of every use case, signed for some, waiting for others."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import cycle

from django.utils import timezone

from assessments.classification.actions import classifications, evaluation
from assessments.classification.models.questions import CLASSIFICATION
from assessments.engine.effects import load_act
from assessments.models import Classification, Questionnaire
from assessments.questionnaires import procedures, sheets
from assessments.questionnaires.engine.questionnaire import UNSURE
from governance import days
from governance.models import SignOff
from governance.rules import Factor, Meaning
from governance.signoff import actions as signoffs
from governance.signoff import signing
from inventory.models import IntendedUse, UseCase
from ops.bench.filling import sets
from ops.bench.organisation import Organisation
from ops.demo.answering import answer_open
from ops.demo.loading import read
from records.actors import Actor
from records.changing.acting import acting_many

# Read by the edition as published; the report on a change reads them by the one that amends it.
EDITION = "2024-1689"
# What a classification has of its use case and of itself; the rest is read of the answers.
OWN = frozenset({"id", "unit_id", "owner_id", "use_case_id"})
# So many of those with intended uses go through the ordinary actions.
SIGNED, WAITING = 48, 64


def fill(organisation: Organisation) -> None:
    """Classify every use case; have some signed, and let others wait for it."""
    actor, answers = Actor.of(organisation.officer), _answers()
    every = list(UseCase.objects.select_related("unit", "owner").order_by("id"))
    with_uses = set(IntendedUse.objects.values_list("use_case_id", flat=True))
    ordinary = [each for each in every if each.pk in with_uses][: SIGNED + WAITING]
    # What is "not sure" cannot be sent: those sheets stand among the others.
    settled = filter(_is_settled, answers)
    for place, use_case in enumerate(ordinary):
        asked = _ordinary(use_case, next(settled), actor)
        if place < len(ordinary) - WAITING or place < len(ordinary) // 2:
            _sign(asked, organisation)
    known = {use_case.pk for use_case in ordinary}
    _in_sets([each for each in every if each.pk not in known], answers, actor)


def _answers() -> Iterator[dict[str, object]]:
    """Give the answers of the sample's use cases, over and over: they lead to every class."""
    return cycle([about["answers"] for about in read("use_cases.yaml")])


def _is_settled(answers: dict[str, object]) -> bool:
    """Say whether nothing is "not sure", be it answered so or taken so where nobody answered."""
    sheet = sheets.sheet(answers, edition=EDITION, questions=load_act().questionnaire)
    return all(sheet.effective[name] != UNSURE for name in sheet.visible)


def _ordinary(use_case: UseCase, answers: dict[str, object], actor: Actor) -> SignOff:
    started = classifications.start(use_case, actor=actor, edition=EDITION)
    answered = classifications.answer(started, actor=actor, answers=answers)
    answered = answer_open(answered, actor=actor)
    return classifications.send(answered, actor=actor, note="For the next board.")


def _sign(asked: SignOff, organisation: Organisation) -> None:
    signoffs.sign(
        asked,
        actor=Actor.of(organisation.members[0]),
        meaning=Meaning.APPROVED,
        confirmation=signing.Confirmation(Factor.PASSWORD, timezone.now(), asked.pk),
        shown=[item["digest"] for item in asked.items],
    )


def _in_sets(every: list[UseCase], answers: Iterator[dict[str, object]], actor: Actor) -> None:
    questionnaire = Questionnaire.objects.newest(CLASSIFICATION)
    if questionnaire is None:
        raise LookupError("no questionnaire is published")
    on = days.today() - timedelta(days=1)
    for some in sets(every):
        new = [_classification(each, questionnaire, next(answers), on) for each in some]
        acting_many(procedures.of(Classification).verbs["start"], new, actor)


# Few sheets are given over and over, and each is read once; what is read of it is the same.
_READ: dict[str, Mapping[str, object]] = {}


def _classification(
    use_case: UseCase, questionnaire: Questionnaire, answers: dict[str, object], on: date
) -> Classification:
    new = Classification(
        unit=use_case.unit,
        owner=use_case.owner,
        use_case=use_case,
        questionnaire=questionnaire,
        questionnaire_digest=questionnaire.content_digest,
        edition=EDITION,
        on_date=on,
    )
    sheet = json.dumps(answers)
    if sheet not in _READ:
        new.answers = sheets.plain(answers, edition=EDITION, questions=new.questions)
        evaluation.settle(new)
        fields = (field.attname for field in new._meta.concrete_fields if field.attname not in OWN)
        _READ[sheet] = {name: getattr(new, name) for name in fields}
    for name, value in _READ[sheet].items():
        setattr(new, name, value)
    return new
