"""Components of work: progress, steps, task list."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.translation import gettext_lazy as _

from records.shapes import Progress, Status, Step, TaskItem

register = template.Library()

STATES: Mapping[str, Status] = {
    "not_started": Status(_("Not started"), "neutral"),
    "in_progress": Status(_("In progress"), "info"),
    "waiting": Status(_("Waiting for somebody"), "warn"),
    "answered": Status(_("Answered"), "ok"),
    "reviewed": Status(_("Reviewed"), "ok"),
}
SIGNS: Mapping[str, tuple[str, object]] = {
    "done": ("circle-check", _("Done")),
    "current": ("loader", _("Under way")),
    "waiting": ("point", _("To come")),
    "failed": ("circle-x", _("Failed")),
}


@register.inclusion_tag("components/progress.html", takes_context=True)
def progress(context: Mapping[str, object], item: Progress) -> dict[str, object]:
    """Show how far a job is and let it be cancelled while it runs."""
    return {"progress": item, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/steps.html")
def steps(items: Sequence[Step]) -> dict[str, object]:
    """List the steps of longer work with the state of each."""
    return {"steps": [(item, *SIGNS[item.state]) for item in items]}


@register.inclusion_tag("components/task_list.html")
def task_list(items: Sequence[TaskItem]) -> dict[str, object]:
    """List the parts of a task with one shared set of states."""
    done = sum(item.state in ("answered", "reviewed") for item in items)
    return {"tasks": [(item, STATES[item.state]) for item in items], "done": done}
