"""How the installation is: checks that the apps add, read by a page, a command and monitors."""

from records.health.checks import (
    BEAT_EVERY,
    HealthCheck,
    Level,
    beat,
    last_beat,
    lasting,
    register,
    report,
    worst,
)

__all__ = [
    "BEAT_EVERY",
    "HealthCheck",
    "Level",
    "beat",
    "last_beat",
    "lasting",
    "register",
    "report",
    "worst",
]
