"""Changing many records of a list together: choose values, look at what changes, do it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from records import values
from records.actors import Actor
from records.bulk import change_many
from records.differences import Words
from records.errors import Refused, RuleError
from records.forms import form_field, limit_choices
from records.kinds import RecordKind
from records.models import Record
from records.panels import row_of
from records.templatetags.shapes import Column as Heading
from records.templatetags.shapes import Row
from records.views.base import KindView, respond

AT_MOST = 1000


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
        for field in values.fields_of(kind.model, kind.writes.bulk):
            shown = form_field(field)
            assert shown is not None  # noqa: S101 - bulk fields can be edited
            self._required[field.name] = shown.required
            shown.required = False
            tick = forms.BooleanField(
                label=_("Change “%(label)s” to:") % {"label": values.label_of(field)},
                required=False,
            )
            self.fields[f"change-{field.name}"], self.fields[field.name] = tick, shown
        self.fields["reason"] = self.fields.pop("reason")
        limit_choices(self, actor, unit_needs=kind.writes.create_needs)

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
        records = self.records()
        if not records:
            return self.get(request)
        if not {"preview", "apply"} & set(request.POST):
            return self.show(records, self.form())
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(records, form, status=422)
        if "apply" not in request.POST:
            return self.show(records, form, preview=True)
        return self.apply(records, form)

    def check(self) -> None:
        """Refuse kinds without bulk change, the past, and those who may change nothing."""
        if not self.kind.writes.bulk:
            raise Http404
        self.refuse_in_past()
        self.require_somewhere(self.kind.writes.change_needs)

    def records(self) -> list[Any]:
        """Return the chosen records within reach; one that may not be changed refuses all."""
        keys = _keys(self.request.POST.getlist("pk")[:AT_MOST])
        found = self.kind.queryset(self.actor).filter(pk__in=keys).select_related("unit", "owner")
        allowed = self.kind.queryset(self.actor, self.kind.writes.change_needs).filter(pk__in=keys)
        changeable = set(allowed.values_list("pk", flat=True))
        records = list(found.order_by("-id"))
        barred = [record.ref for record in records if record.pk not in changeable]
        if barred:
            sentence = _("You may not change %(refs)s. Untick them and try again.")
            raise Refused(sentence % {"refs": ", ".join(barred[:10])})
        return records

    def form(self, data: Any = None) -> BulkForm:
        """Return the form."""
        return BulkForm(data, kind=self.kind, actor=self.actor)

    def apply(self, records: Sequence[Record], form: BulkForm) -> HttpResponse:
        """Do it, for all or none."""
        new = form.values()
        touched = [record for record in records if _differs(record, new)]
        if not touched:
            messages.info(self.request, _("Nothing was changed: they all have these values."))
            return redirect(self.kind.url("list"))
        try:
            change_many(
                touched,
                actor=self.actor,
                values=new,
                reason=form.cleaned_data["reason"],
                needs=self.kind.writes.change_needs,
            )
        except (RuleError, ValidationError) as refusal:
            form.add_error(None, getattr(refusal, "messages", None) or str(refusal))
            return self.show(records, form, status=422)
        told = ngettext(
            "%(count)s record was changed.", "%(count)s records were changed.", len(touched)
        )
        messages.success(self.request, told % {"count": len(touched)})
        return redirect(self.kind.url("list"))

    def show(
        self, records: Sequence[Record], form: BulkForm, *, preview: bool = False, status: int = 200
    ) -> HttpResponse:
        """Answer with the form, and with what would change."""
        context = {
            "title": ngettext(
                "Change %(count)s record", "Change %(count)s records together", len(records)
            )
            % {"count": len(records)},
            "breadcrumbs": self.crumbs(_("Change together")),
            "form": form,
            "keys": [str(record.pk) for record in records],
            "preview": preview,
            "columns": self._headings(form, preview=preview),
            "rows": [self._row(record, form, preview=preview) for record in records],
            "cancel_url": self.kind.url("list"),
        }
        return respond(self.request, "records/bulk.html", context, status=status)

    def _headings(self, form: BulkForm, *, preview: bool) -> list[Heading]:
        names = list(form.values()) if preview else []
        fields = values.fields_of(self.kind.model, names)
        return [Heading(self.kind.name), *(Heading(values.label_of(field)) for field in fields)]

    def _row(self, record: Record, form: BulkForm, *, preview: bool) -> Row:
        first = row_of(record, self.kind.all_columns[:1], self.actor).cells[0]
        if not preview:
            return Row([first])
        words = Words(self.actor)
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


def _differs(record: Record, new: dict[str, Any]) -> bool:
    return any(getattr(record, name) != value for name, value in new.items())


def _told(record: Record, name: str, value: Any, words: Words) -> str:
    field = values.fields_of(type(record), [name])[0]
    if getattr(record, name) == value:
        return _("stays as it is")
    old = words.tell(field, getattr(record, field.attname)) or _("nothing")
    new = words.tell(field, value.pk if hasattr(value, "pk") else value) or _("nothing")
    return f"{old} → {new}"
