"""To the API it already speaks, a client sees no gateway: the same request, once directly and once through it."""

import json

import openai
import pytest
from openai.lib.streaming.chat import ChatCompletionStreamState

from support import CLAUDE, GPT, KEY, user

PARAMETERS = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"],
              "additionalProperties": False}
CHAT_TOOLS = [{"type": "function", "function": {
    "name": "weather", "description": "Tells it.", "parameters": PARAMETERS, "strict": True}}]
TOOLS = [{"name": "weather", "description": "Tells it.", "input_schema": PARAMETERS}]
CALL = """[[echo: Let me look.]] [[call: weather {"city": "Kiel"}]]"""

CHAT_REQUESTS = {
    "text": dict(messages=user("[[text: 20]]")),
    "calls": dict(messages=user(CALL + CALL), tools=CHAT_TOOLS),
    "choices with logprobs": dict(messages=user("[[text: 6]]"), n=2, logprobs=True, top_logprobs=2),
    "refusal": dict(messages=user("[[refuse: No, thank you.]]")),
    "cut": dict(messages=user("[[text: 90]]"), max_completion_tokens=9),
    "schema": dict(messages=user("Where?"), response_format={"type": "json_schema", "json_schema": {
        "name": "place", "strict": True, "schema": PARAMETERS}}),
    "options": dict(messages=user("[[echo: x]]"), temperature=0.3, top_p=0.9, seed=7, frequency_penalty=0.5,
                    presence_penalty=-0.5, logit_bias={"50256": -100}, user="u", store=False, metadata={"a": "b"},
                    service_tier="default", stop=["z"]),
}
REQUESTS = {
    "text": dict(messages=user("[[text: 20]]")),
    "calls": dict(messages=user(CALL + CALL), tools=TOOLS),
    "thinking": dict(messages=user("[[think: 9]] " + CALL), tools=TOOLS, max_tokens=3000,
                     thinking={"type": "enabled", "budget_tokens": 1024}),
    "sealed": dict(messages=user("[[redact]] [[think: 9]] [[echo: x]]"), max_tokens=3000,
                   thinking={"type": "enabled", "budget_tokens": 1024}),
    "refusal": dict(messages=user("[[refuse: No, thank you.]]")),
    "stop": dict(messages=user("[[echo: x]] [[stop: omega]]"), stop_sequences=["omega"]),
    "options": dict(messages=user("[[echo: x]]"), system=[{"type": "text", "text": "Be brief."}],
                    metadata={"user_id": "u"}, service_tier="auto"),
}


def bare(value):
    """Without what differs from one request to the next, or by design: the model is named as the client named it."""
    if isinstance(value, dict):
        return {key: bare(member) for key, member in value.items()
                # Padding; and null where there is nothing to say about the end.
                if key not in ("id", "created", "model", "obfuscation") and not (key == "stop_details" and not member)}
    if isinstance(value, list):
        return [bare(element) for element in value]
    return value


@pytest.mark.parametrize("request_", CHAT_REQUESTS.values(), ids=CHAT_REQUESTS.keys())
def test_chat_whole(openai_client, direct_openai_client, simulators, request_):
    answers = []
    for client, model in ((direct_openai_client, GPT), (openai_client, "openai/" + GPT)):
        simulators.forget()
        answer = client.chat.completions.create(**(dict(model=model, max_completion_tokens=300) | request_))
        answers.append(bare(answer.to_dict()))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("name", CHAT_REQUESTS)
def test_chat_streamed(openai_client, direct_openai_client, simulators, name):
    chunks, finals = [], []
    for client, model in ((direct_openai_client, GPT), (openai_client, "openai/" + GPT)):
        simulators.forget()
        state = ChatCompletionStreamState()
        chunks.append([])
        for chunk in client.chat.completions.create(
                stream=True, stream_options={"include_usage": True},
                **(dict(model=model, max_completion_tokens=300) | CHAT_REQUESTS[name])):
            chunks[-1].append(bare(chunk.to_dict()))
            state.handle_chunk(chunk)
        finals.append(bare(state.current_completion_snapshot.to_dict()))
    assert finals[0] == finals[1]
    # Chunk by chunk too, but for the very first: what it says of the role may come with what it says first.
    if name not in ("refusal", "choices with logprobs"):
        assert chunks[0] == chunks[1]


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS.keys())
def test_messages_whole(anthropic_client, direct_anthropic_client, simulators, request_):
    answers = []
    for client, model in ((direct_anthropic_client, CLAUDE), (anthropic_client, "anthropic/" + CLAUDE)):
        simulators.forget()
        answers.append(bare(client.messages.create(**(dict(model=model, max_tokens=300) | request_)).to_dict()))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS.keys())
def test_messages_streamed(anthropic_client, direct_anthropic_client, simulators, request_):
    answers = []
    for client, model in ((direct_anthropic_client, CLAUDE), (anthropic_client, "anthropic/" + CLAUDE)):
        simulators.forget()
        events = list(client.messages.create(stream=True, **(dict(model=model, max_tokens=300) | request_)))
        answers.append([bare(event.to_dict()) for event in events])
    for direct, through in zip(*answers, strict=True):
        if direct["type"] == "message_delta":
            # The gateway tells all counts at the end, the provider only those that changed. None may differ.
            assert through["usage"].items() >= direct["usage"].items()
            del direct["usage"], through["usage"]
        if direct["type"] == "message_start":
            # How much of the answer is counted that early is chance.
            del direct["message"]["usage"]["output_tokens"], through["message"]["usage"]["output_tokens"]
        assert direct == through


@pytest.mark.parametrize("fault", ["status=400", "status=401", "status=404", "status=429 retry-after=3"])
def test_errors(openai_client, direct_openai_client, anthropic_client, direct_anthropic_client, fault):
    """The same class, status and words."""
    def caught(client, model):
        with pytest.raises(Exception) as error:
            request = dict(model=model, max_tokens=20, messages=user(f"[[fault: {fault}]]"))
            if isinstance(client, openai.OpenAI):
                client.chat.completions.create(**request)
            else:
                client.messages.create(**request)
        response = error.value.response
        assert KEY not in response.text
        return (error.type, error.value.status_code, response.json()["error"]["message"],
                response.headers.get("retry-after"))
    assert caught(direct_openai_client, GPT) == caught(openai_client, "openai/" + GPT)
    assert caught(direct_anthropic_client, CLAUDE) == caught(anthropic_client, "anthropic/" + CLAUDE)


@pytest.mark.parametrize("request_", CHAT_REQUESTS.values(), ids=CHAT_REQUESTS.keys())
def test_the_same_request_arrives(openai_client, direct_openai_client, simulators, request_):
    """What OpenAI gets through the gateway is what it would have got from the SDK itself."""
    bodies = []
    for client, model in ((direct_openai_client, GPT), (openai_client, "openai/" + GPT)):
        simulators.forget()
        client.chat.completions.create(**(dict(model=model, max_completion_tokens=300) | request_))
        bodies.append(json.loads(simulators.requests()[-1]["body"]))
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS.keys())
def test_the_same_message_arrives(anthropic_client, direct_anthropic_client, simulators, request_):
    bodies = []
    for client, model in ((direct_anthropic_client, CLAUDE), (anthropic_client, "anthropic/" + CLAUDE)):
        simulators.forget()
        client.messages.create(**(dict(model=model, max_tokens=300) | request_))
        bodies.append(json.loads(simulators.requests()[-1]["body"]))
    assert bodies[0] == bodies[1]
