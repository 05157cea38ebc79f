"""The frame of every page: the person's menu, the search, links that lead somewhere."""

import pytest
from django.test import Client

from governance import days
from inventory.models import UseCase
from records import addresses, values
from records.actors import Actor
from records.pages import WorkItem, errors, finding, home, shell
from tests import factories, sessions


@pytest.fixture
def as_person(db):
    """Return a function that gives a client signed in as a person."""

    def sign_in(person):
        client = Client()
        sessions.begin(client, person)
        return client

    return sign_in


def test_the_menu_of_the_person_leads_to_their_own_page(people, as_person):
    page = as_person(people.ada).get("/")

    assert page.context["shell"]["person"]["url"] == "/me/"
    assert '<a class="button button-quiet" href="/me/">' in page.content.decode()


@pytest.mark.parametrize("path", ["/", "/search/?q=claims", "/use-cases/"])
def test_the_search_of_the_frame_stays_in_the_moment_that_is_read(people, as_person, path):
    joint = "&" if "?" in path else "?"
    today = days.day_of(people.ada.created_at).isoformat()

    text = as_person(people.ben).get(f"{path}{joint}as_of={today}").content.decode()

    form = text.split('class="topbar-search"')[1].split("</form>")[0]
    assert f'<input type="hidden" name="as_of" value="{today}">' in form


def test_a_moment_chosen_in_the_history_replaces_the_one_that_is_read(people, as_person):
    record = factories.use_case(people.home)
    url = f"/use-cases/{record.ref}/history/"
    today = days.day_of(record.created_at).isoformat()

    answer = as_person(people.ben).get(url, {"at": "2026-01-02T03:04", "as_of": today})

    assert answer["Location"] == f"/use-cases/{record.ref}/?as_of=2026-01-02T03:04"


def test_values_are_set_in_an_address_that_has_some():
    assert addresses.with_values("/x/?a=1&q=old", q="new") == "/x/?a=1&q=new"


def test_a_chip_leads_only_to_people_within_reach(people):
    ben, cleo = Actor.of(people.ben), Actor.of(people.cleo)

    assert values.linked(people.ada, ben).url == f"/people/{people.ada.ref}/"
    assert values.linked(people.ada, cleo).url == ""
    assert values.linked(people.ada, cleo).name == "Ada Example"


def test_a_unit_out_of_reach_is_named_without_a_link(people):
    ben = Actor.of(people.ben)

    assert values.linked(people.home, ben).url == f"/units/{people.home.ref}/"
    assert values.linked(people.away, ben) == "Away"


def test_many_chips_cost_one_query(people, django_assert_num_queries):
    ben = Actor.of(people.ben)
    ben.memory["reaches"] = ()

    with django_assert_num_queries(1):
        for person in (people.ada, people.ben, people.cleo, people.vera):
            values.linked(person, ben)


def test_every_chip_of_a_record_that_was_lent_leads_somewhere(people, as_person):
    factories.use_case(people.home, owner=people.ada)
    record = UseCase.objects.get()
    client = as_person(people.ada)
    page = client.get(f"/use-cases/{record.ref}/").content.decode()

    assert f'href="/people/{people.ada.ref}/"' in page
    assert client.get(f"/people/{people.ada.ref}/").status_code == 200


@pytest.mark.parametrize(
    ("text", "sought", "shown"),
    [
        ("Claims <b>", "claims", "<mark>Claims</mark> &lt;b&gt;"),
        ("A.6.2.4 (x)", "a.6.2.4", "<mark>A.6.2.4</mark> (x)"),
        ("plain", "", "plain"),
        ("& more", "&", "<mark>&amp;</mark> more"),
    ],
    ids=["case and escape", "dots are no pattern", "nothing sought", "sign"],
)
def test_what_was_sought_is_marked_and_nothing_else_is_markup(text, sought, shown):
    assert finding.marked(text, sought) == shown


def test_what_an_app_finds_exactly_stands_first(people, as_person, monkeypatch):
    factories.use_case(people.home, name="Rule nine")

    def rules(actor, text):
        assert actor.person == people.ben
        one = finding.Hit(title="Nine", url="/x/", code="Rule 9", kind="Rule", place="House rules")
        return [finding.Hits(title="Rules", hits=[one], is_exact=text == "rule xyz")]

    def nothing(_actor, _text):
        return [finding.Hits(title="None", hits=[])]

    monkeypatch.setattr(finding, "_PROVIDERS", [rules, nothing])
    client = as_person(people.ben)

    def titles(text):
        groups = client.get("/search/", {"q": text}).context["groups"]
        return [str(group["title"]) for group in groups]

    assert titles("rule") == ["Use cases", "Rules"]
    assert titles("rule xyz") == ["Rules"]


def test_an_exact_find_of_an_app_stands_before_records(people, as_person, monkeypatch):
    factories.use_case(people.home, name="Rule 9 of the house")
    one = finding.Hit(title="Nine", url="/x/", code="Rule 9", kind="Rule", place="House rules")
    exact = finding.Hits(title="Rules", hits=[one], is_exact=True)
    monkeypatch.setattr(finding, "_PROVIDERS", [lambda _actor, _text: [exact]])

    groups = as_person(people.ben).get("/search/", {"q": "rule 9"}).context["groups"]

    assert [str(group["title"]) for group in groups] == ["Rules", "Use cases"]


def test_a_moment_that_cannot_be_read_is_refused_on_a_page(people, as_person):
    answer = as_person(people.ben).get("/use-cases/?as_of=nonsense")

    text = answer.content.decode()
    assert answer.status_code == 400
    assert "takes a day (2026-03-14)" in text
    assert "Nothing was changed." in text
    assert '<main id="main"' in text


def test_a_defect_is_shown_with_a_reference_that_the_log_names(rf, caplog):
    answer = errors.server_error(rf.get("/use-cases/"))

    text = answer.content.decode()
    (line,) = caplog.messages
    reference = line.split()[1]
    assert answer.status_code == 500
    assert f"<code>{reference}</code>" in text
    assert line == f"Reference {reference} was shown for GET /use-cases/"


def test_the_sample_can_be_removed_from_its_banner_by_administrators(people, as_person, rf):
    request = rf.get("/")
    request.shows_sample = True

    told = {
        name: shell._sample(request, Actor.of(getattr(people, name))) for name in ("adam", "ben")
    }
    request.shows_sample = False

    assert told["adam"] == {"sample": True, "sample_url": "/samples/remove/"}
    assert told["ben"] == {"sample": True, "sample_url": ""}
    assert shell._sample(request, Actor.of(people.adam)) == {"sample": False}


def test_work_without_any_date_is_told_as_what_waits():
    today = days.today()
    undated = [WorkItem(title="Open", url="/", why="Yours")]
    dated = WorkItem(title="Late", url="/", why="Yours", due=today)

    assert [title for title, _rows in home.groups(undated, today)] == ["Waits for you"]
    assert [title for title, _rows in home.groups([*undated, dated], today)] == [
        "Due within a week",
        "Without a date",
    ]
