"""Template tags of the components; `{% load ui %}` brings all of them."""
