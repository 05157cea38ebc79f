"""The pages of evidence packs: what one would hold, its making, its file."""

import hashlib
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from governance import days
from governance.models import Pack
from records import jobs
from records.changing import archiving
from records.changing.acting import acting
from records.ledger import book
from records.models import Job
from records.verbs import Verb
from tests.people import SYSTEM

KEEP = Verb("governance.pack.keep_for_tests", needs="pack", told="kept")
PDF = b"%PDF-1.7 a sealed file"


@pytest.fixture
def pack(claims):
    """A pack of the use case whose file is short."""
    digest = hashlib.sha256(PDF).hexdigest()
    new = Pack(
        unit=claims.unit,
        subject_kind=claims.kind_code(),
        subject_id=claims.pk,
        subject_ref=claims.ref,
        title=claims.name,
        moment=timezone.now(),
        size=7,
        manifest_digest="a" * 64,
        unsealed_digest="b" * 64,
        sealed_digest=digest,
        file=default_storage.save(f"packs/{digest}.pdf", ContentFile(PDF)),
        byte_count=len(PDF),
        gap_count=2,
    )
    with acting(KEEP, new, SYSTEM) as kept:
        return kept


def test_the_preview_names_gaps_chapters_and_records(claims, people, as_person):
    page = as_person(people.vera).get(f"/use-cases/{claims.ref}/pack/")

    told = [gap["text"] for gap in page.context["gaps"]]
    assert page.status_code == 200
    assert f"{claims.ref} was never sent for sign-off." in told
    assert f"No intended use of {claims.ref} is described." in told
    assert "The use case" in page.context["chapters"]
    assert page.context["records"][0] == f"{claims.ref} {claims.name}"


def test_a_moment_before_the_record_or_ahead_is_told(claims, people, as_person, settings):
    ben = as_person(people.ben)
    url = f"/use-cases/{claims.ref}/pack/"

    moment = people.home.created_at.astimezone(ZoneInfo(settings.ORGANISATION_TIME_ZONE))
    day, hour = days.day_of(moment).isoformat(), moment.time().isoformat()
    before = ben.get(url, {"day": day, "hour": hour})
    ahead = ben.get(url, {"day": "2999-01-01"})

    assert "did not exist yet" in before.context["trouble"]
    assert before.context["make_form"] is None
    assert ahead.status_code == 422


def test_the_moment_that_was_looked_at_is_asked_for_once(claims, people, as_person):
    ben = as_person(people.ben)
    url = f"/use-cases/{claims.ref}/pack/"
    moment = ben.get(url).context["make_form"]["moment"].value()

    first, second = ben.post(url, {"moment": moment}), ben.post(url, {"moment": moment})

    job = Job.objects.get()
    assert first["Location"] == second["Location"] == f"/jobs/{job.pk}/"
    assert job.arguments["moment"] == moment


@pytest.mark.parametrize(("name", "status"), [("cleo", 404), ("zoe", 404)])
def test_a_stranger_neither_looks_nor_asks(claims, people, as_person, name, status):
    client = as_person(getattr(people, name))
    url = f"/use-cases/{claims.ref}/pack/"

    answers = client.get(url), client.post(url, {"moment": timezone.now().isoformat()})

    assert [answer.status_code for answer in answers] == [status, status]
    assert Job.objects.count() == 0


def test_a_forged_moment_is_refused(claims, people, as_person):
    client = as_person(people.ben)

    for moment in ("", "yesterday", "2999-01-01T00:00:00+00:00", "2020-01-01"):
        client.post(f"/use-cases/{claims.ref}/pack/", {"moment": moment})

    assert Job.objects.count() == 0


def test_the_file_comes_as_a_download_to_who_may_take_it_out(pack, people, as_person):
    url = f"/packs/{pack.ref}/file/"

    answer = as_person(people.vera).get(url)

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{pack.subject_ref}-{pack.ref}.pdf"'
    )
    assert as_person(people.cleo).get(url).status_code == 404
    assert as_person(people.zoe).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_the_page_shows_digests_and_how_to_check(pack, people, as_person):
    text = as_person(people.ben).get(f"/packs/{pack.ref}/").content.decode()

    assert pack.manifest_digest in text
    assert pack.sealed_digest in text
    assert f"python3 verify.py {pack.subject_ref}-{pack.ref}.pdf" in text
    assert "2 gaps" in text


def test_a_pack_is_made_as_a_job_that_leads_to_it_and_again_is_the_same(claims, people, as_person):
    ben = as_person(people.ben)
    url = f"/use-cases/{claims.ref}/pack/"
    moment = ben.get(url).context["make_form"]["moment"].value()
    book.sequence()

    asked = ben.post(url, {"moment": moment})["Location"]
    jobs.run(str(Job.objects.get().pk))
    page = ben.get(asked)
    made = Pack.objects.get()
    again = ben.post(f"/packs/{made.ref}/again/", {"_key": "a1"})["Location"]
    jobs.run(str(Job.objects.order_by("id").last().pk))
    report = ben.get(again).content.decode()

    assert page.context["results"][0].url == f"/packs/{made.ref}/"
    assert report.count("The same as before") == 2
    assert Pack.objects.count() == 1


def test_the_page_of_a_record_leads_with_making_a_pack(claims, people, as_person):
    page = as_person(people.ben).get(f"/use-cases/{claims.ref}/")

    heading = next(layer for layer in page.context if "more_actions" in layer)
    assert [(str(one.label), one.url) for one in heading["actions"]] == [
        ("Edit", f"/use-cases/{claims.ref}/edit/"),
        ("Make evidence pack", f"/use-cases/{claims.ref}/pack/"),
    ]


def test_the_page_of_a_record_names_the_packs_made_of_it(claims, pack, people, as_person):
    url = f"/use-cases/{claims.ref}/"
    shown = panels(as_person(people.ben).get(url))
    archiving.archive(pack, actor=SYSTEM, reason="Made by mistake")
    without = panels(as_person(people.ben).get(url))

    assert f'href="/packs/{pack.ref}/"' in shown["Evidence packs"]
    assert "2 gaps" in shown["Evidence packs"]
    assert "Evidence packs" not in without


def panels(page):
    return {str(one.title): one.body for one in page.context["side_panels"]}
