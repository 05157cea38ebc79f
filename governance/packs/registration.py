"""What packs register: their kind, the files they keep, and themselves as resting on a sign-off."""

from governance.models import Pack
from governance.packs.actions import kept_files
from governance.packs.kinds import AGAIN, PACK
from governance.packs.views.packs import DOWNLOAD, PackView, carrying
from governance.signoff import resting
from records import contents, following, kinds

contents.register(kept_files)
following.register(Pack, by="subject_id")
kinds.register(PACK)
kinds.extend(PACK.code, actions=[DOWNLOAD, AGAIN], views={"detail": PackView})
resting.register(carrying)
