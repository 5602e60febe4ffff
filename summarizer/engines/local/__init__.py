"""The local engine: a model on this machine, behind a llama.cpp server that runs only as long as we do.

From the server's address on it is the endpoint engine, unchanged. This package finds a program and a model, fetches
the model where it is told to, starts the one with the other when the first question needs it, and ends it
whatever happens.
"""
