"""``python -m benchmarks.ways``."""

from __future__ import annotations

import sys

from benchmarks.ways.run import main

sys.exit(main())
