"""How frameworks and editions stand among the kinds of records."""

from django.utils.translation import gettext_lazy as _

from controls.models import Edition, Framework
from records.forms import Section
from records.kinds import MenuPlace, RecordKind

FRAMEWORK = RecordKind(
    model=Framework,
    slug="frameworks",
    columns=("short_title", "kind", "publisher"),
    fields=(Section(_("Description"), ("title", "short_title", "kind", "publisher", "licence")),),
    filters=("kind",),
    search=("ref", "code", "title", "short_title"),
    menu=MenuPlace(
        group="controls",
        icon="gavel",
        order=10,
        intro=_("Laws and standards in the editions that decisions rest on, in our own words."),
        empty=_("Editions are published from the catalogue by “manage.py load_catalogue”."),
    ),
)
EDITION = RecordKind(
    model=Edition,
    slug="editions",
    columns=("title", "framework", "code", "in_force_on", "provision_count", "checked_on"),
    fields=(
        Section(
            _("Description"),
            (
                "title",
                "framework",
                "code",
                "replaces",
                "published_on",
                "in_force_on",
                "checked_on",
                "provision_count",
                "own_words",
                "disclaimer",
                "uncertain_why",
                "content_digest",
                "rows_digest",
            ),
        ),
    ),
    filters=("framework", "in_force_on"),
    search=("ref", "code", "title"),
)
