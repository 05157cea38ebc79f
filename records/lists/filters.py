"""Filters of lists: made from the fields of the model, kept in the address, told as chips."""

import copy
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.widgets import BooleanWidget

from records import values
from records.models import Record
from records.shapes import Action, Text
from records.values import AnyField

FilterSet = django_filters.FilterSet
# A search of many words would join as many conditions on every field.
WORDS_AT_MOST = 8
NO_SUCH = gettext_lazy("There is nothing of this name within your reach.")


@dataclass(frozen=True)
class Filter:
    """Write out a filter that no field of the model brings; `made` is a filter of django-filter.

    `after` names the filter that one added by a higher floor stands behind; else it comes last.
    """

    key: str
    made: django_filters.Filter
    label: Text = ""
    after: str = ""


def key_of(item: str | Filter) -> str:
    """Return what a declared filter is called in addresses."""
    return item if isinstance(item, str) else item.key


class RecordFilterSet(django_filters.FilterSet):
    """Search, the filters of the kind, and whether archived records are shown."""

    @classmethod
    def unasked(cls, queryset: Any) -> Any:
        """Return what is listed where nothing is asked for."""
        return queryset.filter(archived_at__isnull=True)

    def filter_queryset(self, queryset: Any) -> Any:
        """Narrow by everything that was asked for; archived records are left out unless asked."""
        found = super().filter_queryset(queryset)
        asked = self.form.cleaned_data.get("archived", "")
        if asked == "all":
            return found
        return found.filter(archived_at__isnull=False) if asked == "only" else self.unasked(found)


class FoldedMenu:
    """A widget that is folded into a menu, rendered by the templates of the project."""

    template_name: str
    get_context: Callable[..., dict[str, object]]
    # What the widget is for: the button that opens the menu says it together with what is chosen.
    label: Text = ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Render by the templates of the project, which form renderers do not know."""
        context = self.get_context(name, value, attrs)
        return render_to_string(self.template_name, context | {"label": self.label})


class ChoiceMenu(FoldedMenu, forms.CheckboxSelectMultiple):
    """Fold several choices into a menu, so that a row of filters stays low."""

    template_name = "records/widgets/choice_menu.html"
    use_fieldset = False

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Let the label speak of the menu as a whole."""
        return super().id_for_label(id_, index) if index is not None else id_

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add the words of what is chosen."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        options = [one for _name, group, _place in context["widget"]["optgroups"] for one in group]
        chosen = [str(one["label"]) for one in options if one["selected"]]
        return context | {"options": options, "chosen": ", ".join(chosen)}


class YesOrNo(BooleanWidget):
    """Choose one of two; the widget of the library calls the choice of neither "Unknown"."""

    def __init__(self) -> None:
        super().__init__()
        self.choices = [
            ("", gettext_lazy("any")),
            ("true", gettext_lazy("yes")),
            ("false", gettext_lazy("no")),
        ]


class ChoiceSearch(FoldedMenu, forms.Select):
    """Choose one record among many: they are asked for when the menu is opened.

    `url` is the page of the choices, `page_url` the same with what else is filtered, `chosen` what
    is chosen now: who makes the page sets them.
    """

    template_name = "records/widgets/choice_search.html"
    url: str = ""
    page_url: str = ""
    chosen: Any = None

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Leave the choices alone: there may be thousands."""
        said = self.chosen if self.chosen is not None else value
        about = {"name": name, "value": value or "", "attrs": attrs or {}, "chosen": said or ""}
        return {"widget": about, "url": self.url, "page_url": self.page_url}


def ready_menus(form: forms.Form, query: str, url_of: Callable[[str], str]) -> None:
    """Tell the menus of bound filters what they are for, where they ask, and what is chosen.

    `query` is what else the address of the list says, `url_of` the page of a filter's choices.
    """
    form.is_valid()
    for name, field in form.fields.items():
        if isinstance(field.widget, FoldedMenu):
            field.widget.label = field.label or name
        if isinstance(field.widget, ChoiceSearch):
            field.widget.url = url_of(name)
            path = field.widget.url.partition("?")[0]
            field.widget.page_url = f"{path}?{query}" if query else path
            field.widget.chosen = form.cleaned_data.get(name)


class SearchFilter(django_filters.CharFilter):
    """Find records that hold every word, each in any of the fields."""

    def __init__(self, fields: Sequence[str], **options: Any) -> None:
        super().__init__(**options)
        self.fields = fields

    def filter(self, queryset: Any, value: str) -> Any:
        """Keep what holds all the words."""
        return queryset.filter(matching(self.fields, value)) if value else queryset


def matching(fields: Sequence[str], text: str) -> Q:
    """Return the condition that every word of a text stands in one of the fields."""
    words = text.split()[:WORDS_AT_MOST]
    each = [reduce(or_, (Q(**{f"{name}__icontains": word}) for name in fields)) for word in words]
    return reduce(and_, each, Q())


class BelowUnitFilter(django_filters.ModelChoiceFilter):
    """Keep what belongs to a unit or to one below it."""

    def filter(self, queryset: Any, value: Any) -> Any:
        """Compare by the path of the unit."""
        if not value:
            return queryset
        return queryset.filter(**{f"{queryset.model.reach_field}__startswith": value.path})


class OverlapFilter(django_filters.MultipleChoiceFilter):
    """Keep rows whose list holds any of the values."""

    def filter(self, queryset: Any, value: Any) -> Any:
        """Compare lists."""
        return queryset.filter(**{f"{self.field_name}__overlap": value}) if value else queryset


def filter_set(
    model: type[Record], declared: Iterable[str | Filter], search: Sequence[str]
) -> type[RecordFilterSet]:
    """Make the filters of a kind."""
    made: dict[str, django_filters.Filter] = {
        "q": SearchFilter(search, label=gettext_lazy("Search"), widget=forms.SearchInput)
    }
    for item in declared:
        made |= _written_out(item) if isinstance(item, Filter) else _of_field(model, item)
    made["archived"] = django_filters.ChoiceFilter(
        label=gettext_lazy("Archived"),
        choices=[
            ("all", gettext_lazy("with archived ones")),
            ("only", gettext_lazy("archived only")),
        ],
        empty_label=gettext_lazy("left out"),
        method=lambda queryset, _name, _value: queryset,
    )
    for place, item in enumerate(made.values()):
        item.creation_counter = place  # the library orders by this, not as given
        if isinstance(item, django_filters.MultipleChoiceFilter):
            item.extra.setdefault("widget", ChoiceMenu)
        if isinstance(item, django_filters.BooleanFilter):
            item.extra.setdefault("widget", YesOrNo)
    meta = type("Meta", (), {"model": model, "fields": []})
    return type(f"{model.__name__}Filters", (RecordFilterSet,), {**made, "Meta": meta})


def _written_out(item: Filter) -> dict[str, django_filters.Filter]:
    made = copy.deepcopy(item.made)
    if item.label:
        made.label = item.label
    return {item.key: made}


def _of_field(model: type[Record], name: str) -> dict[str, django_filters.Filter]:
    field: Any = model._meta.get_field(name)
    path = model.told_by(name) if name in values.REACHED else name
    options: dict[str, Any] = {"field_name": path, "label": values.label_of(field)}
    if field.is_relation:
        return {name: _of_relation(model, field, options)}
    if isinstance(field, ArrayField):
        options["choices"] = field.base_field.choices
        return {name: OverlapFilter(**options)}
    if field.choices:
        options["choices"] = field.choices
        return {name: django_filters.MultipleChoiceFilter(**options)}
    if isinstance(field, models.BooleanField):
        return {name: django_filters.BooleanFilter(**options)}
    if isinstance(field, models.DateField):
        return _between(field, options)
    return {name: django_filters.CharFilter(lookup_expr="icontains", **options)}


def _of_relation(model: type[Record], field: Any, options: dict[str, Any]) -> django_filters.Filter:
    other = field.related_model

    def choices(request: Any) -> Any:
        actor = request.actor
        if other is get_user_model():
            # Only those who have something here: everybody in the house would be a long list.
            holders = model.objects.visible_to(actor).values(options["field_name"])
            return other.objects.filter(pk__in=holders)
        return other.objects.visible_to(actor)

    options["error_messages"] = {"invalid_choice": NO_SUCH}
    kind = BelowUnitFilter if field.name == "unit" else django_filters.ModelChoiceFilter
    return kind(queryset=choices, to_field_name="ref", widget=ChoiceSearch, **options)


def _between(field: AnyField, options: dict[str, Any]) -> dict[str, django_filters.Filter]:
    label = options["label"]
    date = {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
    lookup = "date__" if isinstance(field, models.DateTimeField) else ""
    since = {**options, "label": _("%(what)s from") % {"what": label}, **date}
    until = {**options, "label": _("%(what)s until") % {"what": label}, **date}
    return {
        f"{field.name}_from": django_filters.DateFilter(lookup_expr=f"{lookup}gte", **since),
        f"{field.name}_until": django_filters.DateFilter(lookup_expr=f"{lookup}lte", **until),
    }


def mending(form: forms.Form, clear_url: str) -> list[Action]:
    """Return the way out where a filter says what cannot be used; nothing where all are fine."""
    return [] if form.is_valid() else [Action(_("Show all"), clear_url)]


def say(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        words: Any = field.choices
        return str(dict(words).get(value, value))
    return str(value)


@dataclass(frozen=True)
class ActiveFilter:
    """One filter that is on: its name in the address, what it says, and what stays without it."""

    name: str
    says: str
    left: list[str]


def active(form: forms.Form, say: Callable[[forms.Field, Any], str] = say) -> list[ActiveFilter]:
    """Tell which filters are on; one of several values is dropped alone."""
    found = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name) if form.is_valid() else None
        if value is None or value in ("", []):
            continue
        for item in value if isinstance(value, list) else [value]:
            left = (
                [str(other) for other in value if other != item] if isinstance(value, list) else []
            )
            found.append(ActiveFilter(name, f"{field.label or name}: {say(field, item)}", left))
    return found
