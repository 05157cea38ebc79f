"""A list whose rows are no records: its order, its columns, what its filters say."""

import pytest
from django import forms
from django.test import RequestFactory

from records.actors import Actor
from records.lists.columns import Column
from records.lists.lists import SequenceList

WORDS = [("pear", 4), ("fig", 3), ("plum", 4), ("apple", 5)]


class WordForm(forms.Form):
    """Narrow words by their beginning, or to long ones."""

    q = forms.CharField(label="Search", required=False)
    size = forms.ChoiceField(
        label="Size", required=False, choices=[("", "any"), ("long", "four letters and more")]
    )


class WordList(SequenceList[tuple[str, int]]):
    """Words with their length."""

    head = "word"
    columns = (
        Column(key="word", label="Word", value=lambda row: row[0], sort=lambda row: row[0]),
        Column(key="letters", label="Letters", value=lambda row: row[1], sort=lambda row: row[1]),
        Column(key="last", label="Last", value=lambda row: row[0][-1], shown=False),
    )

    def make_form(self):
        return WordForm(self.query)

    def found(self):
        asked = self.form.cleaned_data if self.is_valid else {}
        return [
            row
            for row in WORDS
            if row[0].startswith(asked.get("q", ""))
            and (asked.get("size") != "long" or row[1] >= 4)
        ]


def asked(query=""):
    return WordList(RequestFactory().get(f"/words/?{query}"), Actor.system("tests"))


def words(listed):
    return [word for word, _letters in listed.rows().every()]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "pear fig plum apple"),
        ("sort=word", "apple fig pear plum"),
        ("sort=-letters", "apple pear plum fig"),
        ("sort=last", "pear fig plum apple"),
        ("sort=nothing&q=p", "pear plum"),
        ("size=long&sort=word", "apple pear plum"),
        ("size=nonsense", "pear fig plum apple"),
    ],
    ids=["as_found", "up", "down", "no_order", "unknown", "filtered", "unreadable"],
)
def test_rows_stand_in_the_order_asked_for(query, found):
    assert " ".join(words(asked(query))) == found


def test_a_heading_says_how_it_is_sorted_and_turns_the_order_round():
    headings = asked("sort=word&q=p&page=3").headings()

    assert [(head.label, head.sorted, head.sort_url) for head in headings] == [
        ("Word", "asc", "/words/?sort=-word&q=p"),
        ("Letters", "", "/words/?sort=letters&q=p"),
    ]


def test_the_head_stays_whichever_columns_are_chosen():
    listed = asked("columns=last,nothing")

    assert [head.label for head in listed.headings()] == ["Word", "Last"]
    assert listed.row(WORDS[0]).cells == ["pear", "r"]


def test_each_filter_says_what_it_is_and_can_be_dropped():
    listed = asked("q=p&size=long&sort=word&page=2")

    assert listed.says() == ["Search: p", "Size: four letters and more"]
    assert [chip.remove_url for chip in listed.chips()] == [
        "/words/?size=long&sort=word",
        "/words/?q=p&sort=word",
    ]
    assert listed.clear_url() == "/words/?sort=word"


def test_a_filter_that_cannot_be_read_is_told_with_the_way_out():
    listed = asked("size=nonsense")

    assert (listed.is_valid, listed.chips()) == (False, [])
    assert listed.form.errors.keys() == {"size"}
