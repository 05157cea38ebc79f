"""What changed between signed states: since one's own last signature, or since anybody's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from governance.models import Signature, SignOff
from governance.signoff.signed_states import between_digests
from records import permissions
from records.actors import Actor
from records.addresses import url_of
from records.models import Record
from records.shapes import ChangeLine


@dataclass(frozen=True)
class ItemSince:
    """What became of one record: the differences, or a sentence where there are none to show."""

    ref: str
    title: str
    changes: Sequence[ChangeLine]
    sentence: str


@dataclass(frozen=True)
class Since:
    """The earlier signature that a sign-off is compared with."""

    is_mine: bool
    who: str
    at: datetime
    ref: str
    url: str
    items: Sequence[ItemSince]


def since_last(sign_off: SignOff, actor: Actor) -> Since | None:
    """Compare with what the actor signed last of this subject, else with what anybody did."""
    earlier = Signature.objects.filter(
        sign_off__subject_id=sign_off.subject_id, sign_off__created_at__lt=sign_off.created_at
    ).select_related("sign_off")
    mine = earlier.filter(signatory=actor.person).order_by("signed_at").last()
    last = mine or earlier.order_by("signed_at").last()
    if last is None:
        return None
    before = {item["id"]: item for item in last.items}
    items = [_item(item, before.pop(item["id"], None), actor) for item in sign_off.items]
    gone = [ItemSince(old["ref"], "", (), _("It is no longer covered.")) for old in before.values()]
    earlier_one = last.sign_off
    url = url_of(earlier_one) if permissions.may(actor, "view", earlier_one) else ""
    return Since(
        mine is not None, last.printed_name, last.signed_at, earlier_one.ref, url, [*items, *gone]
    )


def _item(item: dict[str, str], old: dict[str, str] | None, actor: Actor) -> ItemSince:
    model: type[Record] = apps.get_model(item["kind"])
    record: Any = model._base_manager.get(pk=item["id"])
    if not permissions.may(actor, "view", record):
        return ItemSince(item["ref"], "", (), _("You may not see this record."))
    title = str(record)
    if old is None:
        return ItemSince(item["ref"], title, (), _("It was not covered then."))
    if old["digest"] == item["digest"]:
        return ItemSince(item["ref"], title, (), _("Unchanged."))
    changes = between_digests(record, old["digest"], item["digest"], actor)
    sentence = "" if changes else _("It changed in a way that has no words; compare the digests.")
    return ItemSince(item["ref"], title, changes, sentence)
