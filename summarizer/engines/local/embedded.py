"""llama.cpp's server out of the wheel xllamacpp, as a process of its own: ``python embedded.py``.

One line of JSON on standard input says what to serve (``model``, ``name``, ``key``, ``threads``, ``slots``,
``context``). Prints ``listening http://127.0.0.1:PORT`` once it serves, and ends when standard input does,
which is when the parent is gone.
"""

from __future__ import annotations

import json
import os
import sys
import threading


def main() -> int:
    """Serve until the parent is gone; 1 where the model cannot be loaded (the log says why)."""
    wanted = json.loads(sys.stdin.readline())
    threading.Thread(target=_watch, daemon=True).start()  # before the model is loaded, which may take a minute
    import xllamacpp  # noqa: PLC0415

    params = xllamacpp.CommonParams()
    params.model.path = wanted["model"]
    params.model_alias = {wanted["name"]}
    params.api_keys = [wanted["key"]]
    params.hostnames = ["127.0.0.1"]
    params.port = 0
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
    print("listening", server.listening_address, flush=True)  # noqa: T201
    threading.Event().wait()
    return 0


def _watch() -> None:
    """End this process when nobody holds the other side of standard input any more."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(0)  # at once: the server's own threads would first finish what nobody waits for


if __name__ == "__main__":
    sys.exit(main())
