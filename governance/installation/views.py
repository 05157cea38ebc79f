"""Taking the sample organisation out of sight."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from governance.installation import samples
from records import permissions
from records.errors import Refused, RuleError
from records.pages import RecordsView, respond


class RemoveSampleView(RecordsView):
    """Ask, then archive everything of the sample."""

    def get(self, request: HttpRequest) -> HttpResponse:
        self._require()
        context = {
            "title": _("Remove the sample organisation"),
            "question": _("Take everything of the sample organisation out of sight?"),
            "consequences": [
                _("Its records are archived and its people can no longer sign in."),
                _("Its history stays readable; your own records are not touched."),
            ],
            "danger": True,
            "submit_label": _("Remove the sample"),
            "cancel_url": "/",
        }
        return respond(request, "records/confirm.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        self._require()
        try:
            count = samples.remove(actor=self.actor)
        except RuleError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(
                request, _("%(count)s sample records are archived.") % {"count": count}
            )
        return redirect("/")

    def _require(self) -> None:
        if not permissions.may_somewhere(self.actor, "administer"):
            raise Refused(_("Only an administrator can remove the sample."))
        self.refuse_in_past()
