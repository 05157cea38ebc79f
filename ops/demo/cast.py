"""What the files of the sample share: who is in it, how they are read, how somebody signs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from governance.models import Person, SignOff, Unit
from governance.rules import Meaning
from governance.signoff import actions as signoffs
from governance.signoff import signing
from records.actors import Actor

ACTOR = Actor.system("load_demo")
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Cast:
    """Units and people of the sample by their keys."""

    units: Mapping[str, Unit]
    people: Mapping[str, Person]


def read(name: str) -> Any:
    """Read one of the sample's files."""
    return yaml.safe_load((_HERE / name).read_text(encoding="utf-8"))


def sign(asked: SignOff, signatory: Person) -> None:
    """Sign what was asked for, in the state in which it was."""
    signoffs.sign(
        asked,
        actor=Actor.of(signatory),
        meaning=Meaning.APPROVED,
        confirmation=signing.Confirmation(signing.SAMPLE, timezone.now(), asked.pk),
        shown=[item["digest"] for item in asked.items],
        comment="",
    )
