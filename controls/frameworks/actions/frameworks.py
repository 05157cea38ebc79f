"""Frameworks: how they are added and described anew."""

from django.utils.translation import gettext_lazy

from controls.frameworks.loading.data import FrameworkData
from controls.models import Framework
from governance.models import Unit
from records.actors import Actor
from records.changing.acting import acting
from records.verbs import Verb

ADD = Verb("controls.framework.add", needs="administer", told=gettext_lazy("added the framework"))
DESCRIBE = Verb(
    "controls.framework.describe",
    needs="administer",
    told=gettext_lazy("described the framework anew"),
)

ADD_OWN = Verb(
    "controls.framework.add_own",
    needs="import",
    told=gettext_lazy("added the framework of the organisation"),
)
DESCRIBE_OWN = Verb(
    "controls.framework.describe_own",
    needs="import",
    told=gettext_lazy("described the framework of the organisation anew"),
)

_DESCRIBED = ("title", "short_title", "kind", "publisher", "licence")


def keep(data: FrameworkData, *, unit: Unit, actor: Actor, is_own: bool = False) -> Framework:
    """Add a framework, or take over what the catalogue says of it today; else change nothing.

    `is_own` says that it is the organisation's own, which takes the right to import alone.
    """
    known: Framework | None = Framework.objects.filter(code=data.id).first()
    values = {name: getattr(data, name) for name in _DESCRIBED}
    if known is None:
        new = Framework(code=data.id, unit=unit, **values)
        with acting(ADD_OWN if is_own else ADD, new, actor) as added:
            return added
    if all(getattr(known, name) == value for name, value in values.items()):
        return known
    with acting(DESCRIBE_OWN if is_own else DESCRIBE, known, actor) as described:
        for name, value in values.items():
            setattr(described, name, value)
    return described
