"""Units that Chinese plans treat alike: the one home of each set."""

from __future__ import annotations
