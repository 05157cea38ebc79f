"""Coverage where it is asked about: at a provision, at a control, at a use case."""

from collections.abc import Collection, Mapping
from datetime import date

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.coverage.onwards import onwards
from controls.coverage.reading import visible_refs
from controls.coverage.report import OPEN_STEPS, place_named
from controls.coverage.report import report as read_report
from controls.coverage.rules import CoverageStep, Layer, Path
from controls.coverage.views.shown import LAYERS, WORDS
from controls.frameworks import vocabulary
from controls.frameworks.addresses import coverage_url
from controls.frameworks.editions import newest
from controls.frameworks.views.provision_panels import ProvisionRead
from controls.library.forms import DOES
from controls.library.kinds import in_short
from controls.models import Control, Edition
from governance import days
from inventory.models import UseCase
from records import kinds, permissions, values
from records.actors import Actor
from records.addresses import keep_moment, to
from records.panels import TablePanel, TemplatePanel
from records.shapes import Action, Heading, Link, PanelShown, Row, Status, Tone

ANCHOR = "our-controls"
AT_MOST = 50
TONES: dict[Layer, Tone] = {
    Layer.NONE: "neutral",
    Layer.RECORDED: "info",
    Layer.CURRENT: "info",
    Layer.VERIFIED: "ok",
}
NOT_IN_PLACE = gettext_lazy("Not in place")
COLUMNS = (
    Heading(gettext_lazy("Control")),
    Heading(gettext_lazy("What it does of it")),
    Heading(gettext_lazy("How far")),
    Heading(gettext_lazy("On which way")),
)
# Kinds of records by what their references begin with, to lead to their pages.
_KINDS_OF_STEPS = {
    "mapping": "controls.mapping",
    "control": "controls.control",
    "implementation": "controls.implementation",
    "evidence": "controls.evidence",
    "sign_off": "governance.signoff",
}
STEPS = {
    "mapping": gettext_lazy("mapping"),
    "above": gettext_lazy("claimed above, at"),
    "edition": gettext_lazy("claimed in the earlier edition"),
    "provision": gettext_lazy("provision"),
    "implementation": gettext_lazy("in place"),
    "evidence": gettext_lazy("evidence"),
    "sign_off": gettext_lazy("signed"),
}


def layer_status(layer: Layer, *, is_derived: bool = False) -> Status:
    """Say how far something is covered; what is derived says so."""
    if layer is Layer.NONE:
        return Status(NOT_IN_PLACE, "neutral")
    word = str(WORDS[layer])
    if is_derived:
        return Status(_("%(layer)s, derived") % {"layer": word}, "neutral")
    return Status(word, TONES[layer])


def provision_panel(read: ProvisionRead) -> PanelShown | None:
    """Show our controls and evidence for a provision, seen from the top of the reader's reach."""
    if read.provision.is_heading or not read.provision.exists_here:
        return None
    place = place_named("", read.actor)
    found = read_report(read.edition, place, codes=[read.provision.code])
    cover = found.coverage.cover(found.scope, read.provision.code)
    seen = visible_refs({ref for path in cover.paths for ref in path.refs}, read.actor)
    names = _names({path.control for path in cover.paths})
    direct = [_row(path, names, seen) for path in cover.paths if not path.is_derived]
    derived = [_row(path, names, seen) for path in cover.paths if path.is_derived]
    context = {
        "place": str(place),
        "columns": COLUMNS,
        "direct": direct,
        "derived": derived[:AT_MOST],
        "derived_count": len(derived),
    }
    body = render_to_string("controls/panels/coverage.html", context)
    actions = [
        Action(_("Coverage of the whole"), coverage_url(read.edition), "shield-check", "quiet")
    ]
    return PanelShown(_("Our controls and evidence"), SafeString(body), ANCHOR, actions)


def _names(refs: Collection[str]) -> Mapping[str, str]:
    return dict(Control.objects.filter(ref__in=refs).values_list("ref", "name"))


def _row(path: Path, names: Mapping[str, str], seen: Collection[str]) -> Row:
    url = to("control-detail", path.control)
    return Row(
        [
            Link(names.get(path.control, path.control), url, path.control),
            values.sentence(str(dict(DOES)[path.relation])),
            layer_status(path.layer, is_derived=path.is_derived),
            [told for step in path.steps[1:] if (told := _told(step, seen))],
        ]
    )


def _told(step: CoverageStep, seen: Collection[str]) -> object:
    """Tell one step of a way; the claim and its control stand in columns of their own."""
    if step.kind in {"claim", "control"}:
        return None
    word = str(STEPS[step.kind])
    if step.kind in OPEN_STEPS:
        return f"{word} {step.ref}"
    if step.ref not in seen:
        return _("%(step)s, out of your reach") % {"step": word}
    kind = kinds.by_code(_KINDS_OF_STEPS[step.kind])
    label = f"{word} {step.ref}"
    return Link(label, kind.url("detail", step.ref), _note(step)) if kind else label


def _note(step: CoverageStep) -> str:
    if step.kind == "mapping":
        relation, _space, strength = step.note.partition(" ")
        words = {"relation": vocabulary.say(vocabulary.RELATIONS, relation), "strength": strength}
        return _("%(relation)s, %(strength)s of 10") % words
    if step.kind != "evidence" or not step.note:
        return ""
    if step.note == "stale":
        return _("stale")
    return _("until %(day)s") % {"day": date_format(date.fromisoformat(step.note))}


def onwards_rows(control: Control, _actor: Actor) -> list[Row]:
    """Tell what follows from the claims of a control over mappings."""
    found = onwards(control, days.day_read())
    return [
        Row(
            [
                Link(
                    one.code,
                    keep_moment(f"{one.edition.get_absolute_url()}{one.slug}/"),
                    one.title,
                ),
                in_short(one.edition),
                values.sentence(str(dict(DOES)[one.relation])),
                _("%(strength)s of 10") % {"strength": one.strength},
                [
                    one.claimed,
                    *(Link(ref, to("mapping-detail", ref)) for ref in one.mappings),
                ],
            ]
        )
        for one in found[:AT_MOST]
    ]


ONWARDS_PANEL = TablePanel(
    title=gettext_lazy("Where it counts as derived"),
    headings=(
        gettext_lazy("Provision"),
        gettext_lazy("Of"),
        gettext_lazy("What it then does of it"),
        gettext_lazy("Strength"),
        gettext_lazy("From claim, over"),
    ),
    rows=onwards_rows,
)


def of_use_case(use_case: UseCase, actor: Actor) -> Mapping[str, object] | None:
    """Lead from a use case to the coverage of each framework there."""
    if not permissions.may_somewhere(actor, "view"):
        return None
    found = newest(Edition.objects.current().select_related("framework"), days.day_read())
    return {
        "links": [
            Link(edition.framework.short_title, coverage_url(edition, scope=use_case.ref))
            for edition in found
        ],
        "layers": [WORDS[layer] for layer in LAYERS],
    }


USE_CASE_COVERAGE = TemplatePanel(
    title=gettext_lazy("Coverage here"),
    side=True,
    template="controls/panels/use_case_coverage.html",
    context=of_use_case,
)
