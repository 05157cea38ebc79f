"""Finding out early that a request was carried out already, before its values are checked again."""

from records import acts
from records.actors import Actor
from records.errors import Repeated
from records.models import RequestKeyUse


def refuse_repeat(actor: Actor) -> None:
    """Raise Repeated where the key of this request was used by the same actor before.

    Acting itself guards against two at once; this spares the second one the complaint that what
    it wants to add is there already.
    """
    key = acts.KEY.get()
    if key is None:
        return
    owner = f"{actor.kind}:{actor.id}"
    used = RequestKeyUse.objects.filter(actor=owner, key=key.text).first()
    if used is not None:
        raise Repeated(used.result)
