"""The use cases that a provision of the AI Act concerns, for the page of the provision."""

from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.classification.documents.law import code_of
from assessments.classification.documents.overriding import status_of
from assessments.engine.dates import FRAMEWORK
from assessments.engine.effects import load_act
from assessments.models import Obligation
from assessments.obligations.rows import held
from controls.frameworks.views.provision_panels import ProvisionRead
from inventory.models import UseCase
from records.actors import Actor
from records.addresses import page_of, to, with_values
from records.shapes import Action, Heading, Link, PanelShown, Row

SHOWN = 10


def panel(read: ProvisionRead) -> PanelShown | None:
    """Show which classifications rest on a provision or draw a duty from it."""
    if read.edition.framework.code != FRAMEWORK or read.provision.is_heading:
        return None
    code = read.provision.code
    found = concerned(read.actor, code)
    count = found.count()
    shown = found.with_class().with_story().order_by("gravity_now", "use_case__name", "pk")[:SHOWN]
    context = {
        "columns": [Heading(_("Use case")), Heading(_("Class"))],
        "rows": [_row(each) for each in shown],
        "caption": _("Use cases concerned"),
        "more": max(count - SHOWN, 0),
    }
    body = render_to_string("assessments/panels/concerned.html", context)
    # Points of an annex are grounds; duties stand in articles.
    actions = _actions(code) if count and not code.startswith("Annex") else []
    return PanelShown(_("Use cases concerned"), SafeString(body), "use-cases", actions)


def concerned(actor: Actor, code: str) -> Any:
    """Return the classifications within reach that a provision, or a part of it, concerns."""
    profiles = Q(obligation_profile__in=owing(code).values("profile"))
    grounds = Q(grounds__overlap=_grounds(code)) if _grounds(code) else Q(pk__in=[])
    return held(actor).filter(profiles | grounds)


def owing(code: str) -> Any:
    """Return the obligations that stand under a provision, of whomever."""
    return Obligation.objects.filter(Q(provision=code) | Q(provision__startswith=f"{code}("))


def _grounds(code: str) -> list[str]:
    """Name the high-risk grounds that stand at a provision or in a part of it."""
    named = {rule.effect.ground for rule in load_act().rules if rule.effect.ground}
    return sorted(name for name in named if _is_within(code_of(name), code))


def _is_within(code: str, outer: str) -> bool:
    return code == outer or code.startswith((f"{outer}(", f"{outer}."))


def _row(each: Any) -> Row:
    case = each.use_case
    about = f"{case.ref}, {each.intended_use.title}" if each.intended_use else case.ref
    return Row([Link(case.name, page_of(UseCase, "detail", case.ref), about), status_of(each)])


def _actions(code: str) -> list[Action]:
    url = with_values(to("obligation-list"), provision=code)
    return [Action(_("Obligations under it"), url, "clipboard-list", "quiet")]
