"""The components: what they say, to whom, and that each has its example and its styles."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone
from django.utils.safestring import mark_safe

from records.shapes import Bar, Digest, Heading, Link, PersonChip, Row, Status
from records.styleguide import forms, pages, samples
from records.styleguide.views import PAGES
from records.templatetags import ui, ui_forms, ui_history, ui_lists, ui_moments
from records.templatetags.cells import Cell, as_cell

TEMPLATES = settings.BASE_DIR / "templates"
CSS = settings.BASE_DIR / "static" / "css"
SPRITE = settings.BASE_DIR / "static" / "img" / "icons.svg"
PARTS_OF_OTHERS = {"field_notes"}


def component(name, values):
    return render_to_string(f"components/{name}.html", values)


def sample_page(name):
    template, context = PAGES[name]
    return render_to_string(template, context(RequestFactory().get("/ui/")))


def components():
    return sorted({path.stem for path in (TEMPLATES / "components").glob("*.html")})


def style_files():
    return [path for path in CSS.rglob("*.css") if path.name != "print.css"]


# The style page


@pytest.mark.parametrize("name", [name for name in components() if name not in PARTS_OF_OTHERS])
def test_every_component_has_an_example(name):
    page = sample_page("")

    assert f'<section class="example" id="{name}"' in page


@pytest.mark.parametrize("name", PAGES)
def test_no_page_needs_inline_style_or_script(name):
    page = sample_page(name)

    assert re.findall(r"\sstyle=|\son[a-z]+=|<style|<script>|javascript:", page) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_sign_on_a_page_is_in_the_sprite(name):
    drawn = set(re.findall(r"icons\.svg#([\w-]+)", sample_page(name)))
    known = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text()))

    assert drawn - known == set()


def test_the_style_page_has_one_main_heading_and_no_level_left_out():
    levels = [int(level) for level in re.findall(r"<h([1-6])", sample_page(""))]

    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_the_page_for_a_defect_needs_no_context():
    page = render_to_string("500.html")

    assert "Something went wrong on our side" in page
    assert "sidebar" not in page


def test_a_page_without_a_person_shows_neither_menu_nor_search():
    page = render_to_string("base.html", {"title": "Hello"})

    assert "<title>Hello · Countersign</title>" in page
    assert "topbar-search" not in page
    assert "sidebar" not in page


# Styles


def test_every_style_file_is_loaded():
    imported = re.findall(r'@import url\("([^"]+)"\)', (CSS / "app.css").read_text())
    templates = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    linked = re.findall(r'{% static "css/([^"]+)" %}', templates)
    files = {str(path.relative_to(CSS)) for path in style_files()}

    assert files - {*imported, *linked} == set()
    assert len(imported) == len(set(imported))


@pytest.mark.parametrize("path", style_files(), ids=lambda path: path.name)
def test_every_token_used_is_defined(path):
    defined = set(re.findall(r"(--[\w-]+):", (CSS / "tokens.css").read_text() + path.read_text()))
    local = {"--head-top"}

    used = set(re.findall(r"var\((--[\w-]+)", path.read_text()))

    assert used - defined - local == set()


@pytest.mark.parametrize(
    "path",
    [path for path in style_files() if path.name != "tokens.css"],
    ids=lambda path: path.name,
)
def test_colours_stand_in_the_tokens_alone(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s,)])|\brgb\(|\bhsl\(|!important", text) == []


# Values


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "empty"),
        ("", "empty"),
        ([], "empty"),
        ("words", "text"),
        (True, "text"),
        (7, "number"),
        (Decimal("1.5"), "number"),
        (date(2026, 3, 14), "day"),
        (datetime(2026, 3, 14, tzinfo=UTC), "moment"),
        (Status("Draft"), "status"),
        (Link("here", "/"), "link"),
        (PersonChip("Ada"), "person"),
        (Digest("ab"), "digest"),
        (mark_safe("<b>x</b>"), "html"),
        (["a", 1], "list"),
    ],
)
def test_a_value_is_printed_by_its_type(value, kind):
    assert as_cell(value).kind == kind


def test_yes_and_no_are_words():
    assert as_cell(False) == Cell("text", "No")


def test_text_from_people_is_escaped_in_a_table():
    table = ui_lists.table([Heading("Name")], [Row(["<script>alert(1)</script>"])], caption="x")

    html = component("table", table)

    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_an_empty_value_is_said_to_readers():
    html = component("cell", {"cell": as_cell(None)})

    assert 'aria-hidden="true">–' in html
    assert "not given" in html


def test_a_moment_is_shown_in_the_readers_zone_with_utc_at_hand():
    moment = datetime(2026, 7, 1, 9, 4, 31, tzinfo=UTC)

    with timezone.override("Europe/Brussels"):
        html = ui_moments.moment_utc(moment)

    assert 'datetime="2026-07-01T09:04:31Z"' in html
    assert "1 Jul 2026, 11:04" in html
    assert "09:04 UTC" in html


def test_a_day_near_midnight_is_that_of_the_reader():
    moment = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)

    with timezone.override("Europe/Brussels"):
        html = ui_moments.day(moment)

    assert html == '<time datetime="2026-07-02">2 Jul 2026</time>'


def test_figures_part_their_thousands():
    assert ui_moments.figure(128400) == "128,400"


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Ada Lindqvist-Mavrogiannis", "AL"), ("register-import", "R"), ("Ana de la Cruz", "AC")],
)
def test_initials_come_from_first_and_last_name(name, initials):
    assert ui.initials_of(name) == initials


def test_a_status_says_its_word_beside_the_sign():
    html = component("status", ui.status(Status("Stale", "warn", "Changed after signing")))

    assert "alert-triangle" in html
    assert "<span>Stale</span>" in html
    assert 'title="Changed after signing"' in html


def test_a_short_digest_keeps_the_whole_value_within_reach():
    html = component("digest", ui.digest("0123456789abcdef0123456789abcdef", "Digest"))

    assert "<code>01234567…cdef</code>" in html
    assert "<code>0123456789abcdef0123456789abcdef</code>" in html


# Lists


def test_a_table_says_how_it_is_sorted_and_names_its_boxes():
    columns = [Heading("Name", "name", "?sort=-name", "asc"), Heading("Open")]
    rows = [Row(["Voicebot", 3], key="k1", label="UC-0045")]

    html = component("table", ui_lists.table(columns, rows, caption="Cases", select="pk"))

    assert 'aria-sort="ascending"' in html
    assert '<th role="rowheader" scope="row">Voicebot' in html
    assert 'name="pk" value="k1"' in html
    assert "Select UC-0045" in html
    assert html.count("cell-end") == 2
    assert 'role="region" aria-label="Cases" tabindex="0"' in html


def test_a_row_with_a_missing_cell_is_refused():
    with pytest.raises(ValueError, match="zip"):
        ui_lists.table([Heading("A"), Heading("B")], [Row(["only one"])], caption="x")


def test_a_table_of_many_columns_scrolls_in_its_box():
    columns = [Heading(str(number)) for number in range(8)]

    assert ui_lists.table(columns, [], caption="x")["wide"] is True


def test_a_filter_in_use_is_not_folded_away():
    bound = [field for field in forms.SampleFilters({"reference": "UC"}) if field.name != "q"]

    bar = ui_lists.filter_bar(bound)

    assert [field.name for field in bar["more"]] == ["reference"]
    assert bar["more_in_use"] is True


@pytest.mark.parametrize(
    ("value", "whole", "length"),
    [(50, 100, "50.0%"), (1, 100000, "1.0%"), (0, 100, "0"), (5, 0, "0")],
)
def test_a_bar_is_as_long_as_its_share(value, whole, length):
    assert ui_lists.percent_of(value, whole) == length


def test_a_chart_has_its_figures_as_a_table():
    html = component("bar_chart", ui_lists.bar_chart([Bar("Retired", 1166)], title="By stage"))

    assert '<th scope="row">Retired</th><td class="cell-end">1,166</td>' in html


# Forms


def test_a_field_ties_label_hint_and_error_to_its_control():
    form = forms.refused()

    html = component("field", ui_forms.field(form["purpose"]))

    assert '<label class="field-label" for="id_purpose">' in html
    assert 'id="id_purpose_helptext"' in html
    assert 'id="id_purpose_error"' in html
    assert 'aria-describedby="id_purpose_helptext id_purpose_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_hint_given_by_the_page_is_tied_to_the_control():
    html = component("field", ui_forms.field(forms.SampleForm()["stage"], hint="Where it is."))

    assert 'aria-describedby="id_stage_helptext"' in html
    assert '<div class="field-hint" id="id_stage_helptext">Where it is.</div>' in html


def test_radio_buttons_form_a_group_with_a_legend():
    html = component("field", ui_forms.field(forms.SampleForm()["decides"]))

    assert "<fieldset" in html
    assert '<legend class="field-label">Does its result decide' in html
    assert html.count('type="radio"') == 3
    assert 'for="id_decides_0"' in html


def test_only_optional_fields_are_marked():
    form = forms.SampleForm()

    assert "(optional)" not in component("field", ui_forms.field(form["name"]))
    assert "(optional)" in component("field", ui_forms.field(form["starts_on"]))


def test_every_error_leads_to_a_control_that_exists():
    page = sample_page("form")
    summary = page.partition('class="error-summary"')[2].partition("</div>")[0]
    targets = re.findall(r'href="#([\w-]+)"', summary)

    assert targets == ["id_purpose", "id_decides_0", "id_confirmed"]
    assert [target for target in targets if f'id="{target}"' not in page] == []


def test_the_window_title_tells_of_errors():
    assert ui_forms.window_title("Add", forms.refused()) == "Error: Add"
    assert ui_forms.window_title("Add", forms.SampleForm()) == "Add"
    assert ui_forms.window_title("Add", "") == "Add"


# Proof


def test_a_changed_text_is_told_word_by_word():
    old = "It reads the images before a physician does."
    new = "It reads and grades the images before a physician does."

    segments = ui_history.word_segments(old, new)

    assert [(part.kind, part.text) for part in segments if part.kind != "kept"] == [
        ("added", "and grades")
    ]
    assert "".join(part.text for part in segments if part.kind != "removed") == new


def test_short_values_are_shown_whole():
    assert ui_history.word_segments("Initiated", "Operation and maintenance") == []


def test_a_difference_is_in_words_for_readers():
    html = component("diff", ui_history.diff(samples.CHANGES))

    assert "removed: " in html
    assert "before: " in html
    assert "nothing before" in html


def test_a_quotation_carries_its_language():
    html = component("reason_chain", ui_history.reason_chain(samples.REASONS))

    assert '<blockquote lang="de">' in html


def test_the_sample_pages_are_those_of_the_layouts():
    layouts = {path.stem for path in (TEMPLATES / "records").glob("*.html")}
    shown = {Path(template).stem for template, _ in PAGES.values()}

    assert {"list", "detail", "form", "history", "job", "confirm"} <= layouts & shown
    assert pages.sign_in_page(RequestFactory().get("/"))["shell"] == {}
