"""Tags of the style page alone."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def example(content: SafeString, name: str, about: str) -> SafeString:
    """Frame the example of one component."""
    return render_to_string(
        "styleguide/example.html", {"name": name, "about": about, "body": content}
    )


@register.filter
def words(text: str) -> list[str]:
    """Cut a text at its spaces."""
    return text.split()
