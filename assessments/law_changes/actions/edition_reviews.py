"""After a report on a change of the law: tasks for owners, adoption in sets, sign-off again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.actions import classifications, evaluation, overrides
from assessments.engine.corrections import is_correction
from assessments.law_changes.actions import joined_reviews
from assessments.models import Classification, EditionDecision, EditionReview
from records import jobs
from records.actors import Actor
from records.changing.acting import acting, acting_many, open_act
from records.errors import RecordsError, RuleError
from records.models import Job
from records.verbs import Verb

OPEN = Verb(
    "assessments.edition_review.open",
    needs="change",
    told=gettext_lazy("asked for a review by the new edition"),
)
ADOPT = Verb(
    "assessments.edition_review.adopt",
    needs="change",
    told=gettext_lazy("decided to read it by the new edition"),
)
KEEP = Verb(
    "assessments.edition_review.keep",
    needs="change",
    told=gettext_lazy("left it under the old edition"),
)
TASK = "assessments.edition_adopt"
# So many are adopted in one transaction.
BATCH = 250
# What tells one state of a review from another.
_STATE = ("version", "classification__version", "classification__use_case__version")


def give_tasks(
    report: Mapping[str, Any], *, actor: Actor, refs: Collection[str]
) -> list[EditionReview]:
    """Make a task for the owner of each named classification of a report; known ones stay.

    A later correction of an edition takes in what is still open of the earlier ones.
    """
    told = {each["id"]: each for each in report.get("corrections", ())}
    items = {item["ref"]: item for item in report["use_cases"] if item["ref"] in refs}
    pair = {"from_edition": report["from"], "to_edition": report["to"]}
    reachable = Classification.objects.visible_to(actor).current().filter(ref__in=items)
    known = EditionReview.objects.current().filter(**pair).values("classification")
    earlier, later = joined_reviews.others_open(report)
    asked = reachable.exclude(pk__in=known).exclude(pk__in=later)
    asked = asked.select_related("use_case__owner", "unit")
    new = [_new(record, items[record.ref], report, pair) for record in asked]
    for review in new:
        named = items[review.classification.ref].get("corrections", ())
        if named:
            review.found["corrections"] = [told[name] for name in named]
        joined_reviews.take_in(review, earlier.get(review.classification_id, ()))
    if not earlier:
        return acting_many(OPEN, new, actor)
    with open_act(actor):
        made = acting_many(OPEN, new, actor)
        joined_reviews.end(earlier, made, actor=actor)
    return made


def _new(
    record: Classification,
    item: Mapping[str, Any],
    report: Mapping[str, Any],
    pair: Mapping[str, str],
) -> EditionReview:
    owed = report["obligations"].get(item["obligations"], {})
    names = ("before", "after", "worst_before", "worst_after", "is_incomplete", "differs",
             "questions", "reviews")  # fmt: skip
    # A report that was made before these were told has fewer.
    kept = {name: item[name] for name in names if name in item}
    return EditionReview(
        unit=record.unit,
        owner_id=record.use_case.owner_id or record.owner_id,
        classification=record,
        verdict=item["verdict"],
        found=kept | {"on": report["on"]} | dict(owed),
        seen_digest=item["digest"],
        **pair,
    )


def keep(
    review: EditionReview, *, actor: Actor, reason: str, seen: int | None = None
) -> EditionReview:
    """Leave a classification under the old edition, for a reason."""
    with acting(KEEP, review, actor, seen=seen, reason=reason) as kept:
        _refuse_decided(kept)
        if not reason.strip():
            raise RuleError(_("Say why it stays under the old edition."))
        kept.decision, kept.decided_why = EditionDecision.KEPT, reason.strip()
    return kept


def adopt(
    review: EditionReview,
    *,
    actor: Actor,
    on: date | None = None,
    reason: str = "",
    send: bool = False,
) -> EditionReview:
    """Read the classification by the new edition, and ask for sign-off of it where wanted."""
    day = on or _day(review)
    with acting(ADOPT, review, actor, reason=reason) as adopted:
        _refuse_decided(adopted)
        record = adopted.classification
        if is_correction(adopted.to_edition):
            if not classifications.is_as_corrected(record):
                classifications.take_corrections(record, actor=actor, reason=reason)
        elif record.edition != adopted.to_edition:
            classifications.choose_law(
                record, actor=actor, edition=adopted.to_edition, on=day, reason=reason
            )
        adopted.decision, adopted.decided_why = EditionDecision.ADOPTED, reason.strip()
    if send:
        record = Classification.objects.get(pk=adopted.classification_id)
        classifications.send(record, actor=actor, note=_note(adopted))
    return adopted


def _day(review: EditionReview) -> date:
    return date.fromisoformat(review.found["on"])


def _refuse_decided(review: EditionReview) -> None:
    if review.decision != EditionDecision.OPEN:
        sentence = _("%(ref)s is decided already: %(decision)s.")
        words = {"ref": review.ref, "decision": review.get_decision_display()}
        raise RuleError(sentence % words)


def _note(review: EditionReview) -> str:
    if is_correction(review.to_edition):
        return _("Read anew after corrections of law and questions.")
    return _("Read by edition %(edition)s after a change of the law.") % {
        "edition": review.to_edition
    }


def adopt_many(reviews: Sequence[EditionReview], *, actor: Actor) -> list[UUID]:
    """Read the classifications of open reviews by their new edition, in sets; return their keys.

    All are changed or none. They must share one edition and one day.
    """
    if not reviews:
        return []
    edition, day = reviews[0].to_edition, _day(reviews[0])
    keys = [review.classification_id for review in reviews]
    found = Classification.objects.filter(pk__in=keys).select_related("use_case", "unit")
    corrects = is_correction(edition)
    if corrects:
        newest = classifications.newest_questions()
        records = [each for each in found if not classifications.is_as_corrected(each, newest)]
    else:
        records = list(found.exclude(edition=edition))

    def read_anew(record: Classification) -> None:
        if corrects:
            classifications.read_as_corrected(record)
            return
        record.edition, record.on_date = edition, day
        overrides.lapse(record, because="law")
        evaluation.settle(record)

    def decide(review: EditionReview) -> None:
        _refuse_decided(review)
        review.decision = EditionDecision.ADOPTED

    with transaction.atomic():
        verb = classifications.CORRECT if corrects else classifications.CHOOSE_LAW
        acting_many(verb, records, actor, change=read_anew)
        acting_many(ADOPT, reviews, actor, change=decide)
    return keys


def open_of(report: Mapping[str, Any], *, actor: Actor, refs: Collection[str]) -> list[UUID]:
    """Return the open reviews of named classifications of a report that the actor may decide."""
    found = (
        EditionReview.objects.visible_to(actor, "change")
        .undecided()
        .filter(classification__ref__in=refs, from_edition=report["from"], to_edition=report["to"])
    )
    return list(found.values_list("pk", flat=True))


def ask_to_adopt(keys: Sequence[UUID], *, actor: Actor, send: bool) -> Job:
    """Ask for the adoption of open reviews; call it in a transaction."""
    found = EditionReview.objects.visible_to(actor, "change").undecided().filter(pk__in=keys)
    told = sorted((str(key), *state) for key, *state in found.values_list("pk", *_STATE))
    names = [name for name, *_state in told]
    if not names:
        raise RuleError(_("None of these reviews is open and yours to decide."))
    arguments = {"reviews": names, "send": send}
    return jobs.enqueue(
        TASK,
        arguments,
        about=None,
        actor=actor,
        effect_key=f"{TASK}:{actor.kind}:{actor.id}:{sha256(repr(told).encode()).hexdigest()}:{send}",
        title=_("Read %(count)s classifications by the new edition") % {"count": len(names)},
    )


def work(run: jobs.Run, *, reviews: list[str], send: bool) -> dict[str, Any]:
    """Adopt in sets, then ask for each sign-off; what cannot be sent is told, and stays adopted.

    Each set and each sign-off is an act of its own: a later attempt goes on where one broke off.
    """
    mine = EditionReview.objects.visible_to(run.actor, "change").filter(pk__in=reviews)
    for start in range(0, len(reviews), BATCH):
        some = reviews[start : start + BATCH]
        with run.once(f"adopt {start}"):
            found = mine.undecided().filter(pk__in=some).select_related("unit")
            adopt_many(list(found), actor=run.actor)
        done = start + len(some)
        told = _("%(done)s of %(all)s read anew") % {"done": done, "all": len(reviews)}
        run.step(told, (40 if send else 99) * done // len(reviews))
    decided = mine.filter(decision=EditionDecision.ADOPTED)
    adopted = list(decided.order_by("pk").values_list("classification_id", flat=True))
    refused = _send_each(run, adopted) if send else {}
    return {
        "url": "/edition-reviews/",
        "label": _("Show the reviews"),
        "facts": {
            _("Read by the new edition"): len(adopted),
            _("Sent for sign-off"): len(adopted) - len(refused) if send else 0,
            **({_("Not sent"): "; ".join(refused.values())[:2_000]} if refused else {}),
        },
    }


def _send_each(run: jobs.Run, keys: Sequence[UUID]) -> dict[UUID, str]:
    refused: dict[UUID, str] = {}
    note = _("Read anew after a change of the law.")
    for place, key in enumerate(keys, start=1):
        record = Classification.objects.select_related("use_case", "unit").get(pk=key)
        try:
            with run.once(f"send {key}"):
                classifications.send(record, actor=run.actor, note=note)
        except RecordsError as error:
            refused[key] = error.message
        if place % 25 == 0 or place == len(keys):
            told = _("%(done)s of %(all)s sent for sign-off")
            run.step(told % {"done": place, "all": len(keys)}, 40 + 59 * place // len(keys))
    return refused


def to_be_decided_by(actor: Actor) -> Any:
    """Return the open reviews of a person, and those whose owner is gone for who may decide them.

    With what names them.
    """
    owner, ownerless = "classification__use_case__owner", Q(classification__use_case__owner=None)
    gone = Q(owner=None) | ownerless & Q(owner__is_active=False)
    gone |= Q(**{f"{owner}__is_active": False})
    deciding = EditionReview.objects.visible_to(actor, "change").filter(gone).values("pk")
    mine = Q(**{owner: actor.person}) | ownerless & Q(owner=actor.person)
    found = EditionReview.objects.visible_to(actor).undecided()
    found = found.filter(mine | Q(pk__in=deciding))
    return found.select_related("classification__use_case", "classification__intended_use")


def register() -> None:
    """Make the work known to the jobs."""
    jobs.job(TASK)(work)
