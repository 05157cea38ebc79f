"""Whole sample pages, so that each layout can be looked at before any record exists."""

from dataclasses import replace

from django.http import HttpRequest
from django.template.loader import render_to_string

from records.shapes import Action, Fact, PanelShown, Tab
from records.styleguide import forms
from records.styleguide import samples as s

CRUMBS = [{"label": "Use cases", "url": "#"}]


def list_page(request: HttpRequest) -> dict[str, object]:
    """Fill the list layout."""
    filters = forms.SampleFilters({"unit": "hospital"})
    return {
        "title": "Use cases",
        "breadcrumbs": [{"label": "Use cases", "url": ""}],
        "actions": [
            Action("Add use case", "#", "plus", "primary"),
            Action("Import", "#", "upload"),
        ],
        "columns": s.COLUMNS,
        "rows": s.ROWS,
        "count": 2133,
        "caption": "Use cases",
        "pager": s.NUMBERED,
        "list_url": request.path,
        "search": filters["q"],
        "filters": [bound for bound in filters if bound.name != "q"],
        "keep": {"page": "list"},
        "chips": s.CHIPS,
        "clear_url": "?page=list",
        "exports": [Action("Excel", "#"), Action("CSV", "#"), Action("JSON", "#")],
        "views": [Tab("All", "#", True, 2133), Tab("Mine", "#", count=12), Tab("Overdue", "#")],
        "bulk": {"url": "#", "actions": [{"name": "owner", "label": "Change owner"}]},
    }


def empty_page(request: HttpRequest) -> dict[str, object]:
    """Show the list layout with nothing in it."""
    return {
        "title": "Use cases",
        "empty": {
            "title": "No use case is registered yet",
            "text": "Register the first one, or bring the register you already keep.",
            "actions": [
                Action("Register a use case", "#", "plus", "primary"),
                Action("Import a register", "#", "upload"),
            ],
        },
    }


def detail_page(request: HttpRequest) -> dict[str, object]:
    """Fill the detail layout."""
    reasons = render_to_string("styleguide/reasons.html", {"reasons": s.REASONS})
    tasks = render_to_string("styleguide/tasks.html", {"tasks": s.TASKS})
    return {
        "title": s.NAMES[2],
        "eyebrow": "UC-0043",
        "statuses": [s.STATUSES[3], s.STATUSES[5]],
        "breadcrumbs": [*CRUMBS, {"label": "UC-0043", "url": ""}],
        "actions": s.ACTIONS,
        "more_actions": s.MORE,
        "tabs": s.TABS,
        "notices": [
            {
                "tone": "warn",
                "title": "The sign-off of 14 March is stale",
                "text": "The purpose was changed after Ben Okafor signed version 7.",
                "actions": [Action("See the difference", "#", "git-compare")],
            }
        ],
        "facts": s.FACTS[3:],
        "panels": [PanelShown("Why it is classified so", reasons, "reasons", s.ACTIONS[1:])],
        "side_facts": [Fact("Owner", s.ADA), *s.FACTS[2:6]],
        "side_panels": [PanelShown("What is left to do", tasks, "tasks")],
    }


def form_page(request: HttpRequest) -> dict[str, object]:
    """Fill the form layout, refused with mistakes."""
    form = forms.refused()
    fields = list(form)
    return {
        "title": "Add use case",
        "breadcrumbs": [*CRUMBS, {"label": "Add", "url": ""}],
        "form": form,
        "sections": [
            {"title": "What it is", "intro": "In plain words.", "fields": fields[:4]},
            {"title": "What it does to people", "intro": "", "fields": fields[4:]},
        ],
        "submit_label": "Add use case",
        "second_label": "Save as draft",
        "second_name": "draft",
        "cancel_url": "#",
        "note": "You can go on later; nothing is sent for review yet.",
    }


def history_page(request: HttpRequest) -> dict[str, object]:
    """Fill the history layout."""
    return {
        "title": s.NAMES[2],
        "eyebrow": "UC-0043",
        "breadcrumbs": [*CRUMBS, {"label": "UC-0043", "url": "#"}, {"label": "History", "url": ""}],
        "tabs": [replace(tab, current=tab.label == "History") for tab in s.TABS],
        "entries": s.ENTRIES,
        "pager": s.BY_CURSOR,
        "as_of_url": request.path,
    }


def job_page(request: HttpRequest) -> dict[str, object]:
    """Fill the job layout; it claims to be over, so that it does not ask for news."""
    return {
        "title": "Import of the federal register",
        "progress": replace(s.RUNNING, running=False),
        "report": [Fact("Added", 2081), Fact("Changed", 41), Fact("Refused", 11)],
        "results": [Action("Download the report", "#", "download", "primary")],
    }


def confirm_page(request: HttpRequest) -> dict[str, object]:
    """Fill the layout that asks before something is done."""
    return {
        "title": "Retire UC-0043",
        "breadcrumbs": [*CRUMBS, {"label": "UC-0043", "url": "#"}, {"label": "Retire", "url": ""}],
        "question": "Take “Cardiac CT Function Software Application” out of service?",
        "consequences": [
            "Its open tasks are closed and its owners are told.",
            "The record, its history and its sign-offs stay readable.",
        ],
        "danger": True,
        "submit_label": "Retire use case",
        "cancel_url": "#",
    }


def sign_in_page(request: HttpRequest) -> dict[str, object]:
    """Fill the card for signing in; nobody is known there."""
    return {"title": "Sign in", "form": forms.SignInForm(), "shell": {}}


def error_page(request: HttpRequest) -> dict[str, object]:
    """Give an error page a reference."""
    return {"reference": "7f3a-19c2"}
