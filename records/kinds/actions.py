"""What can be done to a record from its page and by the API, beyond editing it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.utils.translation import gettext_lazy as _
from django.views import View

from records import archiving
from records.models import Record
from records.panels import Panel
from records.templatetags.shapes import Look, Text


def _always(_record: Any) -> bool:
    return True


def _nothing(_record: Any) -> Sequence[Text]:
    return ()


def _is_archived(record: Record) -> bool:
    return record.is_archived


def _is_current(record: Record) -> bool:
    return not record.is_archived


@dataclass(frozen=True, kw_only=True)
class RecordAction:
    """Offer one act on a record at `/<kind>/<ref>/<name>/`, after a question.

    `run(record, *, actor, reason, **values)` carries it out; values come from `form`. It returns
    the record, an address to go to, or nothing. `reason` says whether one is asked for ("none":
    `run` gets none). `when` says whether the act makes sense for a record now; `blockers` what must
    be settled first, a sentence each: `run` refuses by them, and they stand in place of the form.
    `panels` tell what one should know of the record before.
    A `view` replaces question and run by a page of its own. `leads` sets it before those that do
    not, so that it is in sight. `api=False` keeps programs from it.
    """

    name: str
    label: Text
    run: Callable[..., Any] | None = None
    needs: str = "change"
    reason: Literal["required", "optional", "none"] = "required"
    form: type[forms.Form] | None = None
    question: Text = ""
    consequences: Sequence[Text] = ()
    when: Callable[[Any], bool] = _is_current
    blockers: Callable[[Any], Sequence[Text]] = _nothing
    panels: Sequence[Panel] = ()
    icon: str = ""
    look: Look = "secondary"
    view: type[View] | None = None
    leads: bool = False
    api: bool = True

    @property
    def is_open_to_programs(self) -> bool:
        """Say whether the API offers it."""
        return self.api and self.run is not None


ARCHIVE = RecordAction(
    name="archive",
    label=_("Archive"),
    run=archiving.archive,
    needs="archive",
    question=_("Take this record out of use?"),
    consequences=(
        _("Lists leave it out unless archived records are asked for."),
        _("It stays readable with its history, and can be restored."),
    ),
    icon="archive",
    look="danger",
)
RESTORE = RecordAction(
    name="restore",
    label=_("Restore"),
    run=archiving.restore,
    needs="archive",
    question=_("Bring this record back into use?"),
    when=_is_archived,
    icon="refresh",
)
