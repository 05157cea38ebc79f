"""The living style page: every component and page layout with realistic content."""

from records.styleguide.views import page

__all__ = ["page"]
