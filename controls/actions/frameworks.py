"""Frameworks: how they are added and described anew."""

from django.utils.translation import gettext_lazy

from controls.loading.data import FrameworkData
from controls.models import Framework
from governance.models import Unit
from records.acting import acting
from records.actors import Actor
from records.verbs import Verb

ADD = Verb("controls.framework.add", needs="administer", told=gettext_lazy("added the framework"))
DESCRIBE = Verb(
    "controls.framework.describe",
    needs="administer",
    told=gettext_lazy("described the framework anew"),
)

_DESCRIBED = ("title", "short_title", "kind", "publisher", "licence")


def keep(data: FrameworkData, *, unit: Unit, actor: Actor) -> Framework:
    """Add a framework, or take over what the catalogue says of it today; else change nothing."""
    known: Framework | None = Framework.objects.filter(code=data.id).first()
    values = {name: getattr(data, name) for name in _DESCRIBED}
    if known is None:
        new = Framework(code=data.id, unit=unit, **values)
        with acting(ADD, new, actor) as added:
            return added
    if all(getattr(known, name) == value for name, value in values.items()):
        return known
    with acting(DESCRIBE, known, actor) as described:
        for name, value in values.items():
            setattr(described, name, value)
    return described
