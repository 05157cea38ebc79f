#!/usr/bin/env python3
"""The one command of Countersign: 'up', 'test', 'lint' and every command of Django."""

import os
import sys

# Read by whatever Python the machine has, so nothing above these lines may be newer.
if os.name == "nt":
    sys.exit("Countersign runs on Linux and macOS. On Windows, run it inside WSL.")
if sys.version_info < (3, 8):  # noqa: UP036 - the starting interpreter may be an old one
    sys.exit("Start manage.py with Python 3.8 or newer; it finds or fetches a newer one itself.")

from ops.bootstrap.entry import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
