"""Documents read through a provider's batch interface: questions in files, answered in its own time, often for less.

::

    ProviderRun(database, settings, spec, batch).run()

A document is read as ever, up to the questions that have no answer yet (:mod:`summarizer.engines.endpoint.deferring`);
the questions of all documents are sent as one file, or several. When they are answered the documents are read again,
and come as far as their next questions, until nothing is open. All of it stands in the database: whoever runs the same
again goes on with what the provider has. It works with every provider that has OpenAI's ``/files`` and ``/batches``.
"""
