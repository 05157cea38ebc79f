"""The longer work of frameworks: publishing a large one."""

from django.utils.translation import gettext as _

from controls.frameworks.actions import own_frameworks
from controls.models import FrameworkImport
from records.changing.repeats import refuse_repeat
from records.jobs import Run, job


@job("controls.frameworks.publish")
def publish(run: Run, *, sent: str, seen: str) -> dict[str, object]:
    """Publish a framework of the organisation's own as it was looked at."""
    refuse_repeat(run.actor)
    run.step(_("Publishing"), 10)
    found = FrameworkImport.objects.get(pk=sent)
    published = own_frameworks.publish(found, seen=seen, actor=run.actor)
    edition = published.edition
    assert edition is not None  # noqa: S101 - publishing gives one, or raises
    return {
        "url": edition.get_absolute_url(),
        "label": _("Read the edition"),
        "facts": {str(kind): count for kind, count in published.counts.items()},
    }
