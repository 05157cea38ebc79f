"""What one reads before signing a classification: words, never values as code."""

import re

from django.test import Client
from django.urls import reverse

from governance.signoff import actions as signoffs
from records.actors import Actor
from tests import sessions

CODE = re.compile(r"\{(?:&#x27;|')|\[(?:&#x27;|')|\[\{")


def test_what_it_rests_on_is_named_and_nothing_is_told_as_code(answered, policy, people):
    asked = signoffs.request(answered, actor=Actor.of(people.ada))
    client = Client()
    sessions.begin(client, people.ben)

    page = client.get(reverse("signoff-detail", args=[asked.ref]))
    covered = {item.ref: item for item in page.context["covered"]}
    named = {
        ref: [panel.title for panel in item.panels]
        for ref, item in covered.items()
        if [panel.is_folded for panel in item.panels] == [True]
    }

    kinds = {item["ref"]: item["kind"] for item in asked.items}
    assert {kinds[ref] for ref in named} == {
        item["kind"] for item in asked.items if item["kind"] in READ_BY_ALL
    }
    assert len(named) > 0
    assert all(titles == ["Published as a whole"] for titles in named.values())
    assert CODE.findall(page.content.decode()) == []
    assert all(item.is_exact for item in covered.values())


READ_BY_ALL = {"assessments.questionnaire", "controls.edition"}
