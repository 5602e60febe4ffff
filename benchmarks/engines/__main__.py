"""``python -m benchmarks.engines``."""

from __future__ import annotations

import sys

from benchmarks.engines.run import main

sys.exit(main())
