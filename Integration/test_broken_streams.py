"""P30: no stream ends as if it were whole unless the provider's did. A quiet end would be a wrong answer."""

import anthropic
import openai
import pytest

from support import CLAUDE, GPT, user

BREAKS = ["cut-after=4", "end-after=4", "error-after=4", "garbage"]


def consume(client, content, model, **more):
    """What came before the end; each SDK by its own means."""
    request = dict(model=model, max_tokens=300, messages=user(content), stream=True) | more
    texts, kinds = [], []
    try:
        if isinstance(client, openai.OpenAI):
            for chunk in client.chat.completions.create(**request):
                kinds.append("chunk")
                for choice in chunk.choices:
                    texts.append(choice.delta.content or "")
                    assert choice.finish_reason is None, "an answer that broke must not look finished"
        else:
            for event in client.messages.create(**request):
                kinds.append(event.type)
                if event.type == "content_block_delta" and event.delta.type == "text_delta":
                    texts.append(event.delta.text)
        return None, "".join(texts), kinds
    except (openai.APIError, anthropic.APIError) as error:
        return error, "".join(texts), kinds


@pytest.mark.parametrize("fault", BREAKS)
def test_text(sdk, model, fault):
    error, text, kinds = consume(sdk, f"[[text: 60]] [[fault: {fault}]]", model)
    assert error is not None
    assert not isinstance(error, (openai.APIConnectionError, anthropic.APIConnectionError)), "it is told, not cut off"
    assert kinds and "message_stop" not in kinds and "message_delta" not in kinds
    assert text or fault == "garbage", "what came before the break is handed on"


@pytest.mark.parametrize("fault", BREAKS)
def test_calls(sdk, model, fault):
    tools = [{"name": "f", "description": "Does it.", "input_schema": {"type": "object", "properties": {}}}]
    if isinstance(sdk, openai.OpenAI):
        tools = [{"type": "function", "function": {
            "name": "f", "description": "Does it.", "parameters": tools[0]["input_schema"]}}]
    call = '{"words": "' + "many " * 40 + '"}'
    error, _, kinds = consume(sdk, f"[[call: f {call}]] [[fault: {fault}]]", model, tools=tools)
    assert error is not None and "message_stop" not in kinds


def test_the_helpers_raise_too(openai_client, anthropic_client, model):
    content = "[[text: 60]] [[fault: cut-after=6]]"
    with pytest.raises(openai.APIError):
        with openai_client.chat.completions.stream(model=model, max_tokens=300, messages=user(content)) as stream:
            list(stream)
    with pytest.raises(anthropic.APIError):
        with anthropic_client.messages.stream(model=model, max_tokens=300, messages=user(content)) as stream:
            stream.get_final_message()


def test_what_the_error_says(openai_client, anthropic_client, model):
    content = "[[text: 60]] [[fault: cut-after=4]]"
    error, _, _ = consume(openai_client, content, model)
    assert (error.code, error.body["retryable"]) == ("stream_interrupted", "backoff")
    error, _, _ = consume(anthropic_client, content, model)
    assert (error.body["error"]["code"], error.body["error"]["retryable"]) == ("stream_interrupted", "backoff")
    assert error.body["type"] == "error"


def test_the_providers_own_error(openai_client, anthropic_client):
    """An overload in the middle is one for both SDKs, and retryable."""
    content = "[[text: 60]] [[fault: error-after=4]]"
    error, _, _ = consume(openai_client, content, "anthropic/" + CLAUDE)
    assert (error.code, error.body["retryable"]) == ("overloaded", "backoff")
    error, _, _ = consume(anthropic_client, content, "anthropic/" + CLAUDE)
    assert error.type == "overloaded_error"
    error, _, _ = consume(anthropic_client, content, "openai/" + GPT)
    assert error.type in ("api_error", "overloaded_error")


@pytest.mark.parametrize("fault", ["cut-after=0", "end-after=0", "drop", "error-in-200", "empty"])
def test_nothing_came(sdk, model, fault):
    """Before the first event a failure has its status: nothing was promised yet."""
    request = dict(model=model, max_tokens=50, stream=True, messages=user(f"[[fault: {fault}]]"))
    with pytest.raises((openai.APIStatusError, anthropic.APIStatusError)) as caught:
        sdk.chat.completions.create(**request) if isinstance(sdk, openai.OpenAI) else sdk.messages.create(**request)
    assert caught.value.status_code >= 500 or fault == "error-in-200" and caught.value.status_code >= 400
