"""Apps made of features: a folder each, which registers itself when the models are loaded."""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class FeaturesConfig(AppConfig):
    """An app that names its features, those that others rest on first."""

    features: Sequence[str] = ()

    def ready(self) -> None:
        """Import what each feature registers, if anything: its kinds, panels, jobs, checks."""
        for feature in self.features:
            registration = f"{self.name}.{feature}.registration"
            if find_spec(registration):
                import_module(registration)
