"""The panel of a provision that says what it is mapped to, and what follows from that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.crosswalk.actions.mappings import may_dispute
from controls.crosswalk.engine.crosswalk import Hop, ProvisionNode, ReachedProvision
from controls.crosswalk.kinds import state
from controls.crosswalk.models.crosswalks import MappingFacts, crosswalk, made_for, parents_of
from controls.frameworks import vocabulary
from controls.frameworks.editions import newest, outline
from controls.frameworks.views.provision_panels import ProvisionRead
from controls.models import Edition, MappingState
from controls.models import Mapping as MappingRecord
from records import permissions
from records.addresses import keep_moment, to, with_values
from records.history.past import current_moment
from records.shapes import Action, Heading, Link, PanelShown, Row, Status

COLUMNS = (
    Heading(gettext_lazy("Provision")),
    Heading(gettext_lazy("How this one lies to it")),
    Heading(gettext_lazy("Strength")),
    Heading(gettext_lazy("Rests on")),
    Heading(gettext_lazy("State")),
)


@dataclass
class Towards:
    """What a provision reaches in one other framework."""

    edition: Edition
    matrix_url: str
    direct: list[Row] = field(default_factory=list)
    derived: list[Row] = field(default_factory=list)


class ProvisionMappings:
    """The mappings around one provision, and what the pages need to tell of them."""

    def __init__(self, read: ProvisionRead) -> None:
        self.read = read
        found = Edition.objects.visible_to(read.actor).current().select_related("framework")
        others = found.exclude(framework=read.edition.framework_id)
        self.editions = [read.edition, *newest(others, read.day)]
        self.by_framework = {edition.framework.code: edition for edition in self.editions}
        reachable = MappingRecord.objects.visible_to(read.actor).current()
        self.made = made_for(reachable, self.editions)
        walk = crosswalk(self.made, self.editions)
        self.reached = walk.reached(ProvisionNode(read.edition.framework.code, read.provision.code))
        refs = [reach.hops[0].pair.ref for reach in self.reached if reach.basis != "derived"]
        self.mappings = {mapping.ref: mapping for mapping in reachable.filter(ref__in=refs)}
        self.may_dispute = may_dispute(read.actor) and current_moment() is None

    def towards(self) -> list[Towards]:
        """Return what is reached, by framework."""
        found: dict[str, Towards] = {}
        for reach in self.reached:
            edition = self.by_framework[reach.end.framework]
            group = found.setdefault(
                reach.end.framework, Towards(edition, matrix_url(self.read.edition, edition))
            )
            rows = group.derived if reach.basis == "derived" else group.direct
            rows.append(self.row(reach))
        return list(found.values())

    def row(self, reach: ReachedProvision) -> Row:
        """Tell one provision that is reached, and how."""
        relation = vocabulary.say(vocabulary.RELATIONS, reach.relation)
        strength = _("%(strength)s of 10") % {"strength": reach.strength}
        if reach.basis == "derived":
            signs: list[object] = [Status(_("Derived"), "neutral")]
        else:
            signs = [state(self.mappings[reach.hops[0].pair.ref])]
            signs += self.dispute_link(reach.hops[0].pair.ref)
        return Row([self.link(reach.end), relation, strength, self.basis(reach), signs])

    def basis(self, reach: ReachedProvision) -> list[object]:
        """Say what a reach rests on: a mapping, one of the paragraph above, or a path."""
        if reach.basis != "derived":
            hop = reach.hops[0]
            words = [] if hop.through is None else [self.lent(hop)]
            return [mapping_link(self.mappings[hop.pair.ref]), *words]
        steps: list[object] = [self.step(hop) for hop in reach.hops]
        weakest = _("Weakest: %(ref)s") % {"ref": reach.weakest.pair.ref}
        return [*steps, weakest]

    def step(self, hop: Hop) -> Link:
        """Tell one hop of a path."""
        words = _("%(number)s %(relation)s %(end)s") % {
            "number": hop.start.code,
            "relation": vocabulary.say(vocabulary.RELATIONS, hop.relation),
            "end": hop.end.code,
        }
        note = _("%(ref)s, strength %(strength)s") % {
            "ref": hop.pair.ref,
            "strength": hop.strength,
        }
        url = to("mapping-detail", hop.pair.ref)
        return Link(words, url, note)

    def lent(self, hop: Hop) -> str:
        """Say from which paragraph a point inherits."""
        assert hop.through is not None  # noqa: S101 - asked for inherited hops alone
        return _("inherited from %(number)s") % {"number": hop.through.code}

    def link(self, node: ProvisionNode) -> Link:
        """Lead to a provision, by its number and title."""
        edition = self.by_framework[node.framework]
        read = outline(edition)
        url = keep_moment(f"{edition.get_absolute_url()}{read.slugs[node.code]}/")
        return Link(node.code, url, read.titles[node.code])

    def dispute_link(self, ref: str) -> list[object]:
        """Offer to dispute a mapping, where that may be done."""
        if not self.may_dispute or self.mappings[ref].state == MappingState.DISPUTED:
            return []
        return [Link(_("Dispute"), to("mapping-dispute", ref), ref)]


def mapping_link(mapping: Any) -> Link:
    """Lead to a mapping, with why it was made."""
    return Link(mapping.ref, to("mapping-detail", mapping.ref),
                mapping.rationale)  # fmt: skip


def matrix_url(first: Edition, second: Edition, **query: object) -> str:
    """Return the address of the matrix of two editions."""
    codes = [first.framework.code, first.code, second.framework.code, second.code]
    return with_values(to("crosswalk-matrix", *codes), **query)


def mappings_panel(read: ProvisionRead) -> PanelShown | None:
    """Show what the provision gives under other frameworks, in both directions."""
    mapped = ProvisionMappings(read)
    context = {
        "columns": COLUMNS,
        "towards": mapped.towards(),
        "below": below(read, mapped.made),
        "left_out": left_out(read),
        "left_out_url": left_out_url(read),
    }
    body = render_to_string("controls/panels/mappings.html", context)
    return PanelShown(_("Mappings"), SafeString(body), "mappings", actions(read))


def actions(read: ProvisionRead) -> Sequence[Action]:
    """Offer to propose a mapping from here."""
    if not permissions.may_somewhere(read.actor, "create"):
        return ()
    url = with_values(
        to("mapping-new"),
        source_framework=read.edition.framework_id,
        source_code=read.provision.code,
        source_editions=read.edition.code,
    )
    return (Action(_("Propose a mapping"), url, "plus", "quiet"),)


def below(read: ProvisionRead, mappings: Sequence[MappingFacts]) -> int:
    """Count the mappings of what stands below: a paragraph gets nothing from its points."""
    framework = read.edition.framework
    under = _under(read.provision.code, parents_of(read.edition))
    ends = (
        m.source_code if m.source_framework_id == framework.pk else m.target_code
        for m in mappings
        if framework.pk in (m.source_framework_id, m.target_framework_id)
    )
    return sum(code in under for code in ends)


def _under(code: str, parents: Mapping[ProvisionNode, ProvisionNode]) -> set[str]:
    """Return the numbers below one; each level is gathered from the one above."""
    found: set[str] = set()
    level = {code}
    while level:
        level = {node.code for node, above in parents.items() if above.code in level}
        found |= level
    return found


def left_out(read: ProvisionRead) -> int:
    """Count mappings of this provision that were made for other editions of its framework."""
    framework, code, edition = read.edition.framework_id, read.provision.code, read.edition.code
    here = Q(source_framework=framework, source_code=code) & ~Q(source_editions__contains=[edition])
    there = Q(target_framework=framework, target_code=code) & ~Q(
        target_editions__contains=[edition]
    )
    return int(MappingRecord.objects.visible_to(read.actor).current().filter(here | there).count())


def left_out_url(read: ProvisionRead) -> str:
    """Lead to the mappings of a number, whatever their editions."""
    return with_values(to("mapping-list"), q=read.provision.code)
