"""What sharing adds to a record's page: with whom it is shared, and the two actions."""

from collections.abc import Iterator, Mapping

from django import forms
from django.apps import apps
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.grants import actions as grants
from governance.grants.forms import RIGHTS, ShareForm, StopForm
from governance.rules import SHARE
from records.actors import Actor
from records.history.past import current_moment
from records.kinds import RecordAction
from records.models import Record
from records.pages import ActionView
from records.panels import TablePanel
from records.shapes import Row
from records.values import chip

WORDS: Mapping[str, object] = dict(RIGHTS)


class ShareView(ActionView):
    """Ask with whom; the form counts who tries addresses."""

    def form(self, record: Record, data: object = None) -> forms.Form:
        """Return the form, which knows who asks."""
        form = super().form(record, data)
        form.asker = self.actor  # type: ignore[attr-defined] # of ShareForm
        return form


class StopSharingView(ActionView):
    """Offer the people with whom the record is shared."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Ask with whom to end it; where it is shared with nobody, say so."""
        record = self.record(ref, SHARE)
        if not grants.sharers(record):
            return self.turn_back(record, _("This record is shared with nobody."))
        return super().get(request, ref)

    def form(self, record: Record, data: object = None) -> forms.Form:
        """Return the form with their addresses to choose from."""
        form = super().form(record, data)
        choices = [(each.email, str(each)) for each in grants.sharers(record)]
        if len(choices) > 1:
            choices.insert(0, ("", str(BLANK_CHOICE_LABEL)))
        form.fields["email"] = forms.ChoiceField(label=_("Person"), choices=choices)
        return form


SHARING = RecordAction(
    name="share",
    label=gettext_lazy("Share"),
    run=grants.share,
    needs=SHARE,
    form=ShareForm,
    question=gettext_lazy("With whom, for what and until when?"),
    consequences=(
        gettext_lazy("They reach this record and nothing else that their role does not give them."),
        gettext_lazy("It ends by itself, and you can end it before."),
    ),
    icon="users",
    view=ShareView,
    api=False,
)
ShareView.action = SHARING
STOP = RecordAction(
    name="stop-sharing",
    label=gettext_lazy("Stop sharing"),
    run=grants.stop,
    needs=SHARE,
    form=StopForm,
    question=gettext_lazy("With whom is this record no longer shared?"),
    consequences=(gettext_lazy("They lose it at once. What they did stays in the history."),),
    when=lambda record: bool(grants.sharers(record)),
    icon="user-off",
    view=StopSharingView,
    api=False,
)
StopSharingView.action = STOP


def _rows(record: Record, actor: Actor) -> list[Row]:
    if current_moment() is not None:
        return []
    widest = {person: (need, until) for person, need, until in grants.held_on(record)}
    return [
        Row([chip(person, actor), str(WORDS[need]), until], key=str(person.pk), label=str(person))
        for person, (need, until) in widest.items()
    ]


SHARED_WITH = TablePanel(
    title=gettext_lazy("Shared with"),
    headings=(gettext_lazy("Person"), gettext_lazy("May"), gettext_lazy("Last day")),
    rows=_rows,
)


def shareable() -> Iterator[str]:
    """Name the kinds whose records can be shared: what belongs to a unit, but not who may what."""
    for model in apps.get_models():
        if (
            issubclass(model, Record)
            and not (model.always_today or model.read_by_all)
            and model._meta.app_label != "governance"
        ):
            yield model.kind_code()
