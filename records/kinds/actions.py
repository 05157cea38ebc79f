"""What can be done to a record from its page and by the API, beyond editing it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views import View

from records.changing import archiving, erasure
from records.models import Record
from records.panels import Panel
from records.shapes import Look, Text


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


def _also_archived(_record: Any) -> bool:
    return True


@lru_cache
def erase_action(model: type[Record]) -> RecordAction:
    """Return the action that erases what a field of a record holds and has held."""
    return RecordAction(
        name="erase",
        label=_("Erase personal values"),
        run=erasure.erase,
        needs="administer",
        form=_form(model),
        question=_("Erase what this record says about a person, now and in its whole past?"),
        consequences=(
            _("The value is replaced by “[erased]” in the record and in every past state of it."),
            _("The ledger keeps that there was a value, and by whom and why it was erased."),
            _("Nobody can bring it back. Signatures on the record become out of date."),
            _("Files it was imported from are removed; packs made before keep it, as does whoever "
              "has one."),
            _("Do not name the person in the reason."),
        ),
        when=_also_archived,
        icon="x",
        look="danger",
        api=False,
    )  # fmt: skip


def _form(model: type[Record]) -> type[forms.Form]:
    choices = [(name, capfirst(label)) for name, label in erasure.erasable(model).items()]
    field = forms.ChoiceField(label=_("What is erased"), choices=choices)
    return type("ErasureForm", (forms.Form,), {"field": field})


def holds_personal_values(model: type[Record]) -> bool:
    """Say whether records of a kind, or their parts, have fields with values about people."""
    return any(each.personal for each in (model, *model().part_models()))
