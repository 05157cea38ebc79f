"""What packs register: their kind, the files they keep, and themselves as resting on a sign-off."""

from governance.models import Pack
from governance.packs import units
from governance.packs.actions import kept_files
from governance.packs.api import PackListAPI
from governance.packs.kinds import AGAIN, PACK
from governance.packs.trait import packed
from governance.packs.views.packs import DOWNLOAD, PackView, carrying
from governance.people.kinds.units import UNIT
from governance.signoff import resting
from records import contents, kinds
from records.changing import following
from records.documents.sections import SectionMaker

contents.register(kept_files)
following.register(Pack, by="subject_id")
kinds.register(PACK)
kinds.extend(
    PACK.code, actions=[DOWNLOAD, AGAIN], views={"detail": PackView, "api-list": PackListAPI}
)
resting.register(carrying)
packed(
    UNIT,
    [
        SectionMaker(order=10, make=units.scope),
        SectionMaker(order=80, make=units.sign_offs, looks_at=units.SIGNED_LOOKS_AT),
    ],
)
