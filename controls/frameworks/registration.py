"""What frameworks register: their kinds with the pages of their text, their job, their checks."""

from controls.frameworks import tasks  # noqa: F401 - registers the job
from controls.frameworks.actions import editions, own_frameworks
from controls.frameworks.kinds.framework_imports import FRAMEWORK_IMPORT
from controls.frameworks.kinds.frameworks import EDITION, FRAMEWORK
from controls.frameworks.views.frameworks import FrameworkListView
from controls.frameworks.views.own_frameworks import FrameworkImportDetailView
from controls.frameworks.views.records import TextLinkedDetailView
from records import contents, kinds
from records.ledger import checks

for kind in (FRAMEWORK, EDITION, FRAMEWORK_IMPORT):
    kinds.register(kind)
kinds.extend(FRAMEWORK.code, views={"list": FrameworkListView, "detail": TextLinkedDetailView})
kinds.extend(EDITION.code, views={"detail": TextLinkedDetailView})
kinds.extend(FRAMEWORK_IMPORT.code, views={"detail": FrameworkImportDetailView})
checks.register(editions.altered)
contents.register(own_frameworks.kept_files)
