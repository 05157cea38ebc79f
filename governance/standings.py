"""How a record stands towards sign-off, told in words: by badge and in a sentence."""

from django.utils.translation import gettext_lazy as _

from records.templatetags.shapes import Status, Text

STANDINGS: dict[str, Status] = {
    "unsigned": Status(_("Unsigned"), "neutral"),
    "waiting": Status(_("Waits for signatures"), "info"),
    "outdated": Status(_("Changed while waiting"), "warn"),
    "changes_requested": Status(_("Changes asked for"), "warn"),
    "signed": Status(_("Signed"), "ok"),
    "stale": Status(_("Stale"), "warn"),
}
SENTENCES: dict[str, Text] = {
    "unsigned": _("Nobody was asked to sign it yet."),
    "waiting": _("It waits for signatures in exactly this state."),
    "outdated": _("It changed after sign-off was asked for; ask for it again."),
    "changes_requested": _("A signatory asked for changes."),
    "signed": _("Its present state is signed."),
    "stale": _("What was signed has changed since; nobody signed the present state."),
}
