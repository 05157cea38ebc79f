"""What stands around a law, at its provisions and in the search."""

from controls.companions.views.finding import laws
from controls.companions.views.rows import provision_panel
from controls.frameworks.views import provision_panels
from records.pages import finding

finding.register(laws)
provision_panels.register(provision_panel, order=5)
