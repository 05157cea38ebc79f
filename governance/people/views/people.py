"""Administration of people beside their page: the link that lets them in, single appointments."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Appointment, Person
from governance.people.actions import invitations, people
from governance.people.forms import EndAppointmentForm
from records.addresses import to
from records.errors import RuleError
from records.kinds import RecordAction
from records.models import Record
from records.pages import KindView, NewView, respond


class NewPersonView(NewView):
    """Add a person; what follows is the link with which they set a password."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add them, and lead to the link."""
        answer = super().post(request)
        if answer.status_code != 302:
            return answer
        added = Person.objects.filter(email=request.POST.get("email", "").strip().lower()).first()
        return redirect(self.kind.url("sign-in-link", added.ref)) if added else answer


class InviteView(KindView):
    """Make a one-time link to set a password and show it, this once."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Say what the link does."""
        return self.show(self.record(ref, "administer"))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        person = self.record(ref, "administer")
        self.refuse_in_past()
        try:
            link = invitations.invite(person, actor=self.actor)
        except RuleError as refusal:
            messages.error(request, refusal.message)
            return redirect(self.kind.url("detail", ref))
        return self.show(person, link)

    def show(self, person: Record, link: str = "") -> HttpResponse:
        """Answer with the page; one that bears a link is kept nowhere."""
        context = {
            "title": _("Sign-in link for %(name)s") % {"name": person},
            "eyebrow": person.ref,
            "breadcrumbs": self.crumbs(person, _("Sign-in link")),
            "person": person,
            "link": link,
            "back_url": self.kind.url("detail", person.ref),
        }
        answer = respond(self.request, "governance/invite.html", context)
        answer.headers["Cache-Control"] = "no-store"
        return answer


SIGN_IN_LINK = RecordAction(
    name="sign-in-link",
    label=gettext_lazy("Sign-in link"),
    needs="administer",
    view=InviteView,
    when=lambda person: bool(person.is_active),
    icon="link",
    api=False,
)


class EndAppointmentView(KindView):
    """Let one appointment end."""

    def get(self, request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
        """Ask with which day."""
        person = self.record(ref, "administer")
        return self.show(person, self.held(person, key), EndAppointmentForm())

    def post(self, request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
        """End it, or show what is wrong."""
        person = self.record(ref, "administer")
        self.refuse_in_past()
        held, form = self.held(person, key), EndAppointmentForm(request.POST)
        if not form.is_valid():
            return self.show(person, held, form, status=422)
        try:
            last_day = form.cleaned_data["last_day"]
            people.end_appointment(held, last_day=last_day, actor=self.actor)
        except (RuleError, ValidationError) as error:
            form.add_error(None, getattr(error, "messages", None) or str(error))
            return self.show(person, held, form, status=422)
        messages.success(request, _("The appointment ends with that day."))
        return redirect(self.kind.url("detail", ref))

    def held(self, person: Person, key: UUID) -> Appointment:
        found: Appointment | None = (
            person.appointments.select_related("unit").filter(pk=key).first()
        )
        if found is None:
            raise Http404
        return found

    def show(
        self, person: Person, held: Appointment, form: EndAppointmentForm, status: int = 200
    ) -> HttpResponse:
        words = {"what": held, "name": person}
        context = {
            "title": _("End an appointment of %(name)s") % words,
            "eyebrow": person.ref,
            "breadcrumbs": self.crumbs(person, _("End an appointment")),
            "question": _("With which day does “%(what)s” end?") % words,
            "consequences": [_("Until the end of that day nothing changes.")],
            "form": form,
            "form_url": to("appointment-end", person.ref, held.pk),
            "submit_label": _("End it"),
            "cancel_url": self.kind.url("detail", person.ref),
        }
        return respond(self.request, "records/confirm.html", context, status=status)
