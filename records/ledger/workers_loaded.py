"""Loading the program where processes are forked from, so that they share what was loaded."""

import gc

import django

django.setup()
# Looking through it for garbage would copy what is shared.
gc.freeze()
