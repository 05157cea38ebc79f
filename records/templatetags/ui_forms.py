"""Components of forms: field, error summary, actions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField, CheckboxInput, FileInput, Select, SelectMultiple
from django.forms.boundfield import BoundWidget
from django.forms.widgets import Widget
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from records.shapes import Text

register = template.Library()

CLASSES: tuple[tuple[type[Widget], str], ...] = (
    (CheckboxInput, "form-check-input"),
    (SelectMultiple, "form-select form-select-many"),
    (Select, "form-select"),
    (FileInput, "form-control"),
)


@dataclass(frozen=True, slots=True)
class FormError:
    """Point from the summary to the field that has the trouble; form-wide errors point nowhere."""

    message: Text
    target: str = ""
    label: Text = ""


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, *, hint: Text = "", why: Text = "") -> dict[str, object]:
    """Show one field with label, hint, errors and widget; `why` unfolds the reason for asking."""
    group = bound.use_fieldset
    control: SafeString | None = None
    if not group:
        control = bound.as_widget(attrs=_attrs(bound, hint=hint))
    return {
        "bound": bound,
        "control": control,
        "group": group,
        "check": isinstance(bound.field.widget, CheckboxInput),
        "choices": _choices(bound) if group else [],
        "hint": hint or bound.help_text,
        "why": why,
        "optional": not bound.field.required,
    }


def _choices(bound: BoundField) -> Sequence[BoundWidget]:
    for choice in bound.subwidgets:
        choice.data["attrs"]["class"] = "form-check-input"
    return bound.subwidgets


def _attrs(bound: BoundField, *, hint: Text) -> dict[str, str | bool]:
    widget = bound.field.widget
    css = next((css for kind, css in CLASSES if isinstance(widget, kind)), "form-control")
    attrs: dict[str, str | bool] = {"class": f"{css} {widget.attrs.get('class', '')}".strip()}
    # Django links only the field's own help text; a hint given by the page is linked here.
    if hint and not bound.help_text:
        ids = [f"{bound.auto_id}_helptext"] + ([f"{bound.auto_id}_error"] if bound.errors else [])
        attrs["aria-describedby"] = " ".join(ids)
    return attrs


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, object]:
    """List everything wrong with a page's forms on top, each linked to its field."""
    errors = [error for form in forms if form.is_bound for error in _errors(form)]
    return {"errors": errors}


def _errors(form: BaseForm) -> Sequence[FormError]:
    found = [_of_whole(error) for error in form.non_field_errors().as_data()]
    for bound in form:
        target = first_id(bound)
        found += [FormError(str(message), target, bound.label) for message in bound.errors]
    return found


def _of_whole(error: ValidationError) -> FormError:
    """Tell an error of the form as a whole; one of a row below it knows where its field stands."""
    return FormError(" ".join(error.messages), getattr(error, "target", ""))


def first_id(bound: BoundField) -> str:
    """Return the id of what a link to a field leads to: the first box of a group."""
    if bound.is_hidden:
        return ""
    return f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id


@register.inclusion_tag("components/form_actions.html")
def form_actions(
    submit: Text,
    cancel_url: str = "",
    *,
    second: Text = "",
    second_name: str = "",
    look: str = "primary",
    note: Text = "",
) -> dict[str, object]:
    """End a form: the main button, perhaps a second one, the way out."""
    return {
        "submit": submit,
        "cancel_url": cancel_url,
        "second": second,
        "second_name": second_name,
        "look": look,
        "note": note,
    }


@register.simple_tag
def window_title(title: Text = "", form: BaseForm | str | None = None) -> Text:
    """Begin a page's title with the word for error where its form was refused."""
    if not isinstance(form, BaseForm) or not form.is_bound or not form.errors:
        return title
    return _("Error: %(title)s") % {"title": title}
