"""One's own page: what one is appointed to, one's time zone, one's API tokens."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from governance.models import ApiToken, Person
from governance.people.actions import people
from governance.people.forms import TimeZoneForm, TokenForm
from governance.people.kinds.people import TOKEN_HEADINGS, appointment_rows, token_rows
from records import permissions
from records.addresses import url_of
from records.errors import Refused, RuleError
from records.forms import limit_choices
from records.pages import KindView, RecordsView, respond
from records.shapes import Fact, Heading, Link
from records.values import linked


class OwnView(RecordsView):
    """A page of the person who is signed in."""

    @cached_property
    def me(self) -> Person:
        """Return who is signed in, as a record."""
        found: Person = Person.objects.select_related("unit").get(pk=self.actor.person.pk)
        return found


class MyPageView(OwnView):
    """Show and change one's own settings."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(self.zone_form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Choose a time zone."""
        self.refuse_in_past()
        form = self.zone_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        chosen = form.cleaned_data["time_zone"]
        people.choose_time_zone(self.me, time_zone=chosen, actor=self.actor)
        messages.success(request, _("Moments are shown in this time zone from now on."))
        return redirect("my-page")

    def zone_form(self, data: object = None) -> TimeZoneForm:
        """Return the form of the time zone."""
        initial = {"time_zone": self.me.time_zone}
        zone = settings.ORGANISATION_TIME_ZONE.replace("_", " ")
        return TimeZoneForm(data, organisation=zone, initial=initial)

    def show(self, form: TimeZoneForm, status: int = 200) -> HttpResponse:
        me = self.me
        may_view = permissions.may(self.actor, "view", me)
        context = {
            "title": _("My page"),
            "facts": [
                Fact(_("Name"), me.name),
                Fact(_("E-mail address"), me.email),
                Fact(_("Unit"), linked(me.unit, self.actor)),
                Fact(_("Reference"), Link(me.ref, url_of(me)) if may_view else me.ref),
            ],
            "form": form,
            "appointment_columns": [
                Heading(head) for head in (_("Role"), _("At"), _("From"), _("Until"), _("State"))
            ],
            "appointments": [
                type(row)(row.cells[:5], row.key, row.label, row.muted)
                for row in appointment_rows(me, self.actor)
            ],
            "token_columns": [Heading(head) for head in TOKEN_HEADINGS],
            "tokens": token_rows(me, self.actor),
            "may_issue": may_view,
        }
        return respond(self.request, "governance/my_page.html", context, status=status)


class IssueTokenView(OwnView):
    """Issue a token for oneself; its secret is shown once."""

    def get(self, request: HttpRequest) -> HttpResponse:
        self.require()
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Issue it and show the secret."""
        self.require()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        given = {name: value for name, value in form.cleaned_data.items() if name != "_key"}
        try:
            token, secret = people.issue_token(self.me, actor=self.actor, **given)
        except (RuleError, ValidationError) as error:
            form.add_error(None, getattr(error, "messages", None) or str(error))
            return self.show(form, status=422)
        return self.show(form, token=token, secret=secret)

    def require(self) -> None:
        """Refuse who sees nothing, and in the past."""
        self.refuse_in_past()
        if not permissions.may(self.actor, "view", self.me):
            raise Refused(_("A token can do no more than you may, and you have no role yet."))

    def form(self, data: object = None) -> TokenForm:
        """Return the form; only units within reach are offered."""
        form = TokenForm(data, initial={"unit": self.me.unit_id})
        limit_choices(form, self.actor, unit_needs="view")
        return form

    def show(
        self, form: TokenForm, *, token: ApiToken | None = None, secret: str = "", status: int = 200
    ) -> HttpResponse:
        """Answer with the form, or with the secret that is kept nowhere."""
        context = {
            "title": _("Your new API token") if secret else _("Issue an API token"),
            "form": form,
            "token": token,
            "secret": secret,
            "site": settings.SITE_URL,
        }
        answer = respond(self.request, "governance/token.html", context, status=status)
        answer.headers["Cache-Control"] = "no-store"
        return answer


class WithdrawTokenView(KindView):
    """End a token: one's own, or as an administrator anybody's."""

    def get(self, request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
        """Ask."""
        person, token = self.token(ref, key)
        context = {
            "title": _("Withdraw a token"),
            "eyebrow": person.ref,
            "breadcrumbs": self.crumbs(person, _("Withdraw a token")),
            "question": _("Withdraw “%(name)s”?") % {"name": token},
            "consequences": [_("Programs that use it are refused at once.")],
            "danger": True,
            "submit_label": _("Withdraw"),
            "cancel_url": self.back_url(person),
        }
        return respond(request, "records/confirm.html", context)

    def post(self, request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
        """Withdraw it."""
        person, token = self.token(ref, key)
        self.refuse_in_past()
        people.withdraw_token(token, actor=self.actor)
        messages.success(request, _("The token is withdrawn."))
        return redirect(self.back_url(person))

    def token(self, ref: str, key: UUID) -> tuple[Person, ApiToken]:
        """Return a token that the actor may withdraw, with its holder; else 404."""
        person: Person = self.record(ref)
        is_oneself = self.actor.person.pk == person.pk
        token = person.tokens.filter(pk=key).first()
        if token is None or not (is_oneself or permissions.may(self.actor, "administer", person)):
            raise Http404
        return person, token

    def back_url(self, person: Person) -> str:
        """Return where the person came from: their own page, or the holder's."""
        is_oneself = self.actor.person.pk == person.pk
        return "/me/" if is_oneself else self.kind.url("detail", person.ref)
