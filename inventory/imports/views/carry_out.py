"""The word to write what was previewed: given on the preview's page, or by a program."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from inventory.imports.actions import commit
from inventory.imports.views.steps import ImportView, go
from inventory.models import ImportRun, RunState
from records.actors import Actor
from records.kinds import RecordAction


class SeenForm(forms.Form):
    """Say which preview was looked at."""

    preview_digest = forms.CharField(label=_("Digest of the preview that you read"), max_length=64)


class CarryOutView(ImportView):
    """Lead to the preview: its page asks for the word, beside what it is about."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Lead there whoever may give it."""
        run = self.run_of(ref)
        self.refuse_in_past()
        return go("preview", run)


def carry_out(run: ImportRun, *, preview_digest: str, actor: Actor) -> ImportRun:
    """Write what was read, and nothing that was previewed since."""
    return commit.start(run, seen=preview_digest, actor=actor)


def _waits(run: Any) -> bool:
    return not run.is_archived and run.state == RunState.PREVIEWED


CARRY_OUT = RecordAction(
    name="carry-out",
    label=_("Carry out"),
    run=carry_out,
    needs="import",
    reason="none",
    form=SeenForm,
    when=_waits,
    icon="check",
    view=CarryOutView,
)
