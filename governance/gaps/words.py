"""The words of gaps."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from governance.gaps.checks import Level
from records.templatetags.shapes import Status

LEVELS: Mapping[Level, Status] = {
    "missing": Status(_("Missing"), "bad"),
    "late": Status(_("Late"), "bad"),
    "stale": Status(_("Stale"), "warn"),
    "unsigned": Status(_("Unsigned"), "warn"),
}
