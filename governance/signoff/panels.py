"""What sign-off adds to kinds of records: a badge, a column, a filter and a panel at the side."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import django_filters
from django.apps import apps
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Signature, SignOff
from governance.rules import SignOffState
from governance.signoff import signing
from governance.signoff.actions import refusal_to_sign
from governance.signoff.standings import SENTENCES, STANDINGS
from records import kinds, permissions
from records.actors import Actor
from records.addresses import page_of, url_of
from records.history.past import current_moment
from records.lists import Column, Filter
from records.models import Record
from records.panels import TemplatePanel
from records.shapes import Action, Digest, Fact, Link, PersonChip, Status

# The actions that ask for sign-off, as kinds call them.
ASKING = ("request-sign-off", "send")


class _Moved(Func):
    """Say whether any record that a sign-off names is no longer in the state named."""

    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: object, **context: object) -> object:  # type: ignore[override]
        """Compare each item with the digest that its table holds now (or then, as of a moment)."""
        inner, values = compiler.compile(self.source_expressions[0])
        template = (
            "EXISTS (SELECT 1 FROM jsonb_array_elements({items}) AS named WHERE "
            "named->>'digest' IS DISTINCT FROM CASE named->>'kind' {digests} END)"
        )
        return template.format(items=inner, digests=_digests_of_kinds()), values


@cache
def _digests_of_kinds() -> str:
    """Return one branch for each kind of record; only the branch of an item's kind is run."""
    branch = "WHEN '{kind}' THEN (SELECT digest FROM {table} WHERE id = (named->>'id')::uuid)"
    return " ".join(
        branch.format(kind=model.kind_code(), table=model._meta.db_table)
        for model in apps.get_models()
        if issubclass(model, Record)
    )


def with_standing(found: Any) -> Any:
    """Work out in the database how each record stands towards sign-off, as `sign_off_standing`."""
    latest = (
        SignOff.objects.current()
        .exclude(state=SignOffState.WITHDRAWN)
        .filter(subject_id=OuterRef("pk"))
        .annotate(is_moved=_Moved(F("items")))
        .annotate(code=_code())
        .order_by("-id")
        .values("code")[:1]
    )
    return found.annotate(sign_off_standing=Coalesce(Subquery(latest), Value("unsigned")))


def _code() -> Case:
    return Case(
        When(state=SignOffState.CHANGES_REQUESTED, then=Value("changes_requested")),
        When(Q(is_moved=True), state=SignOffState.REQUESTED, then=Value("outdated")),
        When(state=SignOffState.REQUESTED, then=Value("waiting")),
        When(is_moved=True, then=Value("stale")),
        default=Value("signed"),
        output_field=CharField(),
    )


def standing(record: Any) -> Status:
    """Show how a record stands; its kind is extended by `with_standing`."""
    return STANDINGS[record.sign_off_standing]


STANDING = Column(
    key="sign_off",
    label=gettext_lazy("Sign-off"),
    value=standing,
    sort="sign_off_standing",
    shown=False,
)
STANDING_FILTER = Filter(
    "sign_off",
    django_filters.MultipleChoiceFilter(
        field_name="sign_off_standing",
        choices=[(code, status.word) for code, status in STANDINGS.items()],
    ),
    gettext_lazy("Sign-off"),
)


def context(record: Record, actor: Actor) -> Mapping[str, Any]:
    """Return what the panel says of a record: badge, who signed what, and what can be done."""
    found = signing.standings([record])[record.pk]
    sign_off = found.sign_off
    given = list(sign_off.signatures.all()) if sign_off else []
    return {
        "status": STANDINGS[found.code],
        "sentence": SENTENCES[found.code],
        "changed": [Link(item["ref"], kinds.url_of_link(item)) for item in found.changed],
        "signatures": [_given(each) for each in given],
        "facts": _facts(sign_off, record, actor) if sign_off else [],
        "actions": _actions(record, found, actor),
    }


def _given(each: Signature) -> dict[str, Any]:
    return {
        "who": PersonChip(each.printed_name, role=each.get_role_display()),
        "meaning": each.get_meaning_display(),
        "at": each.signed_at,
    }


def _facts(sign_off: SignOff, record: Record, actor: Actor) -> list[Fact]:
    named = next(item for item in sign_off.items if item["id"] == str(record.pk))
    facts = [
        Fact(_("Digest named"), Digest(named["digest"], _("Digest that was sent for sign-off")))
    ]
    if permissions.may(actor, "view", sign_off):
        facts.insert(0, Fact(_("Sign-off"), Link(sign_off.ref, url_of(sign_off))))
    return facts


def _actions(record: Record, found: signing.SignOffStanding, actor: Actor) -> list[Action]:
    if current_moment() is not None or record.is_archived:
        return []
    offered = []
    sign_off = found.sign_off
    if found.code == "waiting" and sign_off and not refusal_to_sign(sign_off, actor):
        offered.append(Action(_("Read and sign"), url_of(sign_off), "signature", "primary"))
    url = asking_url(type(record), record.ref)
    if found.code != "waiting" and url and permissions.may(actor, "change", record):
        label = _("Ask for sign-off") if found.code == "unsigned" else _("Ask for sign-off again")
        offered.append(Action(label, url, "send"))
    return offered


def asking_url(model: type[Record], ref: str) -> str:
    """Return the page on which sign-off of a record is asked for, or nothing."""
    return next((url for name in ASKING if (url := page_of(model, name, ref))), "")


SIGN_OFF_PANEL = TemplatePanel(
    title=gettext_lazy("Sign-off"),
    side=True,
    template="governance/panels/sign_off.html",
    context=context,
)
