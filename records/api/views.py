"""The API of records: list, one record, its history and its actions, for every kind."""

from collections.abc import Container, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.exceptions import ValidationError as InvalidInput
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from records import permissions
from records.actors import Actor
from records.addresses import number_in, with_values
from records.api.bounded_json import LARGEST
from records.api.schema import KindFilter, KindSchema
from records.api.serializers import (
    HistorySerializer,
    accessor,
    action_serializer,
    as_json,
    record_serializer,
)
from records.changing import open_acts
from records.changing.repeats import digest_of, refuse_repeat
from records.errors import Refused, RuleError, StaleError
from records.forms import limit_choices
from records.history import timeline
from records.kinds import RecordAction, RecordKind
from records.lists.columns import Column, completed, joined
from records.models import Record
from records.pages.action import action_form, carry_out

KEY_AT_MOST = 150
HISTORY_AT_ONCE = 100


class KeyMissing(APIException):
    """A request that writes must be repeatable without doing things twice."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "idempotency-key"
    default_detail = (
        "Send “Idempotency-Key” with up to 150 characters, a new one for each thing you want done."
    )


class VersionMissing(APIException):
    """A change must say which version it was made on."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "version-missing"
    default_detail = 'Say which version you read: “If-Match: "7"”, or “seen” in the body.'


def require_key(request: Request, actor: Actor) -> None:
    """Refuse a write without a key, one that was carried out, and a key of another request."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    key = open_acts.KEY.get()
    if key is None or len(request.headers.get("Idempotency-Key", "")) > KEY_AT_MOST:
        raise KeyMissing
    method, address = str(request.method), request.get_full_path()
    # The version that a change was made on belongs to what is asked for, wherever it is said.
    on = [text] if (text := _version_in_header(request)) else []
    key.bind(lambda: digest_of(method, address, request.data, *on))
    refuse_repeat(actor)


@lru_cache(maxsize=200)
def columns_of(kind: RecordKind) -> Sequence[Column]:
    """Return the columns of the table that the API shows of a kind, with what they need joined."""
    names = [*kind.field_names, *kind.api_fields, "unit", "owner"]
    known = {field.name for field in kind.model._meta.concrete_fields}
    return completed(kind.model, [name for name in dict.fromkeys(names) if name in known])


class KindAPI(GenericAPIView[Any]):
    """A part of the API of one kind."""

    # What the description of the API calls what each method does.
    operations: ClassVar[dict[str, str]] = {}
    kind: RecordKind = None  # type: ignore[assignment] # given by as_view(kind=...)
    schema = KindSchema()
    lookup_field = "ref"
    filter_backends = [KindFilter]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse writes without a key once the caller is known."""
        super().initial(request, *args, **kwargs)
        require_key(request, self.actor)

    @property
    def actor(self) -> Actor:
        """Return who asks: the person of the session, or the token."""
        found: Actor = self.request._request.actor  # type: ignore[attr-defined] # ActorMiddleware
        return found

    def get_serializer_class(self) -> Any:
        """Return what records of the kind look like."""
        return record_serializer(self.kind)

    def get_queryset(self) -> Any:
        """Return what the actor may see, joined with what is shown of it, and nothing more."""
        shown = columns_of(self.kind)
        parts = [Prefetch(accessor(rows), rows.joined()) for rows in self.kind.part_rows]
        found = joined(self.kind.queryset(self.actor, showing=self.in_use()), shown)
        return found.prefetch_related(*parts)

    def in_use(self) -> Container[str] | None:
        """Name what is shown and filtered by: what a column of pages needs alone is left out."""
        return {*self.kind.api_fields, *self.request.query_params}

    def record(self, ref: str, needs: str = "view") -> Any:
        """Return the record if within reach (else 404), provided this may be done (else 403)."""
        record = self.get_queryset().filter(ref=ref).first()
        if record is None:
            raise Http404
        if needs != "view":
            permissions.require(self.actor, needs, record)
        return record

    def shown(self, record: Record, code: int = status.HTTP_200_OK) -> Response:
        """Answer with a record and its version."""
        return Response(
            as_json(self.kind, record), status=code, headers={"ETag": f'"{record.version}"'}
        )

    def checked(self, data: Any, *, partial: bool = False) -> tuple[dict[str, Any], dict[str, Any]]:
        """Check what was sent; return values and parts, and what says how (seen, reason)."""
        serializer = self.get_serializer(data=data, partial=partial)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        about = {name: values.pop(name) for name in ("seen", "reason") if name in values}
        parts = {
            rows.key: [dict(row) for row in values.pop(accessor(rows), [])]
            for rows in self.kind.part_rows
        }
        return {"values": values, **parts}, about


class ListAPI(KindAPI):
    """Records of a kind."""

    operations = {"GET": "list", "POST": "create"}

    def get(self, request: Request) -> Response:
        """Return a page of what the filters ask for, newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response([as_json(self.kind, record) for record in page or ()])


class WritableListAPI(ListAPI):
    """Records of a kind, and adding one."""

    def post(self, request: Request) -> Response:
        """Add a record."""
        create = self.kind.writes.create
        assert create is not None  # noqa: S101 - kinds without come to ListAPI
        if not permissions.may_somewhere(self.actor, self.kind.model.create_needs):
            raise Refused(_("Neither your role nor your token includes this for any unit."))
        given, about = self.checked(request.data)
        if about.get("seen") is not None:
            raise InvalidInput({"seen": [_("A new record has no version yet.")]})
        record = create(actor=self.actor, **given)
        answer = self.shown(self.record(record.ref), status.HTTP_201_CREATED)
        answer.headers["Location"] = f"{request.path}{record.ref}/"
        return answer


class DetailAPI(KindAPI):
    """One record."""

    operations = {"GET": "retrieve", "PATCH": "update"}

    def get(self, request: Request, ref: str) -> Response:
        """Return the record; `ETag` bears its version."""
        return self.shown(self.record(ref))


class WritableDetailAPI(DetailAPI):
    """One record, and changing it."""

    def patch(self, request: Request, ref: str) -> Response:
        """Change the fields that are sent."""
        change = self.kind.writes.change
        assert change is not None  # noqa: S101 - kinds without come to DetailAPI
        record = self.record(ref, self.kind.writes.change_needs)
        given, about = self.checked(request.data, partial=True)
        seen = seen_version(request, about.get("seen"))
        change(record, actor=self.actor, seen=seen, reason=about.get("reason", ""), **given)
        return self.shown(self.record(ref))


def _version_in_header(request: Request) -> str:
    return str(request.headers.get("If-Match", "")).removeprefix("W/").strip('"')


def seen_version(request: Request, in_body: int | None) -> int:
    """Return the version that a change was made on, from `If-Match` or the body."""
    version = number_in(_version_in_header(request))
    if version is None:
        version = in_body
    if version is None:
        raise VersionMissing
    return version


class HistoryAPI(KindAPI):
    """What happened to a record."""

    operations = {"GET": "history"}
    filter_backends = []
    pagination_class = None

    def get_serializer_class(self) -> Any:
        """Return what an act looks like."""
        return HistorySerializer

    def get(self, request: Request, ref: str) -> Response:
        """Return its acts, newest first; `?page=` turns pages of a hundred."""
        record = self.record(ref)
        text = request.query_params.get("page", "1")
        page = number_in(text) or 1
        told, more = timeline.happenings(
            self.kind, record, self.actor, page=max(1, page), size=HISTORY_AT_ONCE
        )
        following = with_values(request.path, page=page + 1) if more else None
        return Response(self.get_serializer({"next": following, "results": told}).data)


class ActionAPI(KindAPI):
    """One action on a record."""

    # Not "action": that name is the schema generator's.
    act: RecordAction = None  # type: ignore[assignment] # given by as_view(act=...)
    filter_backends = []
    pagination_class = None

    @property
    def largest_body(self) -> int:
        """Return how many bytes may be sent: what is usual, or what a field with a file takes."""
        asked = self.act.form.base_fields.values() if self.act.form else ()
        return max([LARGEST, *(getattr(field, "largest_sent", 0) for field in asked)])

    def in_use(self) -> None:
        """Have all of it worked out: whether the action is open may hang on any of it."""

    def get_serializer_class(self) -> Any:
        """Return what the action takes."""
        return action_serializer(self.kind, self.act)

    def post(self, request: Request, ref: str) -> Response:
        """Carry the action out and return the record as it is then."""
        record = self.record(ref, self.act.needs)
        # A form knows only what browsers send: other types would break it before it judges them.
        sent = self.get_serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        data: dict[str, Any] = {**sent.initial_data, "_key": ""}
        form = action_form(self.act)(data, asked=self.act.reason)
        limit_choices(form, self.actor, unit_needs=self.act.needs, record=record)
        if not form.is_valid():
            errors: dict[str, Any] = dict(form.errors)
            raise InvalidInput(errors)
        if not self.act.when(record):
            raise RuleError(_("This cannot be done to the record as it is now."))
        _refuse_stale(record, sent.validated_data.get("seen"))
        carry_out(self.act, record, self.actor, form.cleaned_data)
        record_api = DetailAPI(kind=self.kind, request=self.request, format_kwarg=None)
        return record_api.shown(record_api.record(ref))


def _refuse_stale(record: Record, seen: int | None) -> None:
    if seen is not None and seen != record.version:
        sentence = _("%(ref)s was changed meanwhile: version %(version)s is saved.")
        words = {"ref": record.ref, "version": record.version}
        raise StaleError(sentence % words, seen=seen, current=record.version)
