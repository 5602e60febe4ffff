"""``python -m summarizer`` is ``summarizer``."""

from __future__ import annotations

import sys

from summarizer.cli import main

if __name__ == "__main__":
    sys.exit(main())
