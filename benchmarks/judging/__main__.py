"""``python -m benchmarks.judging``."""

from __future__ import annotations

import sys

from benchmarks.judging.run import main

sys.exit(main())
