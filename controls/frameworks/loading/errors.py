"""What refuses a file of the catalogue, by the name that its readers know."""

from records.incoming import ContentError as CatalogueError

__all__ = ["CatalogueError"]
