"""Texts are looked up once for each language."""

from django.utils.translation import gettext, override
from django.utils.translation.trans_real import DjangoTranslation, translation

from records import translations


def test_a_text_is_looked_up_once(monkeypatch):
    asked = []

    def looked_up(_translation, message):
        asked.append(message)
        return f"{message}!"

    monkeypatch.setattr(translations, "_looked_up", looked_up)
    monkeypatch.delitem(translation("en-gb").__dict__, "remembered", raising=False)
    with override("en-gb"):
        told = [gettext("A text of this test"), gettext("A text of this test")]
    translation("en-gb").__dict__.pop("remembered")

    assert told == ["A text of this test!"] * 2
    assert asked == ["A text of this test"]


def test_languages_keep_their_texts_apart():
    with override("de"):
        german = gettext("Monday")
    with override("fr"):
        french = gettext("Monday")

    assert (german, french) == ("Montag", "lundi")
    assert DjangoTranslation.gettext is translations._remembered


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(translations, "MOST", 2)
    known = translations.RememberedTexts(translation("de"))

    told = [known[text] for text in ("Monday", "Tuesday", "Wednesday")]

    assert told == ["Montag", "Dienstag", "Mittwoch"]
    assert list(known) == ["Wednesday"]
