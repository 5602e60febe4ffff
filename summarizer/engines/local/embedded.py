"""llama.cpp's server out of the wheel xllamacpp, as a process of its own: ``python embedded.py``.

``$PLAN_SUMMARIZER_SERVES``, a JSON object, says what to serve: ``model``, ``name``, ``key``, ``port``, ``threads``,
``slots``, ``context``. llama.cpp's own log tells that it listens; nothing is printed beside it, since the two would mix
within a line. The guard ends it: it could not watch a pipe itself, since loading a model holds the interpreter's lock.
"""

import json
import os
import sys
import threading


def main() -> int:
    """Serve until ended; 1 where the model cannot be loaded (the log says why)."""
    wanted = json.loads(os.environ["PLAN_SUMMARIZER_SERVES"])
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = wanted["model"]
    params.model_alias = {wanted["name"]}
    params.api_keys = [wanted["key"]]
    params.hostnames = ["127.0.0.1"]
    params.port = wanted["port"]
    params.ui = False
    params.enable_reasoning = 0  # slots are filled, not thought about: thoughts would eat the answer's tokens
    params.n_parallel = wanted["slots"]
    params.n_ctx = wanted["context"] * wanted["slots"]
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = wanted["threads"]
    try:
        server = xllamacpp.Server(params)
    except RuntimeError as error:
        print(error, flush=True)  # noqa: T201
        return 1
    threading.Event().wait()
    del server  # it serves for as long as it is held
    return 0


if __name__ == "__main__":
    sys.exit(main())
