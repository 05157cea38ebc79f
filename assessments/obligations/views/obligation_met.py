"""What meets an obligation, as a row of its page: each record on the way is a link."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.classification.documents import duty_words as words
from assessments.obligations.meeting import Met, is_record
from controls.coverage.reading import ON_A_PATH
from controls.models import Control
from records.addresses import page_of
from records.shapes import Link, Row, Status, Text
from records.values import sentence


def met_row(met: Met, seen: Collection[str], names: Mapping[str, str]) -> Row:
    """Make the table row of something that meets an obligation; `names` are those of controls."""
    layer: Status = words.STATES[words.MET[met.level]] if met.level else Status(_("Claimed only"))
    hidden = [ref for ref in met.path if is_record(ref) and ref not in seen]
    label = _("A control out of your reach") if hidden and not met.url else met.label
    what: Link | Text = Link(label, met.url) if met.url else label
    control = next((ref for ref in met.path if ref in names), "")
    if control:
        what = Link(names[control], page_of(Control, "detail", control), control)
    way = [_step(ref, seen) for ref in met.path if not _is_key(ref) and ref != control]
    return Row([what, layer, way, met.note])


def _step(ref: str, seen: Collection[str]) -> Link | str:
    """Lead to a record on the way; what is out of the reader's reach is not named."""
    if not is_record(ref):
        return ref
    model = ON_A_PATH[ref.partition("-")[0]]
    word = sentence(str(model._meta.verbose_name))
    if ref not in seen:
        return _("%(step)s, out of your reach") % {"step": word}
    return Link(f"{word} {ref}", page_of(model, "detail", ref))


def _is_key(ref: str) -> bool:
    """Say whether a step has no reference that a person could look up: a claim has none."""
    try:
        UUID(ref)
    except ValueError:
        return False
    return True
