"""A fake of each service in the operator's table, by its name there: on loopback, with the service's path, its way of
taking a key, and the habits that its manual and its users' threads tell of. A character is a token.
"""

from __future__ import annotations

from fakes import LlamaCpp, LmStudio, Ollama, Vllm
from quirks import message_of, refusal
from server import ChatServer

KEY = "sk-of-the-table-0123456789"
THOUGHTS = '好，我想想。{"reply": "好的"} 也许是 {"ref": 1}。' * 20


class Service(ChatServer):
    """A hosted service: ``habits(request)`` gives what it refuses, as status and body, or None."""

    PATH = "/v1"

    def __init__(self, *args, **more):
        super().__init__(*args, base=self.PATH, key=KEY, **more)

    def habits(self, request):  # noqa: ARG002 - for those who derive from it
        return None

    def answer(self, request):
        if (refused := self.habits(request)) is not None:
            status, body = refused
            return status, {}, body
        return super().answer(request)


def form(request):
    """How an answer is asked for."""
    if request.get("tools"):
        return "tools"
    return (request.get("response_format") or {}).get("type", "text")


def thinks(body, request, *, unless, tokens=600):
    """The completion of a model that thinks ``unless`` it is told not to; thoughts count."""
    if unless(request):
        return body
    message = message_of(body)
    message["reasoning_content"] = THOUGHTS
    body["usage"]["completion_tokens"] += tokens
    return body


class VllmThinking(Vllm):
    """Qwen3 behind vLLM thinks by its template."""

    def finished(self, body, request):
        off = {"enable_thinking": False}
        return thinks(body, request, unless=lambda asked: asked.get("chat_template_kwargs") == off)


class OpenAI(Service):
    """Newer models: the limit's new name, no temperature, and a schema that is enforced with ``strict`` alone."""

    def habits(self, request):
        if "max_tokens" in request:
            said = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens'."
            return 400, refusal(said, "unsupported_parameter", param="max_tokens")
        if "temperature" in request:
            said = "Unsupported value: 'temperature' does not support 0.0 with this model."
            return 400, refusal(said, "unsupported_value", param="temperature")
        return None


class Azure(OpenAI):
    """The same models, by deployment; the key in a header of its own, filters with HTTP 400."""

    PATH = "/openai/v1"

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.key = None

    def habits(self, request):
        if request["_headers"].get("api-key") != KEY:
            return 401, {"error": {"code": "401", "message": "Access denied due to invalid subscription key."}}
        return super().habits(request)


class DeepSeek(Service):
    """``json_object`` and tools, no ``json_schema``."""

    def habits(self, request):
        if form(request) == "json_schema":
            return 400, refusal("This response_format type is unavailable now", "invalid_request_error")
        return None


class DashScope(Service):
    """Models that think have to be told not to, unless they stream; JSON has to be named in the prompt."""

    PATH = "/compatible-mode/v1"

    def habits(self, request):
        if request.get("enable_thinking") is not False and not request.get("stream"):
            return 400, refusal("parameter.enable_thinking must be set to false for non-streaming calls")
        words = str(request["messages"]).lower()
        if form(request) == "json_object" and "json" not in words:
            return 400, refusal("'messages' must contain the word 'json' in some form")
        if form(request) == "json_schema":
            return 400, refusal(
                "'response_format.type' Invalid value: 'json_schema'. Supported values are: 'json_object'"
            )
        return None


class Zhipu(Service):
    """Thinks unless it is told not to; errors with codes of its own."""

    PATH = "/api/paas/v4"

    def habits(self, request):
        if form(request) == "json_schema":
            return 400, {"error": {"code": "1210", "message": "API 调用参数有误，请检查文档。"}}
        return None

    def finished(self, body, request):
        return thinks(body, request, unless=lambda asked: asked.get("thinking") == {"type": "disabled"})


class Moonshot(Service):
    """One temperature alone for its newer models, and thoughts in a field of their own."""

    def habits(self, request):
        if request.get("temperature", 1) != 1:
            return 400, refusal("invalid temperature: only 1 is allowed for this model", "invalid_request_error")
        return None

    def finished(self, body, request):
        return thinks(body, request, unless=lambda _: False)


class MiniMax(Service):
    """Thoughts in the answer; what is wrong comes with HTTP 200."""

    def habits(self, request):
        if form(request) in {"json_schema", "json_object"}:
            said = {"status_code": 2013, "status_msg": "invalid params, response_format is not supported"}
            return 200, {"choices": None, "base_resp": said}
        return None

    def finished(self, body, request):  # noqa: ARG002
        message = message_of(body)
        if message["content"]:
            message["content"] = f"<think>\n{THOUGHTS}\n</think>\n\n{message['content']}"
        return body | {"base_resp": {"status_code": 0, "status_msg": ""}}


class Volcengine(Service):
    """No list of models, a model by its own name or that of an inference point; thinks unless it is told not to."""

    PATH = "/api/v3"

    def said(self, path, request):
        return None if path.endswith("/models") else super().said(path, request)

    def finished(self, body, request):
        return thinks(body, request, unless=lambda asked: asked.get("thinking") == {"type": "disabled"})


class SiliconFlow(Service):
    """Thinks unless it is told not to, in a field of its own; errors without an ``error``."""

    def habits(self, request):
        if form(request) == "json_schema":
            return 400, {"code": 20041, "message": "response_format json_schema is not supported", "data": None}
        return None

    def finished(self, body, request):
        return thinks(body, request, unless=lambda asked: asked.get("enable_thinking") is False)


class Hunyuan(Service):
    """No form of JSON but tools."""

    def habits(self, request):
        if form(request) not in {"tools", "text"}:
            return 400, refusal("response_format 参数不支持", "InvalidParameter")
        return None


class Qianfan(Service):
    """Roles alternate from the user's on."""

    PATH = "/v2"

    def habits(self, request):
        if request["messages"][0]["role"] == "system":
            said = "the role of message with even index in the messages must be user"
            return 400, refusal(said, "invalid_messages")
        return None


class Mistral(Service):
    """Content in parts from models that think, nothing that the API does not know, ``strict`` and ``random_seed``."""

    def habits(self, request):
        unknown = {"max_completion_tokens", "enable_thinking", "seed"} & request.keys()
        if unknown:
            where = [{"loc": ["body", name], "msg": "Extra inputs are not permitted"} for name in unknown]
            return 422, {"object": "error", "message": {"detail": where}, "type": "invalid_request_error"}
        return None

    def finished(self, body, request):  # noqa: ARG002
        message = message_of(body)
        if message["content"]:
            thought = {"type": "thinking", "thinking": [{"type": "text", "text": THOUGHTS}]}
            message["content"] = [thought, {"type": "text", "text": message["content"]}]
        return body


class Gemini(Service):
    """Errors in a list, models by a path."""

    PATH = "/v1beta/openai"

    def habits(self, request):
        if form(request) == "json_schema" and request["response_format"]["json_schema"].get("strict"):
            said = {"code": 400, "message": "Request contains an invalid argument.", "status": "INVALID_ARGUMENT"}
            return 400, [{"error": said}]
        return None


class OpenRouter(Service):
    """HTTP 404 for what no machine behind it takes, HTTP 200 for what one of them says."""

    PATH = "/api/v1"
    failed = False

    def habits(self, request):
        if form(request) == "json_schema":
            said = "No endpoints found that can handle the requested parameters."
            return 404, {"error": {"message": said, "code": 404}}
        if not self.failed:
            self.failed = True
            return 200, {"error": {"message": "Provider returned error", "code": 502}, "user_id": "u"}
        return None


class Together(Service):
    """A bare list of models of all kinds."""

    def said(self, path, request):
        if path == f"{self.base}/models":
            return [{"id": "FLUX.1", "type": "image"}, *({"id": name, "type": "chat"} for name in self.models)]
        return super().said(path, request)


class Groq(Service):
    """A schema for a few models alone; a pause in the words of its refusals."""

    PATH = "/openai/v1"
    hurried = False

    def habits(self, request):
        if form(request) == "json_schema":
            return 400, refusal("This model does not support response format `json_schema`.", "invalid_request_error")
        if not self.hurried:
            self.hurried = True
            said = "Rate limit reached for model `m` on requests per minute (RPM). Please try again in 120ms."
            return 429, refusal(said, "rate_limit_exceeded")
        return None


SERVICES = {
    "llama.cpp": LlamaCpp,
    "Ollama": Ollama,
    "LM Studio": LmStudio,
    "vLLM": Vllm,
    "vLLM, Qwen3": VllmThinking,
    "OpenAI": OpenAI,
    "Azure OpenAI": Azure,
    "Gemini": Gemini,
    "Mistral": Mistral,
    "OpenRouter": OpenRouter,
    "Together": Together,
    "Groq": Groq,
    "DeepSeek": DeepSeek,
    "DashScope": DashScope,
    "Zhipu": Zhipu,
    "Moonshot": Moonshot,
    "MiniMax": MiniMax,
    "Volcengine": Volcengine,
    "SiliconFlow": SiliconFlow,
    "Hunyuan": Hunyuan,
    "Qianfan": Qianfan,
}
