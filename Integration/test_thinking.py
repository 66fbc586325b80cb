"""Thinking with signatures goes out and comes back byte for byte, through both surfaces. The simulator verifies them."""

import pytest

from conftest import CLAUDE, REASONING_GPT

TOOLS = [{"type": "function", "function": {"name": "weather", "description": "Tells it.", "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}]
ANTHROPIC_TOOLS = [{"name": "weather", "description": "Tells it.", "input_schema": TOOLS[0]["function"]["parameters"]}]
PROMPT = """[[think: 12]] [[call: weather {"city": "Kiel"}]]"""
THINKING = {"type": "enabled", "budget_tokens": 1024}


def openai_turn(client, stream, prompt=PROMPT):
    request = dict(model=CLAUDE, max_tokens=2000, tools=TOOLS, messages=[{"role": "user", "content": prompt}],
                   extra_body={"anthropic:thinking": THINKING})
    if not stream:
        return client.chat.completions.create(**request).choices[0].message.to_dict()
    with client.chat.completions.stream(**request) as events:
        for _ in events:
            pass
        return events.get_final_completion().choices[0].message.to_dict()


def openai_second_turn(client, message, prompt=PROMPT):
    return client.chat.completions.create(
        model=CLAUDE, max_tokens=2000, tools=TOOLS, extra_body={"anthropic:thinking": THINKING}, messages=[
            {"role": "user", "content": prompt}, message,
            {"role": "tool", "tool_call_id": message["tool_calls"][0]["id"], "content": "rain"}])


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_through_chat_completions(openai_client, stream):
    """P14, P17: the unmodified SDK accumulates what it does not know, and it is accepted back unchanged."""
    message = openai_turn(openai_client, stream)
    details = message["reasoning_details"]
    assert [detail["type"] for detail in details] == ["reasoning.text"]
    assert details[0]["signature"] and details[0]["format"] == "anthropic-claude-v1"
    assert message["reasoning_content"] == details[0]["text"]
    answer = openai_second_turn(openai_client, message)
    assert "rain" in answer.choices[0].message.content


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_sealed_through_chat_completions(openai_client, stream):
    prompt = "[[redact]] " + PROMPT
    message = openai_turn(openai_client, stream, prompt)
    assert "reasoning.encrypted" in [detail["type"] for detail in message["reasoning_details"]]
    assert "rain" in openai_second_turn(openai_client, message, prompt).choices[0].message.content


def test_a_changed_signature_is_refused(openai_client):
    import openai
    message = openai_turn(openai_client, False)
    message["reasoning_details"][0]["text"] += " tampered"
    with pytest.raises(openai.BadRequestError) as caught:
        openai_second_turn(openai_client, message)
    assert caught.value.code == "reasoning_signature_invalid"


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("prompt", [PROMPT, "[[redact]] " + PROMPT], ids=["signed", "sealed"])
def test_through_messages(anthropic_client, stream, prompt):
    request = dict(model=CLAUDE, max_tokens=2000, thinking=THINKING, tools=ANTHROPIC_TOOLS,
                   messages=[{"role": "user", "content": prompt}])
    if stream:
        with anthropic_client.messages.stream(**request) as events:
            message = events.get_final_message()
    else:
        message = anthropic_client.messages.create(**request)
    kinds = [block.type for block in message.content]
    assert ("redacted_thinking" if "redact" in prompt else "thinking") in kinds
    call = next(block for block in message.content if block.type == "tool_use")
    answer = anthropic_client.messages.create(
        model=CLAUDE, max_tokens=2000, thinking=THINKING, tools=ANTHROPIC_TOOLS, messages=[
            {"role": "user", "content": prompt}, {"role": "assistant", "content": message.content},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": call.id, "content": "rain"}]}])
    assert "rain" in answer.content[-1].text


def test_reasoning_tokens_are_told(openai_client, anthropic_client):
    """P27: reasoning is part of the output, and told apart."""
    answer = openai_client.chat.completions.create(
        model=REASONING_GPT, max_completion_tokens=2000, reasoning_effort="high",
        messages=[{"role": "user", "content": "[[think: 30]] [[echo: done]]"}])
    assert 0 < answer.usage.completion_tokens_details.reasoning_tokens < answer.usage.completion_tokens
    answer = anthropic_client.messages.create(
        model=REASONING_GPT, max_tokens=2000, messages=[{"role": "user", "content": "[[think: 30]] [[echo: done]]"}])
    assert answer.content[-1].text == "done"


def test_effort_reaches_a_claude_that_takes_it(openai_client):
    answer = openai_client.chat.completions.create(
        model="anthropic/claude-sonnet-4-6", max_completion_tokens=3000, reasoning_effort="high",
        messages=[{"role": "user", "content": "[[think: 10]] [[echo: done]]"}])
    assert answer.choices[0].message.content == "done"
    assert answer.choices[0].message.reasoning_content
