"""The page of a mapping: who may not dispute anything is not offered to."""

from controls.crosswalk.actions.mappings import may_dispute
from records.addresses import to
from records.models import Record
from records.pages import DetailView
from records.shapes import Action


class MappingDetailView(DetailView):
    """Show a mapping."""

    def actions(self, record: Record) -> list[Action]:
        """Offer what the actor may do."""
        found = super().actions(record)
        if may_dispute(self.actor):
            return found
        dispute = to("mapping-dispute", record.ref)
        return [action for action in found if action.url != dispute]
