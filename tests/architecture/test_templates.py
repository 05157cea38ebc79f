"""Templates hold neither styles nor scripts, and every component tag has its example."""

import re

import pytest
from django.template.library import Library

from records.templatetags import ui
from tests.architecture.tree import ROOT, name_of

TEMPLATES = ROOT / "templates"
TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
COMMENT = re.compile(r"\{% comment.*?endcomment %\}", re.DOTALL)
# What the content security policy would stop. Blocks of data are no scripts.
INLINE = re.compile(
    r"\sstyle\s*=|\son[a-z]+\s*=|<style\b|javascript:"
    r"|<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>",
    re.IGNORECASE,
)


def inline(template):
    """Find styles, scripts and handlers that stand in a template itself."""
    plain = TEMPLATE_TAG.sub("{}", COMMENT.sub("", template))
    return [found.group().strip() for found in INLINE.finditer(plain)]


def test_no_template_holds_a_style_or_a_script():
    found = {
        name_of(path): inline(path.read_text(encoding="utf-8"))
        for path in TEMPLATES.rglob("*.html")
    }

    assert {name: hits for name, hits in found.items() if hits} == {}


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('<p style="color: red">', ["style="]),
        ('<a onclick="go()">', ["onclick="]),
        ("<script>go()</script>", ["<script>"]),
        ('<a href="javascript:go()">', ["javascript:"]),
        ('<script src="/static/a.js" defer></script>', []),
        ('<script type="application/json" id="d">{}</script>', []),
        ('{% button "Go" onwards="x" %}', []),
    ],
    ids=["style", "handler", "script", "address", "file", "data", "tag"],
)
def test_an_inline_style_or_script_is_seen(template, found):
    assert inline(template) == found


def component_templates():
    return {path.stem for path in (TEMPLATES / "components").glob("*.html")}


def component_tags():
    """Name the tags that draw a component: those with a template of their name."""
    assert isinstance(ui.register, Library)
    return set(ui.register.tags) & component_templates()


def test_every_component_tag_has_an_example_on_the_style_page():
    pages = "".join(
        path.read_text(encoding="utf-8") for path in (TEMPLATES / "styleguide").glob("*.html")
    )

    examples = set(re.findall(r'\{% example "([a-z_]+)"', pages))

    assert component_tags() - examples == set()
    assert len(component_tags()) > 20


def test_every_component_template_belongs_to_a_tag_or_to_another_component():
    texts = [path.read_text(encoding="utf-8") for path in (TEMPLATES / "components").glob("*.html")]
    included = set(re.findall(r'include "components/([a-z_]+)\.html"', "".join(texts)))

    assert component_templates() - component_tags() - included == set()
