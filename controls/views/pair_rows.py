"""The table of pairs below a matrix."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from controls import vocabulary
from controls.actions.mappings import may_dispute
from controls.kinds.mappings import state
from controls.views.matrix import Matrix, PairRead
from controls.views.provision_mappings import mapping_link
from records.actors import Actor
from records.addresses import AS_OF
from records.history import current_moment
from records.templatetags.shapes import Column, Link, Row, Status


class Telling:
    """The rows of the table of pairs."""

    def __init__(self, matrix: Matrix, actor: Actor, shown: Sequence[PairRead]) -> None:
        self.matrix = matrix
        self.mappings = matrix.records(shown)
        self.may_dispute = may_dispute(actor) and current_moment() is None
        on = urlencode({"as_of": AS_OF.get()}) if AS_OF.get() else ""
        self.ending = f"?{on}" if on else ""

    def columns(self) -> list[Column]:
        """Return the heads of the table."""
        return [
            Column(self.matrix.first.framework.short_title),
            Column(_("Relation")),
            Column(self.matrix.second.framework.short_title),
            Column(_("Strength")),
            Column(_("State")),
            Column(_("Why")),
        ]

    def row(self, pair: PairRead) -> Row:
        """Tell one pair."""
        relation = vocabulary.say(vocabulary.RELATIONS, pair.relation)
        ends = [self.end(0, pair.first), relation, self.end(1, pair.second), pair.strength]
        return Row([*ends, self.signs(pair), self.why(pair)], label=f"{pair.first} {pair.second}")

    def end(self, side: int, code: str) -> Link:
        """Lead to a provision."""
        edition = (self.matrix.first, self.matrix.second)[side]
        read = self.matrix.outlines[side]
        url = f"{edition.get_absolute_url()}{read.slugs[code]}/{self.ending}"
        return Link(code, url, read.titles[code])

    def signs(self, pair: PairRead) -> list[object]:
        """Say whether somebody reviewed it, and offer to dispute it."""
        if not pair.ref:
            return [Status(_("Derived"), "neutral")]
        signs: list[object] = [state(self.mappings[pair.ref])]
        if self.may_dispute and not pair.is_disputed:
            url = reverse("mapping-dispute", args=[pair.ref])
            signs.append(Link(_("Dispute"), url, pair.ref))
        return signs

    def why(self, pair: PairRead) -> object:
        """Say why: the mapping with its rationale, or the way it is derived by."""
        if pair.ref:
            return mapping_link(self.mappings[pair.ref])
        steps = [f"{hop.start.code} – {hop.end.code} ({hop.strength})" for hop in pair.hops]
        weakest = min(pair.hops, key=lambda hop: hop.strength)
        return [*steps, _("Weakest: %(ref)s") % {"ref": weakest.pair.ref}]
