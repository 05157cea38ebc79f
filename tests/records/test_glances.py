"""A glance at one record of a list."""

from tests import factories

HTMX = {"HX-Request": "true"}


def test_a_glance_tells_the_most_important_of_a_record(people, ben):
    record = factories.use_case(people.home, purpose="Sorts what comes in.", owner=people.ada)

    page = ben.get(f"/use-cases/{record.ref}/peek/", headers=HTMX)

    text = page.content.decode()
    assert "<html" not in text
    assert "Sorts what comes in." in text
    assert f'href="/use-cases/{record.ref}/"' in text
    assert 'id="peek-title" tabindex="-1" autofocus' in text
    assert [str(status.word) for status in page.context["statuses"]] == ["Not classified", "Idea"]


def test_without_javascript_a_glance_is_the_record_itself(people, ben):
    record = factories.use_case(people.home)

    assert ben.get(f"/use-cases/{record.ref}/peek/")["Location"] == f"/use-cases/{record.ref}/"


def test_a_stranger_gets_no_glance(people, sign_in):
    record = factories.use_case(people.home)

    answer = sign_in(people.cleo).get(f"/use-cases/{record.ref}/peek/", headers=HTMX)

    assert answer.status_code == 404
