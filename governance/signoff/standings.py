"""How a record stands towards sign-off, told in words: by badge and in a sentence."""

from django.utils.translation import gettext_lazy as _

from records.shapes import Status, Text

STANDINGS: dict[str, Status] = {
    "unsigned": Status(_("Unsigned"), "neutral"),
    "waiting": Status(_("Waits for signatures"), "info"),
    "outdated": Status(_("Changed while waiting"), "warn"),
    "changes_requested": Status(_("Changes asked for"), "warn"),
    "signed": Status(_("Signed"), "ok"),
    "stale": Status(_("Stale"), "warn"),
}
# How one sign-off stands, told alike by its page and by packs; records have several of them.
OF_SIGN_OFF: dict[str, tuple[Status, Text]] = {
    "waiting": (STANDINGS["waiting"], _("It waits for signatures in exactly this state.")),
    "outdated": (
        STANDINGS["outdated"],
        _("What was to be signed is no longer the present state, so nobody can sign it."),
    ),
    "changes_requested": (STANDINGS["changes_requested"], _("A signatory asked for changes.")),
    "signed": (STANDINGS["signed"], _("The state that was signed is the present one.")),
    "stale": (
        STANDINGS["stale"],
        _("The signatures cover an earlier state. Nobody signed the present one."),
    ),
    "followed": (
        STANDINGS["stale"],
        _("The signatures cover an earlier state. Sign-off was asked for again."),
    ),
    "withdrawn": (
        Status(_("Withdrawn"), "neutral"),
        _("Nobody has to sign it any more. Signatures given before stay on record."),
    ),
}
SENTENCES: dict[str, Text] = {
    "unsigned": _("Nobody was asked to sign it yet."),
    "waiting": _("It waits for signatures in exactly this state."),
    "outdated": _("It changed after sign-off was asked for; ask for it again."),
    "changes_requested": _("A signatory asked for changes."),
    "signed": _("Its present state is signed."),
    "stale": _("What was signed has changed since; nobody signed the present state."),
}
