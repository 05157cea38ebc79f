"""The page of a control."""

from controls.library.kinds import IMPLEMENT
from records import permissions
from records.models import Record
from records.pages import DetailView
from records.shapes import Action


class ControlView(DetailView):
    """Show a control; who may add nothing anywhere is not asked where it is in place."""

    def actions(self, record: Record) -> list[Action]:
        """Leave out what would be refused: everybody may read controls, few may take one over."""
        offered = super().actions(record)
        if permissions.may_somewhere(self.actor, "create"):
            return offered
        return [action for action in offered if action.label != IMPLEMENT.label]
