"""The basic components; `{% load ui %}` also brings the tags of the sibling modules."""

from collections.abc import Mapping, Sequence

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from records.shapes import Action, Fact, PersonChip, Stat, Status, Tab, Text, Tone
from records.templatetags import ui_forms, ui_history, ui_lists, ui_moments, ui_work
from records.templatetags.cells import as_cell
from records.templatetags.signs import sign

register = template.Library()

# One `load` for a page: a template should not need to know which topic a tag belongs to.
for sibling in (ui_forms, ui_history, ui_lists, ui_moments, ui_work):
    register.tags.update(sibling.register.tags)
    register.filters.update(sibling.register.filters)

SIGNS: Mapping[Tone, str] = {
    "neutral": "point",
    "info": "info-circle",
    "ok": "circle-check",
    "warn": "alert-triangle",
    "bad": "circle-x",
    "upcoming": "hourglass",
}


@register.simple_tag
def icon(name: str, label: Text = "") -> SafeString:
    """Draw a sign of the sprite; without a label it is decoration and hidden from readers."""
    return sign(name, str(label))


@register.inclusion_tag("components/status.html")
def status(word: Status | Text, tone: Tone = "neutral", detail: Text = "") -> dict[str, object]:
    """Show a state as sign and word."""
    shown = word if isinstance(word, Status) else Status(word, tone, detail)
    return {"status": shown, "sign": SIGNS[shown.tone]}


@register.inclusion_tag("components/source.html")
def source(url: str, label: Text) -> dict[str, object]:
    """Lead to the official text behind what stands beside it; nothing where there is none."""
    return {"url": url, "label": label}


@register.inclusion_tag("components/button.html")
def button(
    label: Text, *, look: str = "secondary", icon: str = "", name: str = "", value: str = ""
) -> dict[str, object]:
    """Show a submit button of the form around it."""
    return {"label": label, "look": look, "icon": icon, "name": name, "value": value}


@register.inclusion_tag("components/link_button.html")
def link_button(
    label: Text, url: str, *, look: str = "secondary", icon: str = ""
) -> dict[str, object]:
    """Show a link that looks like a button."""
    return {"label": label, "url": url, "look": look, "icon": icon}


@register.inclusion_tag("components/action.html", takes_context=True)
def action(context: Mapping[str, object], item: Action) -> dict[str, object]:
    """Offer an action: a link, or a form of one button where it changes something."""
    return {"item": item, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/menu.html", takes_context=True)
def menu(
    context: Mapping[str, object], label: Text, items: Sequence[Action], *, icon: str = "dots"
) -> dict[str, object]:
    """Fold further actions away; opens without JavaScript."""
    token = context.get("csrf_token")
    return {"label": label, "items": items, "icon": icon, "csrf_token": token}


@register.simple_block_tag(takes_context=True)
def panel(
    context: template.Context,
    content: SafeString,
    title: Text = "",
    *,
    anchor: str = "",
    actions: Sequence[Action] = (),
    flush: bool = False,
) -> SafeString:
    """Frame a section of a page; `flush` lets a table reach the frame."""
    values = {
        "title": title,
        "body": content,
        "anchor": anchor,
        "actions": actions,
        "flush": flush,
        "csrf_token": context.get("csrf_token"),
    }
    return render_to_string("components/panel.html", values)


@register.simple_block_tag
def callout(content: SafeString, tone: Tone = "info", title: Text = "") -> SafeString:
    """Set a remark apart; the tone's sign and the title say how serious it is."""
    values = {"body": content, "tone": tone, "title": title, "sign": SIGNS[tone]}
    return render_to_string("components/callout.html", values)


@register.inclusion_tag("components/facts.html")
def facts(items: Sequence[Fact], *, columns: int = 2) -> dict[str, object]:
    """List labels with their values in one to three columns."""
    shown = [(item, as_cell(item.value)) for item in items]
    return {"items": shown, "columns": columns}


@register.inclusion_tag("components/person_chip.html")
def person_chip(person: PersonChip) -> dict[str, object]:
    """Show a person by initials, name and role."""
    return {"person": person, "initials": person.initials or initials_of(str(person.name))}


def initials_of(name: str) -> str:
    """Take the first letters of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.inclusion_tag("components/digest.html")
def digest(value: str, label: Text = "") -> dict[str, object]:
    """Show a long value by head and tail; opened, it shows whole and can be copied."""
    short = value if len(value) <= 16 else f"{value[:8]}…{value[-4:]}"
    return {"value": value, "short": short, "label": label}


@register.inclusion_tag("components/copy.html")
def copy(value: str, label: Text = "") -> dict[str, object]:
    """Offer to copy a value; appears only where JavaScript runs."""
    return {"value": value, "label": label}


@register.inclusion_tag("components/stat.html")
def stat(item: Stat) -> dict[str, object]:
    """Show a number with its label, trend and the list behind it."""
    arrows = {"up": "arrow-up", "down": "arrow-down", "flat": "minus"}
    return {"stat": item, "arrow": arrows[item.trend.direction] if item.trend else ""}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Sequence[Tab], label: Text) -> dict[str, object]:
    """Lead between sibling pages; the label names the navigation to readers."""
    return {"tabs": items, "label": label}


@register.inclusion_tag("components/empty_state.html", takes_context=True)
def empty_state(
    context: Mapping[str, object],
    title: Text,
    text: Text = "",
    actions: Sequence[Action] = (),
    icon: str = "list-details",
) -> dict[str, object]:
    """Say what belongs here and offer the first thing to do."""
    token = context.get("csrf_token")
    return {"title": title, "text": text, "actions": actions, "icon": icon, "csrf_token": token}
