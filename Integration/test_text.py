"""Plain text, whole and streamed. What holds at the provider itself holds through the gateway, to either provider."""

import pytest

from support import user

WORDS = "Grüße, 東京 👩‍👩‍👧 \\n \"quoted\" \u2028 end"


# MARK: The openai SDK

def test_chat_whole(chat):
    answer = chat.client.chat.completions.create(
        model=chat.model, max_completion_tokens=100, messages=user(f"[[echo: {WORDS}]]"))
    choice = answer.choices[0]
    assert (choice.index, choice.message.role, choice.message.content) == (0, "assistant", WORDS)
    assert choice.finish_reason == "stop"
    assert choice.message.refusal is None and choice.message.tool_calls is None
    assert answer.object == "chat.completion" and answer.created > 1_700_000_000
    assert answer.id
    # The client's own name for the model comes back; a provider answers with the dated one.
    assert answer.model == chat.model or chat.direct


def test_chat_stream(chat):
    chunks = list(chat.client.chat.completions.create(
        model=chat.model, max_completion_tokens=200, stream=True, stream_options={"include_usage": True},
        messages=user("[[text: 40]]")))
    deltas = [chunk.choices[0] for chunk in chunks if chunk.choices]
    assert deltas[0].delta.role == "assistant"
    assert all(delta.delta.role is None for delta in deltas[1:])
    assert sum(1 for delta in deltas if delta.delta.content) >= 10
    assert len("".join(delta.delta.content or "" for delta in deltas).split()) == 40
    assert [delta.finish_reason for delta in deltas if delta.finish_reason] == ["stop"]
    assert deltas[-1].finish_reason == "stop" and not deltas[-1].delta.content
    for member in ("id", "model", "created", "object"):
        assert len({getattr(chunk, member) for chunk in chunks}) == 1, member
    assert chunks[0].object == "chat.completion.chunk"
    # The usage comes last, in a chunk of its own.
    assert [bool(chunk.usage) for chunk in chunks] == [False] * (len(chunks) - 1) + [True]
    assert chunks[-1].choices == []


def test_chat_stream_tells_no_usage_unasked(chat):
    chunks = list(chat.client.chat.completions.create(
        model=chat.model, max_completion_tokens=50, stream=True, messages=user("[[echo: hi]]")))
    assert all(chunk.usage is None and chunk.choices for chunk in chunks)


def test_chat_accumulator(chat):
    with chat.client.chat.completions.stream(
            model=chat.model, max_completion_tokens=100, stream_options={"include_usage": True},
            messages=user(f"[[echo: {WORDS}]]")) as stream:
        events = list(stream)
        final = stream.get_final_completion()
    deltas = [event for event in events if event.type == "content.delta"]
    assert "".join(event.delta for event in deltas) == deltas[-1].snapshot == WORDS
    assert [event.content for event in events if event.type == "content.done"] == [WORDS]
    assert final.choices[0].message.content == WORDS
    assert final.choices[0].finish_reason == "stop"
    assert final.usage.total_tokens > 0


def test_chat_stream_equals_whole(chat):
    request = dict(model=chat.model, max_completion_tokens=100, messages=user("[[text: 12]]"))
    whole = chat.client.chat.completions.create(**request)
    with chat.client.chat.completions.stream(stream_options={"include_usage": True}, **request) as stream:
        list(stream)
        streamed = stream.get_final_completion()
    assert streamed.choices[0].message.content == whole.choices[0].message.content
    assert streamed.choices[0].finish_reason == whole.choices[0].finish_reason
    assert streamed.usage.to_dict() == whole.usage.to_dict()
    assert whole.usage.total_tokens == whole.usage.prompt_tokens + whole.usage.completion_tokens
    assert whole.usage.prompt_tokens > 0 and whole.usage.completion_tokens > 0


def test_chat_roles_and_history(chat, simulators):
    answer = chat.client.chat.completions.create(model=chat.model, max_completion_tokens=60, messages=[
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "One"}, {"type": "text", "text": "and a half"}]},
        {"role": "assistant", "content": "Two"}, {"role": "user", "content": "Three"}])
    assert "Three" in answer.choices[0].message.content
    body = simulators.requests("Be brief.")[-1]["body"]
    assert all(text in body for text in ("One", "and a half", "Two"))


@pytest.mark.parametrize("member", ["max_tokens", "max_completion_tokens"])
def test_chat_cap(chat, member):
    answer = chat.client.chat.completions.create(
        model=chat.model, messages=user("[[text: 200]]"), **{member: 16})
    assert answer.choices[0].finish_reason == "length"
    assert answer.usage.completion_tokens == 16


def test_chat_stop(chat):
    for stop in ("omega", ["alpha", "omega"]):
        answer = chat.client.chat.completions.create(
            model=chat.model, max_completion_tokens=100, stop=stop, messages=user("[[echo: till]] [[stop: omega]]"))
        assert answer.choices[0].finish_reason == "stop"
        assert "till" in answer.choices[0].message.content and "omega" not in answer.choices[0].message.content


def test_chat_several_choices(chat):
    """`n` promises something, so that a provider without it is not asked at all."""
    import openai
    request = dict(model=chat.model, max_completion_tokens=60, n=3, messages=user("[[text: 8]]"))
    if chat.crosses:
        with pytest.raises(openai.BadRequestError) as caught:
            chat.client.chat.completions.create(**request)
        assert caught.value.param == "n"
        return
    whole = chat.client.chat.completions.create(**request)
    assert [choice.index for choice in whole.choices] == [0, 1, 2]
    assert len({choice.message.content for choice in whole.choices}) == 3
    with chat.client.chat.completions.stream(**request) as stream:
        for _ in stream:
            pass
        streamed = stream.get_final_completion()
    # Interleaved on the wire, apart again in the client.
    assert [len(choice.message.content.split()) for choice in streamed.choices] == [8, 8, 8]


# MARK: The anthropic SDK

def test_messages_whole(messages):
    answer = messages.client.messages.create(
        model=messages.model, max_tokens=100, messages=user(f"[[echo: {WORDS}]]"))
    assert [(block.type, block.text) for block in answer.content] == [("text", WORDS)]
    assert (answer.type, answer.role, answer.stop_reason, answer.stop_sequence) == (
        "message", "assistant", "end_turn", None)
    assert answer.id
    assert answer.model == messages.model or messages.direct


def test_messages_raw_events(messages):
    events = list(messages.client.messages.create(
        model=messages.model, max_tokens=200, stream=True, messages=user("[[text: 40]]")))
    kinds = [event.type for event in events]
    deltas = [event for event in events if event.type == "content_block_delta"]
    assert kinds == (["message_start", "content_block_start"] + ["content_block_delta"] * len(deltas)
                     + ["content_block_stop", "message_delta", "message_stop"])
    assert len(deltas) >= 5 and {event.index for event in deltas} == {0}
    assert len("".join(event.delta.text for event in deltas).split()) == 40
    start, end = events[0].message, events[-2]
    assert (start.content, start.stop_reason, start.role) == ([], None, "assistant")
    assert (end.delta.stop_reason, end.delta.stop_sequence) == ("end_turn", None)
    assert end.usage.output_tokens > 0


def test_messages_accumulator(messages):
    with messages.client.messages.stream(
            model=messages.model, max_tokens=200, messages=user(f"[[echo: {WORDS}]]")) as stream:
        events = list(stream)
        final = stream.get_final_message()
    pieces = [event for event in events if event.type == "text"]
    assert "".join(event.text for event in pieces) == pieces[-1].snapshot == WORDS
    assert [event.content_block.text for event in events if event.type == "content_block_stop"] == [WORDS]
    assert final.content[0].text == WORDS and final.stop_reason == "end_turn"


def test_messages_stream_equals_whole(messages):
    request = dict(model=messages.model, max_tokens=100, messages=user("[[text: 12]]"))
    whole = messages.client.messages.create(**request)
    with messages.client.messages.stream(**request) as stream:
        streamed = stream.get_final_message()
    assert [block.to_dict() for block in streamed.content] == [block.to_dict() for block in whole.content]
    assert streamed.stop_reason == whole.stop_reason
    assert whole.usage.input_tokens > 0 and whole.usage.output_tokens > 0
    for member in ("input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"):
        assert getattr(streamed.usage, member) == getattr(whole.usage, member), member


def test_messages_system_and_history(messages, simulators):
    answer = messages.client.messages.create(
        model=messages.model, max_tokens=60,
        system=[{"type": "text", "text": "Be terse."}, {"type": "text", "text": "Be kind."}],
        messages=[{"role": "user", "content": "One"}, {"role": "assistant", "content": [
            {"type": "text", "text": "Two"}]}, {"role": "user", "content": "Three"}])
    assert "Three" in answer.content[0].text
    body = simulators.requests("Be terse.")[-1]["body"]
    assert body.index("Be terse.") < body.index("Be kind.")


def test_messages_cap_and_stop(messages):
    answer = messages.client.messages.create(
        model=messages.model, max_tokens=16, messages=user("[[text: 200]]"))
    assert (answer.stop_reason, answer.usage.output_tokens) == ("max_tokens", 16)
    answer = messages.client.messages.create(
        model=messages.model, max_tokens=100, stop_sequences=["omega"],
        messages=user("[[echo: till]] [[stop: omega]]"))
    assert "till" in answer.content[0].text and "omega" not in answer.content[0].text
    # OpenAI does not tell which of the sequences ended an answer, nor whether one did.
    told = ("stop_sequence", "omega") if messages.provider == "anthropic" else ("end_turn", None)
    assert (answer.stop_reason, answer.stop_sequence) == told


def test_messages_beta_client(messages):
    """`client.beta.messages` sends `?beta=true` and a header, and reads answers by other classes."""
    answer = messages.client.beta.messages.create(
        model=messages.model, max_tokens=50, betas=["files-api-2025-04-14"], messages=user("[[echo: beta]]"))
    assert answer.content[0].text == "beta"
    with messages.client.beta.messages.stream(
            model=messages.model, max_tokens=50, messages=user("[[echo: beta]]")) as stream:
        assert stream.get_final_text() == "beta"


# MARK: Both

def test_alias(sdk):
    request = dict(model="fast", max_tokens=50, messages=user("[[echo: by alias]]"))
    if hasattr(sdk, "chat"):
        answer = sdk.chat.completions.create(**request)
        assert answer.choices[0].message.content == "by alias"
    else:
        answer = sdk.messages.create(**request)
        assert answer.content[0].text == "by alias"
    assert answer.model == "fast"


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_any_split_of_the_bytes(sdk, model, size):
    """P31: a provider's chunk may end within a character."""
    request = dict(model=model, max_tokens=100, messages=user(f"[[echo: {WORDS}]] [[fault: split={size}]]"))
    if hasattr(sdk, "chat"):
        with sdk.chat.completions.stream(**request) as stream:
            text = [event.snapshot for event in stream if event.type == "content.delta"][-1]
    else:
        with sdk.messages.stream(**request) as stream:
            text = stream.get_final_text()
    assert text == WORDS
