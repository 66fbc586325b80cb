"""Thinking with signatures goes out and comes back byte for byte, through both surfaces. The simulator verifies it."""

import copy

import anthropic
import openai
import pytest

from support import CLAUDE, GPT, REASONING_GPT, user

PARAMETERS = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
CHAT_TOOLS = [{"type": "function", "function": {
    "name": "weather", "description": "Tells it.", "parameters": PARAMETERS}}]
TOOLS = [{"name": "weather", "description": "Tells it.", "input_schema": PARAMETERS}]
CALL = """[[call: weather {"city": "Kiel"}]]"""
SIGNED = "[[think: 12]] " + CALL
SEALED = "[[redact]] " + SIGNED
THINKING = {"type": "enabled", "budget_tokens": 1024}
MODEL = "anthropic/" + CLAUDE

whole_or_streamed = pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
signed_or_sealed = pytest.mark.parametrize("prompt", [SIGNED, SEALED], ids=["signed", "sealed"])


# MARK: The openai SDK

def chat_turn(client, stream, prompt, **more):
    """An assistant's message as an unmodified SDK hands it out."""
    request = dict(model=MODEL, max_completion_tokens=2000, tools=CHAT_TOOLS, messages=user(prompt),
                   extra_body={"anthropic:thinking": THINKING}) | more
    if not stream:
        return client.chat.completions.create(**request).choices[0].message.to_dict()
    with client.chat.completions.stream(**request) as events:
        list(events)
        return events.get_final_completion().choices[0].message.to_dict()


def chat_second_turn(client, message, prompt, **more):
    return client.chat.completions.create(**(dict(
        model=MODEL, max_completion_tokens=2000, tools=CHAT_TOOLS, extra_body={"anthropic:thinking": THINKING},
        messages=user(prompt) + [
            message, {"role": "tool", "tool_call_id": message["tool_calls"][0]["id"], "content": "rain"}]) | more))


@whole_or_streamed
def test_chat_signed(openai_client, simulators, stream):
    """P14, P17: the unmodified SDK accumulates what it does not know, and it is accepted back unchanged."""
    message = chat_turn(openai_client, stream, SIGNED)
    [detail] = message["reasoning_details"]
    assert (detail["index"], detail["type"], detail["format"]) == (0, "reasoning.text", "anthropic-claude-v1")
    assert len(detail["text"].split()) == 12
    assert message["reasoning_content"] == detail["text"]
    assert message["content"] is None
    assert "rain" in chat_second_turn(openai_client, message, SIGNED).choices[0].message.content
    # It came back in the provider's own form, as its first block.
    sent = simulators.requests(detail["signature"])[-1]
    assert '"content":[{"type":"thinking","thinking":' in sent["body"]


@whole_or_streamed
def test_chat_sealed(openai_client, simulators, stream):
    message = chat_turn(openai_client, stream, SEALED)
    [detail] = message["reasoning_details"]
    assert (detail["index"], detail["type"], detail["format"]) == (0, "reasoning.encrypted", "anthropic-claude-v1")
    assert not message.get("reasoning_content")
    assert "rain" in chat_second_turn(openai_client, message, SEALED).choices[0].message.content
    assert simulators.requests(detail["data"])


@signed_or_sealed
def test_chat_accumulated_is_what_a_whole_answer_has(openai_client, simulators, prompt):
    """Decision 0004: the list put together from a stream is the list of the whole answer."""
    lists = []
    for stream in (False, True):
        simulators.forget()
        details = chat_turn(openai_client, stream, prompt)["reasoning_details"]
        lists.append([{**detail, "signature": bool(detail.get("signature")), "data": bool(detail.get("data"))}
                      for detail in details])
    assert lists[0] == lists[1]


def test_chat_text_after_thinking(openai_client):
    """Without tools: thinking, then an answer; and the next question with it all in the history."""
    first = chat_turn(openai_client, True, "[[think: 8]] [[echo: The answer.]]", tools=openai.omit)
    assert first["content"] == "The answer."
    answer = openai_client.chat.completions.create(
        model=MODEL, max_completion_tokens=2000, extra_body={"anthropic:thinking": THINKING},
        messages=user("Question") + [first] + user("[[echo: And another.]]"))
    assert answer.choices[0].message.content == "And another."


@pytest.mark.parametrize("member", ["text", "signature"])
def test_chat_changed_thinking_is_refused(openai_client, member):
    message = chat_turn(openai_client, True, SIGNED)
    original = copy.deepcopy(message)
    message["reasoning_details"][0][member] = "AAAA" + message["reasoning_details"][0][member][4:]
    with pytest.raises(openai.BadRequestError) as caught:
        chat_second_turn(openai_client, message, SIGNED)
    assert caught.value.code == "reasoning_signature_invalid"
    chat_second_turn(openai_client, original, SIGNED)


def test_chat_thinking_of_another_vendor_stays_at_home(openai_client, simulators):
    """What Claude signed is nothing to GPT: it is left out, and told."""
    message = chat_turn(openai_client, True, SIGNED)
    signature = message["reasoning_details"][0]["signature"]
    raw = openai_client.chat.completions.with_raw_response.create(
        model="openai/" + GPT, max_completion_tokens=200, tools=CHAT_TOOLS, messages=user(SIGNED) + [
            message, {"role": "tool", "tool_call_id": message["tool_calls"][0]["id"], "content": "from elsewhere"}])
    assert "from elsewhere" in raw.parse().choices[0].message.content
    assert signature not in simulators.requests("from elsewhere")[-1]["body"]
    assert "dropped" in raw.headers["llm-adaptations"] and "messages[1]" in raw.headers["llm-adaptations"]


@pytest.mark.parametrize("effort", ["low", "high"])
def test_chat_effort_reaches_claude(openai_client, effort):
    raw = openai_client.chat.completions.with_raw_response.create(
        model=MODEL, max_completion_tokens=9000, reasoning_effort=effort,
        messages=user("[[think: 10]] [[echo: done]]"))
    message = raw.parse().choices[0].message
    assert message.content == "done" and message.reasoning_content


def test_chat_reasoning_tokens(openai_client):
    """P27: reasoning is part of the output, and told apart."""
    answer = openai_client.chat.completions.create(
        model="openai/" + REASONING_GPT, max_completion_tokens=2000, reasoning_effort="high",
        messages=user("[[think: 30]] [[echo: done]]"))
    assert 0 < answer.usage.completion_tokens_details.reasoning_tokens < answer.usage.completion_tokens
    answer = openai_client.chat.completions.create(
        model=MODEL, max_completion_tokens=2000, extra_body={"anthropic:thinking": THINKING},
        messages=user("[[think: 30]] [[echo: done]]"))
    assert 0 < answer.usage.completion_tokens_details.reasoning_tokens < answer.usage.completion_tokens


# MARK: The anthropic SDK

@pytest.fixture(params=["itself", "claude"])
def claude(request, anthropic_client, direct_anthropic_client):
    return (direct_anthropic_client, CLAUDE) if request.param == "itself" else (anthropic_client, MODEL)


def turn(claude, stream, prompt):
    client, model = claude
    request = dict(model=model, max_tokens=2000, thinking=THINKING, tools=TOOLS, messages=user(prompt))
    if not stream:
        return client.messages.create(**request)
    with client.messages.stream(**request) as events:
        return events.get_final_message()


def second_turn(claude, content, prompt):
    client, model = claude
    call = next(block for block in content if block["type"] == "tool_use")
    return client.messages.create(model=model, max_tokens=2000, thinking=THINKING, tools=TOOLS, messages=[
        *user(prompt), {"role": "assistant", "content": content},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": call["id"], "content": "rain"}]}])


@whole_or_streamed
@signed_or_sealed
def test_messages_round_trip(claude, stream, prompt):
    content = [block.to_dict() for block in turn(claude, stream, prompt).content]
    assert [block["type"] for block in content] == [
        "redacted_thinking" if prompt == SEALED else "thinking", "tool_use"]
    assert "rain" in second_turn(claude, content, prompt).content[-1].text


def test_messages_thinking_events(claude):
    client, model = claude
    with client.messages.stream(
            model=model, max_tokens=2000, thinking=THINKING, messages=user("[[think: 20]] [[echo: done]]")) as stream:
        events = list(stream)
        final = stream.get_final_message()
    pieces = [event for event in events if event.type == "thinking"]
    assert len(pieces) >= 3 and pieces[-1].snapshot == final.content[0].thinking
    assert [event.signature for event in events if event.type == "signature"] == [final.content[0].signature]
    assert (final.content[1].type, final.content[1].text) == ("text", "done")


def test_messages_changed_thinking_is_refused(claude):
    content = [block.to_dict() for block in turn(claude, True, SIGNED).content]
    content[0]["thinking"] += " and more"
    with pytest.raises(anthropic.BadRequestError, match="signature"):
        second_turn(claude, content, SIGNED)


def test_messages_thinking_of_another_vendor_stays_at_home(anthropic_client, simulators):
    content = [block.to_dict() for block in turn((anthropic_client, MODEL), True, SIGNED).content]
    raw = anthropic_client.messages.with_raw_response.create(
        model="openai/" + GPT, max_tokens=200, tools=TOOLS, messages=[
            *user(SIGNED), {"role": "assistant", "content": content},
            {"role": "user", "content": [
                {"type": "tool_result", "tool_use_id": content[1]["id"], "content": "from far away"}]}])
    assert "from far away" in raw.parse().content[-1].text
    assert content[0]["signature"] not in simulators.requests("from far away")[-1]["body"]
    assert "dropped" in raw.headers["llm-adaptations"] and "messages[1].content[0]" in raw.headers["llm-adaptations"]


def test_messages_to_a_reasoning_gpt(anthropic_client):
    answer = anthropic_client.messages.create(
        model="openai/" + REASONING_GPT, max_tokens=2000, messages=user("[[think: 30]] [[echo: done]]"))
    assert answer.content[-1].text == "done"
    assert 0 < answer.usage.output_tokens_details.thinking_tokens < answer.usage.output_tokens


# MARK: Across

@signed_or_sealed
def test_from_one_surface_to_the_other(openai_client, anthropic_client, prompt):
    """A conversation begun with one SDK goes on with the other."""
    message = chat_turn(openai_client, True, prompt)
    [detail] = message["reasoning_details"]
    call = message["tool_calls"][0]
    thinking = ({"type": "redacted_thinking", "data": detail["data"]} if prompt == SEALED else
                {"type": "thinking", "thinking": detail["text"], "signature": detail["signature"]})
    answer = second_turn((anthropic_client, MODEL), [
        thinking, {"type": "tool_use", "id": call["id"], "name": "weather", "input": {"city": "Kiel"}}], prompt)
    assert "rain" in answer.content[-1].text
