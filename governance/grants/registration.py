"""What sharing adds to every kind of record that can be shared."""

from governance.grants.views import SHARED_WITH, SHARING, STOP, shareable
from records import kinds

for code in shareable():
    kinds.extend(code, actions=[SHARING, STOP], panels=[SHARED_WITH])
