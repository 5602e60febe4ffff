"""Reading ``all``: a model reads every line and every written number, not only what the rules leave open.

``lines`` finds what is asked about, ``questions`` words the request and reads its answer, ``candidates`` grounds what
came back, ``joining`` holds it against what the rules found. The asking itself is that of every question
(:class:`~summarizer.engines.endpoint.asking.Asking`).
"""
