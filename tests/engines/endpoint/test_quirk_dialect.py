"""How an endpoint wants its requests, learnt from its refusals in the words of many services; lists of its models."""

from __future__ import annotations

import pytest
from endpoint_samples import CHUNK, DOCUMENT, OUTLINE, draft, run, wise
from fakes import echoed
from quirks import Listing, Refusing, as_stream, refusal, refusals_of
from server import ChatServer

from summarizer.errors import EndpointError

pytestmark = pytest.mark.slow  # many runs or waits: a second and more a test under load

# Parameters


def learnt(server, tmp_path, **more):
    """A run that is complete after at most two refusals."""
    with server:
        better, _ = run(server, tmp_path, **more)
    assert better.gaps == []
    assert better.targets[0].source == "both"
    assert 1 <= server.refused <= 2
    return server.requests[-1]


@refusals_of("limit_name")
def test_the_name_of_the_answers_limit_is_learnt(tmp_path, status, body):
    request = learnt(Refusing(wise, lambda request: "max_tokens" in request, status, body), tmp_path)
    assert request["max_completion_tokens"] > 0


def test_a_server_that_takes_no_limit_at_all_is_asked_without(tmp_path):
    names = {"max_tokens", "max_completion_tokens"}
    said = "Unknown parameter: max_tokens or max_completion_tokens"
    request = learnt(Refusing(wise, lambda request: bool(names & request.keys()), 400, said), tmp_path)
    assert not names & request.keys()


@pytest.mark.parametrize(
    "said",
    [
        "Range of max_tokens should be [1, 100]",
        "Invalid max_tokens value, the valid range of max_tokens is [1, 100]",
        "max_tokens is too large: 160. This model supports at most 100 completion tokens",
        "`max_tokens` must be less than or equal to `100`, the maximum value for `max_tokens` of this model",
        "max_tokens: 160 > 100, which is the maximum allowed number of output tokens",
    ],
)
def test_the_most_that_an_answer_may_take_is_learnt(tmp_path, said):
    request = learnt(Refusing(wise, lambda request: request["max_tokens"] > 100, 400, said), tmp_path)
    assert request["max_tokens"] <= 100


@refusals_of("temperature")
def test_a_temperature_that_is_refused_is_left_out(tmp_path, status, body):
    request = learnt(Refusing(wise, lambda request: "temperature" in request, status, body), tmp_path)
    assert "temperature" not in request


def has_system(request):
    return any(message["role"] == "system" for message in request["messages"])


@refusals_of("system_role")
def test_a_system_message_that_is_refused_goes_to_the_user(tmp_path, status, body):
    """Its words stay in front of the question, and roles alternate from there on."""
    with ChatServer(wise) as server:
        run(server, tmp_path / "plain")
        plain = [message["content"] for message in server.requests[-1]["messages"]]
    request = learnt(Refusing(wise, has_system, status, body), tmp_path)
    assert [message["role"] for message in request["messages"]] == ["user"]
    assert request["messages"][0]["content"] == "\n\n".join(plain)


def test_without_a_system_message_an_answer_that_does_not_fit_is_still_fed_back(tmp_path):
    async def broken(engine):
        await engine.checked_capabilities()
        server.faults[:] = ["broken"]
        return await engine.extract(DOCUMENT, OUTLINE, CHUNK, draft())

    with Refusing(wise, has_system, 400, "System role not supported") as server:
        better, _ = run(server, tmp_path, broken)
        roles = [[m["role"] for m in r["messages"]] for r in server.requests if len(r["messages"]) > 2]
    assert roles == [["user", "assistant", "user"]]
    assert better.gaps == []


@refusals_of("stream_only")
def test_a_server_that_only_streams_is_asked_for_a_stream(tmp_path, status, body):
    class Streams(Refusing):
        finished = staticmethod(as_stream)

    request = learnt(Streams(wise, lambda request: not request.get("stream"), status, body), tmp_path)
    assert request["stream"] is True


@pytest.mark.parametrize("status", [400, 502])
def test_a_word_that_only_looks_like_a_stream_is_none(tmp_path, status):
    """An upstream that fails has nothing to do with how it is asked."""
    said = "Provider returned error from upstream"
    with Refusing(wise, lambda _: server.refused < 1, status, said) as server:
        run(server, tmp_path)
        assert not any("stream" in request for request in server.requests)


@pytest.mark.parametrize(
    "said",
    [
        "parameter.enable_thinking must be set to false for non-streaming calls",
        "The value of the enable_thinking parameter is restricted to False.",
    ],
)
def test_thinking_that_has_to_be_switched_off_is(tmp_path, said):
    server = Refusing(wise, lambda request: request.get("enable_thinking") is not False, 400, said)
    assert learnt(server, tmp_path)["enable_thinking"] is False


def test_who_wants_a_model_to_think_gets_a_stream_where_that_is_the_condition(tmp_path):
    """What the user says of a body counts more than what is learnt of it."""

    class Streams(Refusing):
        finished = staticmethod(as_stream)

    said = "parameter.enable_thinking must be set to false for non-streaming calls"
    server = Streams(wise, lambda request: request["enable_thinking"] and not request.get("stream"), 400, said)
    request = learnt(server, tmp_path, extra_body={"enable_thinking": True})
    assert (request["enable_thinking"], request["stream"]) == (True, True)


def test_everything_at_once_is_learnt_one_by_one(tmp_path):
    """The most particular of services: four refusals, then all is well."""

    class Particular(ChatServer):
        refused = 0

        def answer(self, request):
            for wrong, said in (
                (has_system(request), "System role not supported"),
                ("max_tokens" in request, "use 'max_completion_tokens' instead"),
                ("temperature" in request, "temperature is fixed"),
                (not request.get("stream"), "Stream must be set to true"),
            ):
                if wrong:
                    self.refused += 1
                    return 400, {}, refusal(said)
            return super().answer(request)

        finished = staticmethod(as_stream)

    with Particular(wise) as server:
        better, _ = run(server, tmp_path)
    assert (better.gaps, server.refused) == ([], 4)


# Lists of models


@pytest.mark.parametrize(
    "listed",
    [
        {"object": "list", "data": [{"id": "test-model"}]},
        [{"id": "test-model", "type": "chat"}],
        {"data": ["test-model"]},
        {"models": [{"name": "test-model", "size": 1}]},
        {"data": [{"id": "bge-embed"}, {"id": "f", "type": "image"}, {"id": "test-model"}]},
        {"data": [None, {}, {"id": 7}, {"id": "a\nb"}, {"id": "test-model"}]},
    ],
)  # fmt: skip
def test_a_list_of_models_is_read_in_every_shape(tmp_path, listed):
    with Listing(wise, listed) as server:
        _, engine = run(server, tmp_path)
    assert engine.client.connection.model_name == "test-model"


@pytest.mark.parametrize(
    ("status", "listed", "says"),
    [
        (200, {"object": "list", "data": []}, "no model"),
        (200, {"object": "list", "data": None}, "no model"),
        (200, [], "no model"),
        (200, {"object": "list", "data": [{"id": "text-embedding-3", "type": "embedding"}]}, "no model"),
        (403, refusal("You have insufficient permissions for this operation."), "insufficient permissions"),
        (404, {"error": "not found"}, "not found"),
        (405, {"detail": "Method Not Allowed"}, "Method Not Allowed"),
        (401, refusal("bad key"), "refused the key"),
        (402, refusal("Insufficient Balance"), "Insufficient Balance"),
        (200, b"<html><title>Log in</title></html>", "web page"),
    ],
)
def test_a_list_that_is_empty_or_forbidden_is_one_line_and_a_named_model_works(tmp_path, status, listed, says):
    with Listing(wise, listed, status) as server:
        with pytest.raises(EndpointError) as caught:
            run(server, tmp_path)
        assert says in str(caught.value)
        assert "\n" not in str(caught.value)
        assert server.requests == []
        better, _ = run(server, tmp_path, model="test-model")
    assert better.gaps == []


# Forms


@pytest.mark.parametrize(
    "said",
    [
        "No endpoints found that support tool use. To learn more about provider routing, visit: x",
        "No endpoints found that can handle the requested parameters.",
    ],
)
def test_a_form_that_no_machine_behind_an_address_takes_is_no_unknown_model(tmp_path, said):
    """OpenRouter says it with HTTP 404, as of a model that it does not have."""
    unknown = lambda request: (request.get("response_format") or {}).get("type") == "json_schema"  # noqa: E731
    server = Refusing(echoed(wise), unknown, 404, {"error": {"message": said, "code": 404}})
    with server:
        better, engine = run(server, tmp_path)
    assert engine.capabilities.mode.mode == "tools"
    assert better.gaps == []
