"""One request does what it asks for once: its key, what was asked for with it, its result."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from records.actors import Actor
from records.changing import open_acts
from records.errors import KeyTakenError, Repeated
from records.models.ledger import RequestKeyUse

# What a browser is given anew with each page says nothing about what is asked for.
_BESIDE = frozenset({"csrfmiddlewaretoken", "_key"})


def digest_of(method: str, address: str, *sent: object) -> str:
    """Return the digest of one request: what is sent again is equal, whatever wraps its parts."""
    asked = [method, address, *map(_plain, sent)]
    return sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


def _plain(sent: object) -> object:
    if not isinstance(sent, MultiValueDict):
        return sent
    return {
        name: [_digest_of_file(item) if isinstance(item, UploadedFile) else item for item in given]
        for name, given in sent.lists()
        if name not in _BESIDE
    }


def _digest_of_file(file: "UploadedFile[Any]") -> list[str]:
    found = sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return [str(file.name), found.hexdigest()]


def refuse_repeat(actor: Actor) -> None:
    """Raise Repeated where this request was carried out before, for the same actor.

    KeyTakenError says that its key was used for another one. Acting itself guards against two at
    once; this spares the second one the complaint that what it wants to add is there already.
    """
    key = open_acts.KEY.get()
    if key is None:
        return
    used = RequestKeyUse.objects.filter(actor=_owner(actor), key=key.text).first()
    if used is not None:
        raise _refusal(used, key)


def use(key: open_acts.RequestKey, text: str, actor: Actor, *, at: datetime) -> RequestKeyUse:
    """Insert the key before anything else, so that it guards the whole transaction."""
    new = RequestKeyUse(actor=_owner(actor), key=text, request=key.request, used_at=at)
    RequestKeyUse.objects.bulk_create([new], ignore_conflicts=True)
    stored = RequestKeyUse.objects.get(actor=new.actor, key=text)
    if stored.pk != new.pk:
        raise _refusal(stored, key)
    return new


def use_up(actor: Actor) -> RequestKeyUse | None:
    """Use the key of a request that does something without an act, such as asking for a job."""
    key = open_acts.KEY.get()
    if key is None or not key.is_of_request or key.is_used or actor.kind == "system":
        return None
    return use(key, key.next(), actor, at=timezone.now())


def tell(used: RequestKeyUse | None, result: Sequence[Mapping[str, str]]) -> None:
    """Keep what was done under a key that was used up."""
    if used is not None:
        used.result = list(result)
        used.save(update_fields=["result"])


def _owner(actor: Actor) -> str:
    return f"{actor.kind}:{actor.id}"


def _refusal(used: RequestKeyUse, key: open_acts.RequestKey) -> Exception:
    if used.request and used.request != key.request:
        return KeyTakenError(
            _(
                "This key was used before, for something else, so nothing was done. Send a new "
                "key, or open the form again."
            )
        )
    return Repeated(used.result)
