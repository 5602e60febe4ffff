"""Reports: one module a format, each a function of a :class:`~summarizer.models.Summary` (:mod:`summarizer.formats`).

A report shows places as lines and columns where the summary holds its document's text, else as characters.
"""
