"""The result of a classification: class, reasons, duties, doubts, and what stands behind it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.classification.documents import duty_words as words
from assessments.classification.documents import overriding
from assessments.classification.documents.duties import SET_ASIDE, DutyText
from assessments.classification.documents.effects import DECISIVE
from assessments.classification.documents.telling import ClassificationTeller
from assessments.classification.documents.words import GPAI, ROLES
from assessments.classification.views.base import teller_of
from assessments.models import Classification
from assessments.questionnaires.views.base import may_answer, page
from assessments.questionnaires.views.outcome import OutcomeView
from governance.signoff import signing
from governance.signoff.standings import SENTENCES, STANDINGS
from records import kinds
from records.addresses import keep_moment, to, with_values
from records.kinds import RecordAction
from records.shapes import Action, Fact, Heading, Link, PanelShown, Reason, Row
from records.values import linked, sentence

_ANSWER = '{} <strong><a href="{}">{}</a></strong> <span class="cell-note">{}</span>'
_ANSWER_ALONE = '{} <strong>{}{}</strong> <span class="cell-note">{}</span>'


class ResultView(OutcomeView):
    """Show what the AI Act makes of a use case."""

    template = "assessments/result.html"

    def context(self, record: Classification) -> dict[str, Any]:
        """Add how it stands towards sign-off."""
        found = super().context(record)
        body = render_to_string("assessments/panels/standing.html", self.standing(record))
        signed = PanelShown(_("Sign-off"), SafeString(body), "sign-off")
        return found | {"signed_panels": [signed]}

    def story(self, record: Classification) -> dict[str, Any]:
        """Tell the outcome."""
        may_change = may_answer(self.actor, record)
        told = teller_of(record, may_change)
        views = list(record.legal_views.all())
        duties = told.duties()
        return {
            "record": record,
            "told": told,
            "override": overriding.told(record),
            "law_doubt": told.law.doubts(record.on_date),
            "may_change": may_change,
            "questions_url": keep_moment(page(record, "questions")),
            "law_url": page(record, "law"),
            "what_if_url": keep_moment(page(record, "what-if")),
            "view_url": page(record, "legal-view"),
            "override_url": page(record, "override"),
            "readings_url": with_values(to("law-reading-list"), edition=record.edition),
            "key_facts": self.key_facts(record, told),
            "decisive": told.reasons(*DECISIVE),
            "other_reasons": told.reasons("role", "duty"),
            "no_columns": [Heading(_("What does not apply")), Heading(_("Because of"))],
            "no_bans": [no_row(item) for item in told.refusals("prohibited")],
            "no_exception": [no_row(item) for item in told.refusals("derogation")],
            "no_grounds": [no_row(item) for item in told.refusals("high_risk")],
            "no_transparency": [no_row(item) for item in told.refusals("transparency")],
            "duty_columns": [
                Heading(_("Duty")),
                Heading(_("Falls on")),
                Heading(_("Applies")),
                Heading(_("Why")),
            ],
            "duty_rows": [duty_row(duty) for duty in duties],
            "doubts": told.doubts(views),
        }

    def key_facts(self, record: Classification, told: ClassificationTeller) -> list[Fact]:
        """Return what is reported beside the class and never hidden by it."""
        outcome, none = record.outcome, _("None found")

        def links(names: Sequence[str]) -> object:
            return [told.law.link(name) for name in names] or none

        roles = [sentence(str(ROLES[name])) for name in told.roles]
        return [
            Fact(_("Prohibited practices"), links(outcome["prohibited"])),
            Fact(_("High-risk grounds"), _grounds(told) or none),
            Fact(_("Transparency cases"), links(outcome["transparency"])),
            Fact(_("Our roles"), roles or none),
            Fact(_("General-purpose model"), sentence(str(GPAI[outcome["gpai"]]))),
        ]

    def read_by(self, record: Any) -> list[Fact]:
        """Name the edition and the day of the law."""
        edition = record.questions.editions[record.edition]
        law = Fact(_("Edition of the law"), edition.title)
        return [law, Fact(_("Law as of"), record.on_date)]

    def standing(self, record: Classification) -> dict[str, Any]:
        """Tell how it stands towards sign-off, who signed, and what changed since."""
        found = signing.standings([record])[record.pk]
        signatures = list(found.sign_off.signatures.all()) if found.sign_off else []
        return {
            "status": STANDINGS[found.code],
            "sentence": SENTENCES[found.code],
            "sign_off": linked(found.sign_off, self.actor) if found.sign_off else None,
            "signatures": signatures,
            "changed": [Link(item["ref"], kinds.url_of_link(item)) for item in found.changed],
        }

    def offer(self, action: RecordAction, record: Any) -> Action:
        """Return the button of an action; sending comes second while questions are open."""
        made = super().offer(action, record)
        if action.name == "send" and not record.is_answered:
            return replace(made, look="secondary")
        return made


def _grounds(told: ClassificationTeller) -> list[object]:
    """Return the grounds that hold, and those that the exception of Art. 6(3) took out."""
    held = [link for name in told.outcome["grounds"] for link in told.grounds.links(name)]
    return [*held, *told.grounds.taken_out_links()]


def no_row(reason: Reason) -> Row:
    """Make a row of what does not apply, with the answers why."""
    cited = reason.citation
    head: object = reason.effect
    if cited:
        head = Link(reason.effect, cited.url, cited.label, source=cited.source)
    because = [
        format_html(
            _ANSWER if item.url else _ANSWER_ALONE,
            item.question,
            item.url,
            item.answer,
            f"({item.note})" if item.note else "",
        )
        for item in reason.because
    ]
    return Row([head, because], label=reason.effect)


def duty_row(duty: DutyText) -> Row:
    """Make a row of the duties; the long reason unfolds."""
    head: object = duty.provision
    if duty.url:
        head = Link(duty.provision, duty.url, duty.title, source=duty.source)
    told = render_to_string("assessments/duty_why.html", {"duty": duty})
    day = [duty.status, *_doubts_of(duty)]
    return Row(
        [head, duty.whose, day, SafeString(told)], label=duty.provision, muted=not duty.is_ours
    )


def _doubts_of(duty: DutyText) -> list[object]:
    """Return the marks of doubts, the earlier day by the mere letter, and where it is kept."""
    marks: list[object] = [*words.doubts(duty)]
    if duty.formal_from:
        marks.append(words.by_the_letter(duty.formal_from))
    if duty.is_kept and duty.status is not SET_ASIDE:
        marks.append(Link(words.KEPT.word, to("obligation-organisation")))
    return marks
