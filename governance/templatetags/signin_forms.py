"""Words of ours on forms of the sign-in library."""

from django import template
from django.forms import BoundField

from records.shapes import Text

register = template.Library()


@register.filter
def labelled(bound: BoundField, label: Text) -> BoundField:
    """Give a field another label, and take the placeholder away that would repeat the old one."""
    bound.label = label  # type: ignore[assignment] # texts may be lazy
    bound.field.widget.attrs.pop("placeholder", None)
    return bound


@register.filter
def unexplained(bound: BoundField) -> BoundField:
    """Take a field's help text away: the page says it elsewhere."""
    bound.help_text = ""
    return bound
