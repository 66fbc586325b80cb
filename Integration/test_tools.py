"""Tools: calls, streamed arguments, and the turn with the results, by each SDK to each provider."""

import json

WEATHER = {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
           "required": ["city", "days"], "additionalProperties": False}
OPENAI_TOOLS = [{"type": "function", "function": {"name": name, "description": "Tells it.", "parameters": WEATHER}}
                for name in ("weather", "tides")]
ANTHROPIC_TOOLS = [{"name": name, "description": "Tells it.", "input_schema": WEATHER} for name in ("weather", "tides")]
PROMPT = """[[call: weather {"city": "Kiel, \\"Förde\\"", "days": 3}]] [[call: tides {"city": "Husum", "days": 1}]]"""
ARGUMENTS = [{"city": 'Kiel, "Förde"', "days": 3}, {"city": "Husum", "days": 1}]


def check_openai_calls(message):
    assert [call.function.name for call in message.tool_calls] == ["weather", "tides"]
    assert [json.loads(call.function.arguments) for call in message.tool_calls] == ARGUMENTS
    assert len({call.id for call in message.tool_calls}) == 2


def finish_openai(client, model, message):
    """Sends the results back and expects them to have been understood."""
    history = [{"role": "user", "content": PROMPT}, message.to_dict()]
    for call in message.tool_calls:
        history.append({"role": "tool", "tool_call_id": call.id, "content": f"result of {call.function.name}"})
    answer = client.chat.completions.create(model=model, max_tokens=200, tools=OPENAI_TOOLS, messages=history)
    assert "result of tides" in answer.choices[0].message.content
    assert answer.choices[0].finish_reason == "stop"


def test_openai_whole(openai_client, model):
    answer = openai_client.chat.completions.create(
        model=model, max_tokens=400, tools=OPENAI_TOOLS, messages=[{"role": "user", "content": PROMPT}])
    assert answer.choices[0].finish_reason == "tool_calls"
    check_openai_calls(answer.choices[0].message)
    finish_openai(openai_client, model, answer.choices[0].message)


def test_openai_streamed(openai_client, model):
    with openai_client.chat.completions.stream(
            model=model, max_tokens=400, tools=OPENAI_TOOLS, messages=[{"role": "user", "content": PROMPT}]) as stream:
        deltas = [event for event in stream if event.type == "tool_calls.function.arguments.delta"]
        final = stream.get_final_completion()
    assert len(deltas) > 4, "P08: arguments must come in pieces"
    assert final.choices[0].finish_reason == "tool_calls"
    check_openai_calls(final.choices[0].message)
    finish_openai(openai_client, model, final.choices[0].message)


def check_anthropic_calls(message):
    calls = [block for block in message.content if block.type == "tool_use"]
    assert [call.name for call in calls] == ["weather", "tides"]
    assert [call.input for call in calls] == ARGUMENTS
    assert message.stop_reason == "tool_use"
    return calls


def finish_anthropic(client, model, message, calls):
    answer = client.messages.create(model=model, max_tokens=200, tools=ANTHROPIC_TOOLS, messages=[
        {"role": "user", "content": PROMPT}, {"role": "assistant", "content": message.content},
        {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": calls[0].id, "content": [{"type": "text", "text": "result of weather"}]},
            {"type": "tool_result", "tool_use_id": calls[1].id, "content": "result of tides"}]}])
    assert "result of tides" in answer.content[-1].text
    assert answer.stop_reason == "end_turn"


def test_anthropic_whole(anthropic_client, model):
    answer = anthropic_client.messages.create(
        model=model, max_tokens=400, tools=ANTHROPIC_TOOLS, messages=[{"role": "user", "content": PROMPT}])
    finish_anthropic(anthropic_client, model, answer, check_anthropic_calls(answer))


def test_anthropic_streamed(anthropic_client, model):
    with anthropic_client.messages.stream(
            model=model, max_tokens=400, tools=ANTHROPIC_TOOLS, messages=[{"role": "user", "content": PROMPT}]) as stream:
        pieces = [event for event in stream if event.type == "input_json"]
        final = stream.get_final_message()
    assert len(pieces) > 4, "P08: arguments must come in pieces"
    finish_anthropic(anthropic_client, model, final, check_anthropic_calls(final))


def test_choices(openai_client, anthropic_client, model):
    def asked(**more):
        return openai_client.chat.completions.create(
            model=model, max_tokens=400, tools=OPENAI_TOOLS, messages=[{"role": "user", "content": "Hello"}], **more
        ).choices[0]
    named = asked(tool_choice={"type": "function", "function": {"name": "tides"}})
    # P10: forced or not, an answer with calls ends for them.
    assert named.finish_reason == "tool_calls" and named.message.tool_calls[0].function.name == "tides"
    json.loads(named.message.tool_calls[0].function.arguments)
    assert asked(tool_choice="required").message.tool_calls
    assert not asked(tool_choice="none").message.tool_calls
    named = anthropic_client.messages.create(
        model=model, max_tokens=400, tools=ANTHROPIC_TOOLS, tool_choice={"type": "tool", "name": "tides"},
        messages=[{"role": "user", "content": "Hello"}])
    assert [block.name for block in named.content if block.type == "tool_use"] == ["tides"]


def test_foreign_ids_are_made_legal(openai_client, simulators, model):
    """P11: an id no provider would take reaches it as one it takes, in the call and in its result alike."""
    wild = "functions.weather:0/" + "x" * 200
    answer = openai_client.chat.completions.create(model=model, max_tokens=100, tools=OPENAI_TOOLS, messages=[
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": None, "tool_calls": [
            {"id": wild, "type": "function", "function": {"name": "weather", "arguments": '{"city":"Kiel","days":1}'}}]},
        {"role": "tool", "tool_call_id": wild, "content": "rain"}])
    assert "rain" in answer.choices[0].message.content
