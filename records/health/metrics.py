"""The figures of the checks in the text format that Prometheus reads."""

from collections.abc import Iterator, Sequence

from django.conf import settings

from records.health.checks import ORDER, HealthCheck

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
HELP = {
    "countersign_info": "The version that runs, as a label.",
    "countersign_health": "How each check is: 0 fine, 1 look at it, 2 broken.",
}


def text(checks: Sequence[HealthCheck]) -> str:
    """Write every check and every figure as a gauge."""
    levels = [(f'{{check="{check.code}"}}', float(ORDER[check.level])) for check in checks]
    version = f'{{version="{_escaped(settings.VERSION)}"}}'
    lines = [
        *_gauge("countersign_info", [(version, 1.0)]),
        *_gauge("countersign_health", levels),
    ]
    for check in checks:
        for name, value in check.figures.items():
            lines += _gauge(name, [("", float(value))])
    return "\n".join(lines) + "\n"


def _gauge(name: str, samples: Sequence[tuple[str, float]]) -> Iterator[str]:
    if name in HELP:
        yield f"# HELP {name} {HELP[name]}"
    yield f"# TYPE {name} gauge"
    for labels, value in samples:
        yield f"{name}{labels} {value:.17g}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
