"""The typed readers of the environment."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param(
            "postgresql://countersign_app@/countersign?host=/tmp/with%20space",
            ("countersign", "countersign_app", "", "/tmp/with space", "", {}),
            id="socket",
        ),
        pytest.param(
            "postgres://ada:p%40ss%2Fword@db.example.org:6432/govern?sslmode=require",
            ("govern", "ada", "p@ss/word", "db.example.org", "6432", {"sslmode": "require"}),
            id="network",
        ),
        pytest.param("postgresql://[::1]/govern", ("govern", "", "", "::1", "", {}), id="IPv6"),
        pytest.param("", ("", "", "", "", "", {}), id="none"),
    ],
)
def test_address_becomes_settings(address, expected):
    keys = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")

    found = env.database(address)

    assert tuple(found[key] for key in keys) == expected
    assert found["ENGINE"] == "django.db.backends.postgresql"


def test_other_databases_are_refused_by_name():
    with pytest.raises(ImproperlyConfigured, match="starts with 'mysql'"):
        env.database("mysql://ada@db/govern")


@pytest.mark.parametrize(
    ("value", "expected"), [("yes", True), ("1", True), ("Off", False), ("", True)]
)
def test_flag_is_read(monkeypatch, value, expected):
    monkeypatch.setenv("A_FLAG", value)

    assert env.flag("A_FLAG", True) is expected


def test_wrong_flag_and_number_are_refused_with_name_and_value(monkeypatch):
    monkeypatch.setenv("A_VALUE", "perhaps")

    with pytest.raises(ImproperlyConfigured, match="A_VALUE is 'perhaps'"):
        env.flag("A_VALUE", True)
    with pytest.raises(ImproperlyConfigured, match="A_VALUE is 'perhaps'; it must be a whole"):
        env.number("A_VALUE", 1)


def test_text_without_value_and_default_is_refused(monkeypatch):
    monkeypatch.setenv("A_TEXT", " ")

    assert env.text("A_TEXT", "default") == "default"
    with pytest.raises(ImproperlyConfigured, match="A_TEXT is not set"):
        env.text("A_TEXT")


def test_url_of_another_scheme_is_refused(monkeypatch):
    monkeypatch.setenv("REDIS_URL", "http://cache")

    with pytest.raises(ImproperlyConfigured, match="must start with redis:// or rediss://"):
        env.url("REDIS_URL", "", schemes=("redis", "rediss"))
