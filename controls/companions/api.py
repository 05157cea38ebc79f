"""What stands around a law, for programs: values from the catalogue, so it stands beside kinds."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from controls.companions import words as companion_words
from controls.companions.engine import CompanionChoice, narrowed
from controls.frameworks.editions import edition_named
from controls.frameworks.loading import load_edition, load_shelves
from controls.frameworks.loading.companions import SHELVES, Companion
from controls.frameworks.loading.shelves import Shelf
from governance import days
from records import permissions
from records.errors import Refused, RuleError


class CompanionSerializer(serializers.Serializer[object]):
    """One text or body around a law."""

    shelf = serializers.ChoiceField(choices=SHELVES)
    id = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()
    issuer = serializers.CharField()
    number = serializers.CharField()
    url = serializers.URLField()
    date = serializers.DateField(source="dated_on")
    dated = serializers.CharField()
    status = serializers.CharField()
    provisions = serializers.ListField(child=serializers.CharField())
    questions = serializers.ListField(child=serializers.CharField())
    editions = serializers.ListField(child=serializers.CharField())
    authority = serializers.CharField()
    country = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    says = serializers.ListField(child=serializers.CharField())
    certainty = serializers.CharField()
    certainty_why = serializers.CharField()
    checked_on = serializers.DateField()
    extra = serializers.DictField()


class NotFoundSerializer(serializers.Serializer[object]):
    """Something that was not looked up or not found, and why."""

    shelf = serializers.ChoiceField(choices=SHELVES)
    what = serializers.CharField()
    why = serializers.CharField()
    country = serializers.CharField()


class AroundSerializer(serializers.Serializer[object]):
    """What stands around an edition of a law."""

    framework = serializers.CharField()
    edition = serializers.CharField()
    companions = CompanionSerializer(many=True)
    not_found = NotFoundSerializer(many=True)


class CompanionAPI(APIView):
    """Guidance, standards, related law and authorities around a law."""

    @extend_schema(
        operation_id="law_companions",
        parameters=[
            OpenApiParameter(
                "framework", str, required=True, description="A framework, or framework/edition."
            ),
            OpenApiParameter("shelf", str, enum=SHELVES, description="One of the four lists."),
            OpenApiParameter("provision", str, description="A provision, such as Art. 26(5)."),
            OpenApiParameter("country", str, description="Code of a Member State, or EU."),
            OpenApiParameter("status", str, description="A state, such as final or draft."),
        ],
        responses=AroundSerializer,
    )
    def get(self, request: Request) -> Response:
        """Return the entries that match, and what was not looked up."""
        actor = request._request.actor  # type: ignore[attr-defined] # ActorMiddleware
        if not permissions.may_somewhere(actor, "view"):
            raise Refused("Neither your role nor your token includes reading.")
        given = request.query_params
        _refuse_unknown("shelf", given.get("shelf", ""), SHELVES)
        _refuse_unknown("country", given.get("country", ""), companion_words.COUNTRIES)
        _refuse_unknown("status", given.get("status", ""), companion_words.STATUSES)
        edition = edition_named(given.get("framework", ""), days.day_read())
        framework, code = edition.framework.code, edition.code
        wanted = given.get("shelf") or ""
        shelves = {
            name: shelf for name, shelf in load_shelves(framework).items() if wanted in ("", name)
        }
        asked = CompanionChoice(
            provision=given.get("provision", ""),
            country=given.get("country", ""),
            status=given.get("status", ""),
        )
        answer = {
            "framework": framework,
            "edition": code,
            "companions": _matching(shelves, framework, code, asked) if shelves else [],
            "not_found": [
                {"shelf": name, "country": "", **item}
                for name, shelf in shelves.items()
                for item in shelf.head["not_found"]
            ],
        }
        return Response(AroundSerializer(answer).data)


def _refuse_unknown(name: str, given: str, known: Collection[str]) -> None:
    if given and given not in known:
        words = {"name": name, "given": given, "known": ", ".join(known)}
        raise RuleError(_("“%(given)s” is no %(name)s; known are %(known)s.") % words)


def _matching(
    shelves: Mapping[str, Shelf], framework: str, code: str, asked: CompanionChoice
) -> list[Companion]:
    law = load_edition(framework, code)
    if asked.provision and asked.provision not in law:
        words = {"title": law.title, "provision": asked.provision}
        raise RuleError(_("%(title)s has no provision “%(provision)s”.") % words)
    return [each for shelf in shelves.values() for each in narrowed(shelf.rows, law, asked)]
