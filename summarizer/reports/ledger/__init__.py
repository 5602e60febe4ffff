"""The task ledger: a plan's tasks a row each, with who, by when, and columns for an office to fill in.

One table, in Word (:mod:`.word`) and Excel (:mod:`.sheet`) alike. :mod:`.tasks` makes the rows of a summary,
:mod:`.columns` says what stands in them, :mod:`.earlier` reads a ledger that was written before, and :mod:`.kept` gives
its rows back what people filled in.
"""
