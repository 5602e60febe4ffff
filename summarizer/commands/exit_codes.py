"""Exit codes of the commands; that of wrong use, 2, is the error's own (:mod:`summarizer.errors`)."""

COMPLETE, FAILED, INCOMPLETE, INTERRUPTED = 0, 1, 3, 130
