"""The result of a classification: class, reasons, duties, doubts, and what stands behind it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.classification.documents import duty_words as words
from assessments.classification.documents import overriding
from assessments.classification.documents.duties import SET_ASIDE, Duty
from assessments.classification.documents.effects import DECISIVE
from assessments.classification.documents.telling import Teller
from assessments.classification.documents.words import GPAI, ROLES
from assessments.classification.views.base import teller_of
from assessments.models import Classification, Questionnaire
from assessments.questionnaires.views.base import page, tabs
from assessments.questionnaires.views.outcome import ELSEWHERE
from governance.signoff import signing
from governance.signoff.standings import SENTENCES, STANDINGS
from records import kinds, permissions, values
from records.addresses import keep_moment, to, url_of
from records.history import current_moment
from records.kinds import RecordAction
from records.spoken import in_words
from records.templatetags.shapes import Action, Column, Digest, Fact, Link, PanelShown, Reason, Row
from records.values import linked, sentence
from records.views.base import respond
from records.views.detail import DetailView

_ANSWER = '{} <strong><a href="{}">{}</a></strong> <span class="cell-note">{}</span>'
_ANSWER_ALONE = '{} <strong>{}{}</strong> <span class="cell-note">{}</span>'


class ResultView(DetailView):
    """Show what the AI Act makes of a use case."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Answer with the page."""
        record = self.record(ref)
        context = self.context(record) | self.story(record)
        return respond(request, "assessments/result.html", context)

    def context(self, record: Classification) -> dict[str, Any]:
        """Add the pages of a classification to what every record shows."""
        found = super().context(record)
        body = render_to_string("assessments/panels/standing.html", self.standing(record))
        signed = PanelShown(_("Sign-off"), SafeString(body), "sign-off")
        return found | {"tabs": tabs(record, "detail"), "signed_panels": [signed]}

    def story(self, record: Classification) -> dict[str, Any]:
        """Tell the outcome."""
        may_change = self.may_change(record)
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
            "key_facts": self.key_facts(record, told, duties),
            "decisive": told.reasons(*DECISIVE),
            "other_reasons": told.reasons("role", "duty"),
            "no_columns": [Column(_("What does not apply")), Column(_("Because of"))],
            "no_bans": [no_row(item) for item in told.refusals("prohibited")],
            "no_exception": [no_row(item) for item in told.refusals("derogation")],
            "no_grounds": [no_row(item) for item in told.refusals("high_risk")],
            "no_transparency": [no_row(item) for item in told.refusals("transparency")],
            "duty_columns": [
                Column(_("Duty")),
                Column(_("Falls on")),
                Column(_("Applies")),
                Column(_("Why")),
            ],
            "duty_rows": [duty_row(duty) for duty in duties],
            "doubts": told.doubts(views),
        }

    def key_facts(self, record: Classification, told: Teller, duties: Sequence[Duty]) -> list[Fact]:
        """Return what is reported beside the class and never hidden by it."""
        outcome = record.outcome
        roles = [sentence(str(ROLES[name])) for name in told.roles]
        return [
            Fact(_("High-risk grounds"), _grounds(told)),
            Fact(_("Prohibited practices"), [told.law.link(n) for n in outcome["prohibited"]]),
            Fact(_("Transparency cases"), [told.law.link(n) for n in outcome["transparency"]]),
            Fact(_("Our roles"), roles),
            Fact(_("General-purpose model"), sentence(str(GPAI[outcome["gpai"]]))),
            Fact(_("Duties by single answers"), len(duties)),
        ]

    def may_change(self, record: Classification) -> bool:
        """Say whether the actor may answer here and now."""
        if current_moment() is not None or record.is_archived:
            return False
        return permissions.may(self.actor, "change", record)

    def side_facts(self, record: Any) -> list[Fact]:
        """Put what the outcome rests on before what every record has."""
        edition = record.act.questionnaire.editions[record.edition]
        law = Fact(_("Edition of the law"), edition.title)
        day = Fact(_("Law as of"), record.on_date)
        asked = Fact(
            _("Answered"),
            _("%(answered)s of %(asked)s questions")
            % {"answered": record.answered_count, "asked": record.asked_count},
        )
        questions = Fact(_("Questionnaire"), _questionnaire(record.questionnaire))
        digest = Fact(
            _("Digest of the questionnaire"),
            Digest(record.questionnaire_digest, _("Digest of the questionnaire")),
        )
        use_case = Fact(_("Use case"), values.linked(record.use_case, self.actor))
        return [use_case, law, day, asked, questions, digest, *super().side_facts(record)]

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

    def actions(self, record: Any) -> list[Action]:
        """Lead to the questions first while some are open; else to sign-off."""
        elsewhere = {self.kind.url(name, record.ref) for name in ELSEWHERE}
        found = [item for item in super().actions(record) if item.url not in elsewhere]
        if not self.may_change(record):
            return found
        if record.is_answered:
            change = Action(_("Change answers"), page(record, "questions"), "clipboard-list")
            return [*found[:1], change, *found[1:]]
        url = page(record, "questions")
        return [Action(_("Answer the questions"), url, "clipboard-list", "primary"), *found]

    def offer(self, action: RecordAction, record: Any) -> Action:
        """Return the button of an action; sending comes second while questions are open."""
        made = super().offer(action, record)
        if action.name == "send" and not record.is_answered:
            return replace(made, look="secondary")
        return made


def _questionnaire(asked: Questionnaire) -> Link:
    return Link(asked.title, url_of(asked), in_words(asked.edition))


def _grounds(told: Teller) -> list[object]:
    """Return the grounds that hold, and those that the exception of Art. 6(3) took out."""
    held = [link for name in told.outcome["grounds"] for link in told.grounds.links(name)]
    return [*held, *told.grounds.taken_out()]


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


def duty_row(duty: Duty) -> Row:
    """Make a row of the duties; the long reason unfolds."""
    head: object = duty.provision
    if duty.url:
        head = Link(duty.provision, duty.url, duty.title, source=duty.official)
    told = render_to_string("assessments/duty_why.html", {"duty": duty})
    day = [duty.status, *_doubts_of(duty)]
    return Row(
        [head, duty.whose, day, SafeString(told)], label=duty.provision, muted=not duty.is_ours
    )


def _doubts_of(duty: Duty) -> list[object]:
    """Return the marks of doubts, the earlier day by the mere letter, and where it is kept."""
    marks: list[object] = [*words.doubts(duty)]
    if duty.formal_from:
        marks.append(words.by_the_letter(duty.formal_from))
    if duty.is_kept and duty.status is not SET_ASIDE:
        marks.append(Link(words.KEPT.word, to("obligation-organisation")))
    return marks
