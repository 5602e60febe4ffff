"""Fakes of real servers on loopback: each does what its documentation or an issue thread says that one does.

They derive from :class:`server.ChatServer`, where a character is a token.
"""

from __future__ import annotations

import json

from server import ChatServer


class LlamaCpp(ChatServer):
    """llama-server: tells its slots' context, tokenizes, refuses what is too long.

    https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
    """

    def __init__(self, *args, window=4096, slots=2, **more):
        super().__init__(*args, **more)
        self.window = window
        self.slots = slots
        self.tokenized = []

    def said(self, path, request):
        if path == "/props":
            return {"default_generation_settings": {"n_ctx": self.window}, "total_slots": self.slots}
        if path == "/tokenize" and request and request["with_pieces"]:
            self.tokenized.append(request["content"])
            return {"tokens": [{"id": ord(c), "piece": c} for c in request["content"]]}
        return super().said(path, request)

    def answer(self, request):
        if (read := self.tokens(request)) >= self.window:
            message = f"request ({read} tokens) exceeds the available context size ({self.window} tokens)"
            return 400, {}, {"error": {"code": 400, "message": message, "type": "exceed_context_size_error"}}
        return super().answer(request)


class Vllm(ChatServer):
    """vLLM: ``max_model_len`` in its list (https://github.com/modal-labs/modal-examples/issues/843), tokens in its
    vocabulary's spelling (https://github.com/vllm-project/vllm/pull/18941); prompt and ``max_tokens`` have to fit.
    """

    def __init__(self, *args, window=4096, **more):
        super().__init__(*args, **more)
        self.window = window
        self.tokenized = []

    def listed(self, model):
        return super().listed(model) | {"max_model_len": self.window}

    def said(self, path, request):
        if path == "/tokenize" and request and request["return_token_strs"]:
            self.tokenized.append(request["prompt"])
            strings = [byte_level(character) for character in request["prompt"]]
            return {"count": len(strings), "max_model_len": self.window, "tokens": [], "token_strs": strings}
        return super().said(path, request)

    def answer(self, request):
        if self.tokens(request) + request["max_tokens"] > self.window:
            message = f"This model's maximum context length is {self.window} tokens. However, you requested more."
            return 400, {}, {"error": {"message": message, "type": "BadRequestError", "code": 400}}
        return super().answer(request)


class Ollama(ChatServer):
    """Ollama: a small context that the API cannot set (https://docs.ollama.com/context-length), told by ``/api/ps``
    once a model is loaded (https://github.com/ollama/ollama/pull/11331); what is longer is cut, and nothing says so
    (https://github.com/ollama/ollama/issues/3839, https://github.com/ollama/ollama/issues/10368).
    """

    def __init__(self, *args, window=4096, tells=True, **more):
        super().__init__(*args, **more)
        self.window = window
        self.tells = tells
        self.loaded = False
        self.cut = 0

    def said(self, path, request):
        if path == "/api/ps":
            entries = [{"name": f"{m}:latest", "model": f"{m}:latest"} for m in self.models if self.loaded]
            return {"models": [entry | ({"context_length": self.window} if self.tells else {}) for entry in entries]}
        return super().said(path, request)

    def answer(self, request):
        self.loaded = True
        self.cut += super().tokens(request) > self.window
        return super().answer(request)

    def tokens(self, request):
        return min(super().tokens(request), self.window)


class ForgetfulOllama(Ollama):
    """No prompt tokens where the prompt was in the cache: https://github.com/ollama/ollama/issues/5370."""

    def finished(self, body, request):  # noqa: ARG002
        return body | {"usage": body["usage"] | {"prompt_tokens": 0}}


class LmStudio(ChatServer):
    """LM Studio: the loaded context beside the model's own (https://github.com/zed-industries/zed/issues/33938), HTTP
    200 and no text for what is longer (https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/2339), and the
    answer in the thoughts' field (https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/1698).
    """

    def __init__(self, *args, window=4096, tells=True, thinks=False, **more):
        super().__init__(*args, **more)
        self.window = window
        self.tells = tells
        self.thinks = thinks

    def said(self, path, request):
        if path == "/api/v0/models" and self.tells:
            own = {"state": "loaded", "max_context_length": 131072, "loaded_context_length": self.window}
            return {"object": "list", "data": [{"id": model, "type": "llm"} | own for model in self.models]}
        return super().said(path, request)

    def finished(self, body, request):
        message = body["choices"][0]["message"]
        if self.tokens(request) > self.window:
            message["content"] = ""
        elif self.thinks:
            message |= {"content": "", "reasoning_content": message["content"]}
        return body


class Unreported(ChatServer):
    """No usage (https://github.com/LostRuins/koboldcpp/issues/603), or null
    (https://github.com/triton-inference-server/server/issues/8194).
    """

    def __init__(self, *args, null=False, **more):
        super().__init__(*args, **more)
        self.null = null

    def finished(self, body, request):  # noqa: ARG002
        del body["usage"]
        return body | ({"usage": None} if self.null else {})


class Thinker(ChatServer):
    """A model that thinks before it answers, in the answer (``tag``, ``closing`` where the template opened it) or in a
    field (https://docs.vllm.ai/en/stable/features/reasoning_outputs/); thoughts count against ``max_tokens``
    (https://github.com/aaif-goose/goose/issues/11142).
    """

    def __init__(self, *args, where="tag", length=0, **more):
        super().__init__(*args, **more)
        self.where = where
        self.length = length

    def finished(self, body, request):
        choice = body["choices"][0]
        message, thoughts = choice["message"], '好，我想想。{"reply": "好的"} 也许是 {"ref": 1}。'
        spent = request["max_tokens"] < self.length
        text = None if spent else message["content"]
        if spent:
            choice["finish_reason"] = "length"
        if self.where in {"tag", "closing"}:
            opened = "<think>" if self.where == "tag" or spent else ""
            message["content"] = f"{opened}{thoughts}" if spent else f"{opened}{thoughts}</think>\n\n{text}"
        else:
            message |= {"content": text, self.where: thoughts}
        return body


class Fenced(ChatServer):
    """A model that wraps its JSON: https://github.com/ollama/ollama/issues/14440."""

    def finished(self, body, request):  # noqa: ARG002
        message = body["choices"][0]["message"]
        if message["content"]:
            message["content"] = f"好的，结果如下：\n```json\n{message['content']}\n```\n希望对你有帮助。"
        return body


def ignores(server, *modes):
    """The server with a schema ignored and HTTP 200 given all the same; ``modes`` are those that it knows at all.

    https://github.com/ollama/ollama/issues/14645, https://github.com/ggml-org/llama.cpp/issues/19051
    """
    server.enforces = False
    server.modes = set(modes or ("json", "json_schema"))
    return server


def byte_level(character):
    """A character as a byte-level vocabulary spells it."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in plain]
    return "".join(chr(b) if b in plain else chr(256 + hidden.index(b)) for b in character.encode())


def echoed(policy):
    """A policy for the ``echo`` shape as well: a list with an entry for each ref that the request asks about."""

    def answers(path, schema, request):
        if path[-1:] == ("others",):
            return []
        if path[-1:] != ("answers",):
            return policy(path, schema, request)
        user = request["messages"][-1]["content"]
        start = user.find('{"answers"')
        if start < 0:
            return [{"ref": "3:80所", "answer": "qv7-青鸾"}]
        form, _ = json.JSONDecoder().raw_decode(user, start)
        return [
            {"ref": entry["ref"], "answer": policy((entry["ref"],), {"enum": ["承诺"]}, request)}
            if "标题" not in entry["ref"]
            else {"ref": entry["ref"], "answer": "推进工作落实"}
            for entry in form["answers"]
        ]

    return answers
