"""Changing many records of a list together: choose values, look at what changes, do it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from records import values
from records.actors import Actor
from records.changing import bulk
from records.errors import RuleError
from records.forms import form_field, limit_choices
from records.history.differences import Words
from records.kinds import RecordKind
from records.lists.rows import COUNTED_AT_MOST
from records.models import Record
from records.pages.base import KindView, respond
from records.pages.listing import RecordList
from records.panels import row_of
from records.shapes import Heading, Row
from records.wording import figure


class BulkForm(forms.Form):
    """Ask which fields get which value; only ticked fields are changed."""

    _key = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Stands in the history of each record."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, kind: RecordKind, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["_key"].initial = uuid4().hex
        self._required: dict[str, bool] = {}
        for asked in values.fields_of(kind.model, kind.writes.bulk):
            shown = form_field(asked)
            assert shown is not None  # noqa: S101 - bulk fields can be edited
            self._required[asked.name] = shown.required
            shown.required = False
            tick = forms.BooleanField(
                label=_("Change “%(label)s” to:") % {"label": values.label_of(asked)},
                required=False,
            )
            self.fields[f"change-{asked.name}"], self.fields[asked.name] = tick, shown
        self.fields["reason"] = self.fields.pop("reason")
        limit_choices(self, actor, unit_needs=kind.model.create_needs)

    def clean(self) -> dict[str, Any]:
        """Ask for at least one field, and for a value where the field needs one."""
        cleaned = self.cleaned_data
        ticked = [name for name in self.kind.writes.bulk if cleaned.get(f"change-{name}")]
        if not ticked:
            raise ValidationError(_("Tick at least one field to change."))
        for name in ticked:
            if self._required[name] and cleaned.get(name) in (None, "", []):
                self.add_error(name, _("This field must have a value."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the new values of the ticked fields."""
        bulk = self.kind.writes.bulk
        return {
            name: self.cleaned_data[name] for name in bulk if self.cleaned_data[f"change-{name}"]
        }


# Beyond this many, nobody should wait for the page.
AT_ONCE = 200
# So many are shown before they are changed; all are counted.
SHOWN = 50


@dataclass(frozen=True)
class Selection:
    """What is to be changed: ticked rows, or everything that a list of this query shows."""

    chosen: bulk.BulkChoice
    keys: Sequence[UUID] = ()
    everything: bool = False
    query: str = ""
    says: Sequence[str] = field(default=())

    @property
    def count(self) -> int:
        """Return how many will be changed."""
        return len(self.chosen.allowed)

    @property
    def digest(self) -> str:
        """Return what tells these records from as many others."""
        keys = sorted(str(record.pk) for record in self.chosen.allowed)
        return sha256(" ".join(keys).encode()).hexdigest()

    def is_as_seen(self, sent: QueryDict) -> bool:
        """Say whether these are the records that the preview showed."""
        seen = {"count": str(self.count), "chosen": self.digest}
        return all(sent.get(name, now) == now for name, now in seen.items())


class BulkView(KindView):
    """Change many records together."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Lead back: records are chosen in the list."""
        self.check()
        messages.info(request, _("Tick the records to change in the list first."))
        return redirect(self.kind.url("list"))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show the form, the preview, or do it."""
        self.check()
        selection = self.selection()
        if not selection.chosen.allowed:
            return self.nothing(selection)
        if not {"preview", "apply"} & set(request.POST):
            return self.show(selection, self.form())
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(selection, form, status=422)
        if "apply" not in request.POST:
            return self.show(selection, form, preview=True)
        if not selection.is_as_seen(request.POST):
            messages.warning(request, _("The list has changed meanwhile. Look at it again."))
            return self.show(selection, form, preview=True, status=409)
        return self.apply(selection, form)

    def check(self) -> None:
        """Refuse kinds without bulk change, the past, and those who may change nothing."""
        if not self.kind.writes.bulk:
            raise Http404
        self.refuse_in_past()
        self.require_somewhere(self.kind.writes.change_needs)

    def selection(self) -> Selection:
        """Return what was chosen within reach; what may not be changed is named and left out."""
        sent = self.request.POST
        if "everything" not in sent:
            keys = _keys(sent.getlist("pk")[:COUNTED_AT_MOST])
            return Selection(bulk.choose(self.kind, keys, self.actor), keys)
        query = QueryDict(sent.get("query", ""))
        listed = RecordList(self.kind, self.request, self.actor, query=query)
        keys = []
        if listed.is_valid:
            keys = list(listed.filters.qs.prefetch_related(None).values_list("pk", flat=True))
        if len(keys) > COUNTED_AT_MOST:
            sentence = _("More than %(most)s records match. Filter the list before you change it.")
            raise RuleError(sentence % {"most": figure(COUNTED_AT_MOST)})
        chosen = bulk.choose(self.kind, keys, self.actor)
        return Selection(chosen, keys, everything=True, query=query.urlencode(), says=listed.says())

    def nothing(self, selection: Selection) -> HttpResponse:
        """Lead back where nothing can be changed."""
        barred = selection.chosen.barred
        if not barred:
            return self.get(self.request)
        sentence = _("You may not change %(refs)s.") % {"refs": bulk.named(barred)}
        messages.warning(self.request, sentence)
        return redirect(self.kind.url("list"))

    def form(self, data: Any = None) -> BulkForm:
        return BulkForm(data, kind=self.kind, actor=self.actor)

    def apply(self, selection: Selection, form: BulkForm) -> HttpResponse:
        """Do it, for all or none; a long one as a job."""
        new, reason = form.values(), form.cleaned_data["reason"]
        touched = bulk.differing(selection.chosen.allowed, new)
        if not touched:
            messages.info(self.request, _("Nothing was changed: they all have these values."))
            return redirect(self.kind.url("list"))
        if len(touched) > AT_ONCE:
            return self.apply_later(selection, form)
        try:
            bulk.change_many(
                touched,
                actor=self.actor,
                values=new,
                reason=reason,
                needs=self.kind.writes.change_needs,
            )
        except (RuleError, ValidationError) as refusal:
            form.add_error(None, getattr(refusal, "messages", None) or str(refusal))
            return self.show(selection, form, status=422)
        told = ngettext(
            "%(count)s record was changed.", "%(count)s records were changed.", len(touched)
        )
        messages.success(self.request, told % {"count": figure(len(touched))})
        return redirect(self.kind.url("list"))

    def apply_later(self, selection: Selection, form: BulkForm) -> HttpResponse:
        """Ask for it as a job, and lead to its page."""
        with transaction.atomic():
            job = bulk.change_later(
                self.kind,
                selection.keys,
                actor=self.actor,
                new=form.values(),
                reason=form.cleaned_data["reason"],
                effect_key=form.cleaned_data["_key"] or uuid4().hex,
            )
        return redirect("job-detail", job.pk)

    def show(
        self, selection: Selection, form: BulkForm, *, preview: bool = False, status: int = 200
    ) -> HttpResponse:
        """Answer with the form, and with what would change."""
        chosen, count = selection.chosen, selection.count
        first = [record.pk for record in chosen.allowed[:SHOWN]]
        shown = self.kind.queryset(self.actor).filter(pk__in=first).order_by("-id")
        words = Words(self.actor)
        context = {
            "title": ngettext("Change %(count)s record", "Change %(count)s records together", count)
            % {"count": figure(count)},
            "breadcrumbs": self.crumbs(_("Change together")),
            "form": form,
            "keys": [] if selection.everything else [str(record.pk) for record in chosen.allowed],
            "everything": selection.everything,
            "query": selection.query,
            "says": selection.says,
            "count": count,
            "chosen": selection.digest,
            "barred": bulk.named(chosen.barred) if chosen.barred else "",
            "barred_count": len(chosen.barred),
            "preview": preview,
            "columns": self._headings(form, preview=preview),
            "rows": [self._row(record, form, words if preview else None) for record in shown],
            "unshown": count - len(first),
            "is_job": count > AT_ONCE,
            "cancel_url": self.kind.url("list")
            + (f"?{selection.query}" if selection.query else ""),
        }
        return respond(self.request, "records/bulk.html", context, status=status)

    def _headings(self, form: BulkForm, *, preview: bool) -> list[Heading]:
        names = list(form.values()) if preview else []
        fields = values.fields_of(self.kind.model, names)
        return [Heading(self.kind.name), *(Heading(values.label_of(field)) for field in fields)]

    def _row(self, record: Record, form: BulkForm, words: Words | None) -> Row:
        first = row_of(record, self.kind.all_columns[:1], self.actor).cells[0]
        if words is None:
            return Row([first])
        new = form.values()
        return Row([first, *(_told(record, name, new[name], words) for name in new)])


def _keys(texts: Sequence[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _told(record: Record, name: str, value: Any, words: Words) -> str:
    field = values.fields_of(type(record), [name])[0]
    if getattr(record, name) == value:
        return _("stays as it is")
    old = words.tell(field, getattr(record, field.attname)) or _("nothing")
    new = words.tell(field, value.pk if hasattr(value, "pk") else value) or _("nothing")
    return f"{old} → {new}"
