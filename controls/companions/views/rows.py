"""What stands around a law as pages show it: as rows of a list, and beside what it concerns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from controls.companions import words as companion_words
from controls.companions.engine import concerning
from controls.frameworks import vocabulary
from controls.frameworks.loading import load_edition, load_shelves
from controls.frameworks.loading.companions import Companion
from controls.frameworks.loading.data import EditionData
from controls.frameworks.views.provision_panels import ProvisionRead
from records.addresses import to, with_values
from records.shapes import Action, Fact, Link, PanelShown, Status
from records.values import sentence
from records.wording import in_words

ANCHOR = "around"


@dataclass(frozen=True, slots=True)
class CompanionRow:
    """One companion, ready to print."""

    id: str
    code: str
    link: Link
    about: str
    status: Status
    doubt: Status | None
    dated: str
    says: Sequence[str]
    facts: Sequence[Fact]
    concerns: Sequence[Link]
    source: Link
    rests_on: str


def shelf_url(framework: str, shelf: str) -> str:
    """Return the page of a shelf."""
    return to("law-shelf", framework, shelf.replace("_", "-"))


def companion_row(companion: Companion, law: EditionData | None = None) -> CompanionRow:
    """Prepare one companion; with an edition also the provisions it concerns there."""
    country = companion.country and vocabulary.say(companion_words.COUNTRIES, companion.country)
    kind = sentence(vocabulary.say(companion_words.KINDS, companion.kind))
    issuer = "" if companion.country else f"{companion.issuer} · "
    return CompanionRow(
        id=companion.id,
        code=companion.number or country,
        link=Link(companion.title, companion.url, external=True),
        about=f"{issuer}{kind}",
        status=companion_words.status_of(companion),
        doubt=companion_words.doubt_of(companion),
        dated=in_words(companion_words.dated(companion, date_format(companion.dated_on))),
        says=[in_words(said) for said in companion.says],
        facts=[fact for fact in _facts(companion) if fact.value],
        concerns=_concerns(companion, law) if law else [],
        source=Link(_host(companion.url), companion.url, external=True),
        rests_on=rests_on(companion),
    )


def rests_on(companion: Companion) -> str:
    """Say who publishes it, when we looked, and what we saw."""
    words = {
        "issuer": companion.issuer,
        "day": date_format(companion.checked_on),
        "why": in_words(companion.certainty_why),
    }
    return _("%(issuer)s; checked on %(day)s. %(why)s") % words


def _host(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")


def companion_rows(
    companions: Iterable[Companion], law: EditionData | None = None
) -> list[CompanionRow]:
    """Prepare several companions."""
    return [companion_row(companion, law) for companion in companions]


def _facts(companion: Companion) -> list[Fact]:
    extra = companion.extra
    signed = extra.get("signed_by", {})
    languages = vocabulary.say_all(companion_words.LANGUAGES, companion.languages)
    as_of = signed and in_words(_("as of %(day)s") % {"day": signed["as_of"]})
    return [
        Fact(_("Presumption of conformity"), in_words(extra.get("presumption", ""))),
        Fact(_("Signed in full"), ", ".join(signed.get("in_full", ())), hint=as_of),
        Fact(_("Signed in part"), ", ".join(signed.get("in_part", ()))),
        Fact(_("Declined"), ", ".join(signed.get("declined", ()))),
        Fact(_("In its own language"), _local_title(companion)),
        Fact(_("Language"), ", ".join(languages)),
        Fact(_("National law"), in_words(extra.get("national_law", ""))),
        *(
            Fact(companion_words.FIELDS[field], one["who"], hint=_uncertain(one))
            for field, one in extra.get("supervises", {}).items()
        ),
    ]


def _uncertain(supervisor: Mapping[str, str]) -> str:
    why = supervisor.get("uncertain")
    return _("uncertain: %(why)s") % {"why": in_words(why).rstrip(".")} if why else ""


def _local_title(companion: Companion) -> str:
    title: str = companion.extra.get("local_title", "")
    return "" if title == companion.title else title


def _concerns(companion: Companion, law: EditionData) -> list[Link]:
    return [
        Link(code, to("law-provision", law.framework, law.id, slug))
        for code in companion.provisions
        if code in law and (slug := law.provision(code).slug)
    ]


def provision_panel(read: ProvisionRead) -> PanelShown | None:
    """Show what stands around the law for the provision that is read."""
    return panel_beside(read.edition.framework.code, read.edition.code, read.provision.code)


def _any(_companion: Companion) -> bool:
    return True


def panel_beside(
    framework: str, edition: str, provision: str, *, keep: Callable[[Companion], bool] = _any
) -> PanelShown | None:
    """Make the panel of guidance, standards and related law beside a provision or a duty.

    `keep` says which of the related law matters to whoever owes the duty. Authorities are many and
    the same for every report: a link to them is enough.
    """
    shelves = load_shelves(framework)
    if not shelves:
        return None
    law = load_edition(framework, edition)
    if provision not in law:
        return None
    near = {name: concerning(shelf.rows, law, provision) for name, shelf in shelves.items()}
    bodies = near.pop("authorities", [])
    related = [companion for companion in near.pop("related_law", []) if keep(companion)]
    guiding = [companion for found in near.values() for companion in found]
    if not (guiding or related or bodies):
        return None
    context = {"rows": companion_rows(guiding), "related": companion_rows(related)}
    body = render_to_string("controls/panels/companions.html", context)
    return PanelShown(
        _("Guidance, standards and related law"),
        SafeString(body),
        ANCHOR,
        _way_to_bodies(framework, law.provision(provision).slug, len(bodies)),
    )


def _way_to_bodies(framework: str, slug: str, count: int) -> list[Action]:
    if not count:
        return []
    label = ngettext("%(count)s authority", "%(count)s authorities", count) % {"count": count}
    url = with_values(shelf_url(framework, "authorities"), provision=slug)
    return [Action(label, url, "building", "quiet")]
