"""What a person decides on a summary, item by item: kept at once, grounded in the text, and lost to nobody.

:mod:`.store` is the face of it: the reviews of the jobs of a database. Decisions (:mod:`.decisions`) are turned into
changes of items by :mod:`.deciding`, which reads no clock and no database; the changes are what the log holds, and the
items as they stand are the log folded (:mod:`.state`). :mod:`.rerun` meets a new run of the extractor, :mod:`.results`
makes the summary and the gold file of what was decided.
"""
