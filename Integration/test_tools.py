"""Tools: calls, streamed arguments, parallel calls, and the turn with the results."""

import json

import pydantic
import pytest

from support import user

WEATHER = {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
           "required": ["city", "days"], "additionalProperties": False}
NAMES = ("weather", "tides")
CHAT_TOOLS = [{"type": "function", "function": {"name": name, "description": "Tells it.", "parameters": WEATHER}}
              for name in NAMES]
TOOLS = [{"name": name, "description": "Tells it.", "input_schema": WEATHER} for name in NAMES]
PROMPT = """[[call: weather {"city": "Kiel, \\"Förde\\" 👩‍👩‍👧", "days": 3}]] [[call: tides {"city": "Husum", "days": 1}]]"""
ARGUMENTS = [{"city": 'Kiel, "Förde" 👩‍👩‍👧', "days": 3}, {"city": "Husum", "days": 1}]


# MARK: The openai SDK

def check_chat_calls(choice):
    calls = choice.message.tool_calls
    assert choice.finish_reason == "tool_calls"
    assert [(call.type, call.function.name) for call in calls] == [("function", name) for name in NAMES]
    assert [json.loads(call.function.arguments) for call in calls] == ARGUMENTS
    assert len({call.id for call in calls}) == 2
    return calls


def finish_chat(chat, message):
    """Sends the SDK's own message back, with results in the other order, and expects both to be understood."""
    returned = message.to_dict()
    if chat.direct:
        # OpenAI refuses what its SDK's accumulator adds; the gateway knows that SDK and leaves it out.
        returned.pop("parsed", None)
        for call in returned["tool_calls"]:
            call.pop("index", None)
            call["function"].pop("parsed_arguments", None)
    history = user(PROMPT) + [returned] + [
        {"role": "tool", "tool_call_id": call.id, "content": f"result of {call.function.name}"}
        for call in reversed(message.tool_calls)]
    answer = chat.client.chat.completions.create(
        model=chat.model, max_completion_tokens=200, tools=CHAT_TOOLS, messages=history)
    assert "result of weather" in answer.choices[0].message.content
    assert answer.choices[0].finish_reason == "stop"


def test_chat_whole(chat):
    answer = chat.client.chat.completions.create(
        model=chat.model, max_completion_tokens=400, tools=CHAT_TOOLS, messages=user(PROMPT))
    assert answer.choices[0].message.content is None
    check_chat_calls(answer.choices[0])
    finish_chat(chat, answer.choices[0].message)


def test_chat_raw_stream(chat):
    """P08: arguments come in pieces; id and name come once, before them."""
    chunks = list(chat.client.chat.completions.create(
        model=chat.model, max_completion_tokens=400, tools=CHAT_TOOLS, stream=True, messages=user(PROMPT)))
    pieces = [piece for chunk in chunks for piece in chunk.choices[0].delta.tool_calls or []]
    for index, name in enumerate(NAMES):
        own = [piece for piece in pieces if piece.index == index]
        assert (own[0].function.name, own[0].type, bool(own[0].id)) == (name, "function", True)
        assert all(piece.id is None and piece.function.name is None for piece in own[1:])
        assert len([piece for piece in own if piece.function.arguments]) >= 3
        assert json.loads("".join(piece.function.arguments or "" for piece in own)) == ARGUMENTS[index]
    assert {piece.index for piece in pieces} == {0, 1}
    assert chunks[-1].choices[0].finish_reason == "tool_calls"


def test_chat_accumulator(chat):
    with chat.client.chat.completions.stream(
            model=chat.model, max_completion_tokens=400, tools=CHAT_TOOLS, messages=user(PROMPT)) as stream:
        done = [event for event in stream if event.type == "tool_calls.function.arguments.done"]
        final = stream.get_final_completion()
    assert [(event.index, event.name, json.loads(event.arguments)) for event in done] == [
        (index, name, ARGUMENTS[index]) for index, name in enumerate(NAMES)]
    check_chat_calls(final.choices[0])
    finish_chat(chat, final.choices[0].message)


class Tides(pydantic.BaseModel):
    """Tells the tides."""
    city: str
    days: int


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_chat_parses_strict_arguments(chat, stream):
    import openai
    request = dict(model=chat.model, max_completion_tokens=400, tools=[openai.pydantic_function_tool(Tides)],
                   messages=user("""[[call: Tides {"city": "Husum", "days": 1}]]"""))
    if stream:
        with chat.client.chat.completions.stream(**request) as events:
            list(events)
            answer = events.get_final_completion()
    else:
        answer = chat.client.chat.completions.parse(**request)
    assert answer.choices[0].message.tool_calls[0].function.parsed_arguments == Tides(city="Husum", days=1)


def test_chat_choices(chat):
    def asked(**more):
        return chat.client.chat.completions.create(
            model=chat.model, max_completion_tokens=400, tools=CHAT_TOOLS, messages=user("Hello"), **more).choices[0]
    named = asked(tool_choice={"type": "function", "function": {"name": "tides"}})
    assert [call.function.name for call in named.message.tool_calls] == ["tides"]
    assert json.loads(named.message.tool_calls[0].function.arguments).keys() == {"city", "days"}
    assert named.finish_reason == "tool_calls", "P10: an answer with calls ends for them, forced or not"
    assert asked(tool_choice="required").message.tool_calls
    none = asked(tool_choice="none")
    assert none.finish_reason == "stop" and not none.message.tool_calls and none.message.content
    assert not asked(tool_choice="auto").message.tool_calls


def test_chat_one_call_at_a_time(chat, simulators):
    chat.client.chat.completions.create(
        model=chat.model, max_completion_tokens=400, tools=CHAT_TOOLS, parallel_tool_calls=False,
        messages=user("one at a time [[tools: tides]]"))
    body = json.loads(simulators.requests("one at a time")[-1]["body"])
    if chat.provider == "openai":
        assert body["parallel_tool_calls"] is False
    else:
        assert body["tool_choice"] == {"type": "auto", "disable_parallel_tool_use": True}


def test_chat_tool_without_arguments(chat):
    """P09: Claude streams nothing for a call without arguments; they are still `{}`."""
    tools = [{"type": "function", "function": {"name": "now", "description": "Tells it."}}]
    with chat.client.chat.completions.stream(
            model=chat.model, max_completion_tokens=100, tools=tools, messages=user("[[call: now {}]]")) as stream:
        list(stream)
        call = stream.get_final_completion().choices[0].message.tool_calls[0]
    assert (call.function.name, call.function.arguments) == ("now", "{}")


def test_chat_text_beside_calls(chat):
    answer = chat.client.chat.completions.create(
        model=chat.model, max_completion_tokens=400, tools=CHAT_TOOLS,
        messages=user("[[echo: Let me look.]] " + PROMPT))
    assert answer.choices[0].message.content == "Let me look."
    check_chat_calls(answer.choices[0])
    finish_chat(chat, answer.choices[0].message)


def test_chat_foreign_ids_are_made_legal(openai_client, model, simulators):
    """P11: an id the provider would refuse reaches it as one it takes, in the call and in its result alike."""
    wild = "functions.weather:0/" + "x" * 200
    answer = openai_client.chat.completions.create(model=model, max_tokens=100, tools=CHAT_TOOLS, messages=[
        {"role": "user", "content": "wild ids"},
        {"role": "assistant", "content": None, "tool_calls": [
            {"id": wild, "type": "function", "function": {"name": "weather", "arguments": '{"city":"Kiel","days":1}'}}]},
        {"role": "tool", "tool_call_id": wild, "content": "rain"}])
    assert "rain" in answer.choices[0].message.content
    assert wild not in simulators.requests("wild ids")[-1]["body"]


# MARK: The anthropic SDK

def check_calls(answer):
    calls = [block for block in answer.content if block.type == "tool_use"]
    assert answer.stop_reason == "tool_use"
    assert [call.name for call in calls] == list(NAMES)
    assert [call.input for call in calls] == ARGUMENTS
    assert len({call.id for call in calls}) == 2
    return calls


def finish(messages, content, calls):
    answer = messages.client.messages.create(model=messages.model, max_tokens=200, tools=TOOLS, messages=[
        *user(PROMPT), {"role": "assistant", "content": content},
        {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": calls[1].id, "content": "result of tides", "is_error": False},
            {"type": "tool_result", "tool_use_id": calls[0].id, "content": [
                {"type": "text", "text": "result of weather"}]}]}])
    assert "result of weather" in answer.content[-1].text
    assert answer.stop_reason == "end_turn"


def test_messages_whole(messages):
    answer = messages.client.messages.create(
        model=messages.model, max_tokens=400, tools=TOOLS, messages=user(PROMPT))
    finish(messages, answer.content, check_calls(answer))


def test_messages_accumulator(messages):
    """P08"""
    with messages.client.messages.stream(
            model=messages.model, max_tokens=400, tools=TOOLS, messages=user(PROMPT)) as stream:
        events = list(stream)
        final = stream.get_final_message()
    pieces = [event for event in events if event.type == "input_json" and event.partial_json]
    assert len(pieces) >= 6
    starts = [event for event in events if event.type == "content_block_start"]
    assert [(event.index, event.content_block.name) for event in starts] == list(enumerate(NAMES))
    stops = [event for event in events if event.type == "content_block_stop"]
    assert [event.content_block.input for event in stops] == ARGUMENTS
    finish(messages, final.content, check_calls(final))


def test_messages_choices(messages):
    def asked(choice):
        return messages.client.messages.create(
            model=messages.model, max_tokens=400, tools=TOOLS, tool_choice=choice, messages=user("Hello"))
    named = asked({"type": "tool", "name": "tides"})
    assert [block.name for block in named.content if block.type == "tool_use"] == ["tides"]
    assert named.content[-1].input.keys() == {"city", "days"}
    assert named.stop_reason == "tool_use"
    assert any(block.type == "tool_use" for block in asked({"type": "any"}).content)
    assert all(block.type == "text" for block in asked({"type": "none"}).content)


def test_messages_one_call_at_a_time(messages, simulators):
    messages.client.messages.create(
        model=messages.model, max_tokens=400, tools=TOOLS, messages=user("single file [[tools: tides]]"),
        tool_choice={"type": "auto", "disable_parallel_tool_use": True})
    body = json.loads(simulators.requests("single file")[-1]["body"])
    if messages.provider == "openai":
        assert body["parallel_tool_calls"] is False
    else:
        assert body["tool_choice"]["disable_parallel_tool_use"] is True


def test_messages_failed_tool(messages, simulators):
    """A tool that failed says so; where a provider has no member for it, its words are all that can be sent."""
    answer = messages.client.messages.create(
        model=messages.model, max_tokens=400, tools=TOOLS, messages=user("""[[call: weather {"city":"Kiel","days":1}]]"""))
    call = answer.content[-1]
    raw = messages.client.messages.with_raw_response.create(
        model=messages.model, max_tokens=200, tools=TOOLS, messages=[
            *user("Hello"), {"role": "assistant", "content": answer.content},
            {"role": "user", "content": [
                {"type": "tool_result", "tool_use_id": call.id, "content": "out of order", "is_error": True}]}])
    assert "out of order" in raw.parse().content[-1].text
    if messages.crosses:
        assert "is_error" in raw.headers["llm-adaptations"]
    else:
        assert '"is_error":true' in simulators.requests("out of order")[-1]["body"]


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_messages_tool_runner(messages, stream):
    """The SDK's own loop: it calls the functions and sends their results until there is an answer."""
    from anthropic import beta_tool
    seen = []

    @beta_tool
    def weather(city: str, days: int) -> str:
        """Tells it.

        Args:
            city: where
            days: how many
        """
        seen.append((city, days))
        return f"rain in {city}"

    runner = messages.client.beta.messages.tool_runner(
        model=messages.model, max_tokens=500, tools=[weather], stream=stream, thread=False,
        messages=user("""[[call: weather {"city": "Kiel", "days": 2}]]"""))
    last = None
    for turn in runner:
        last = turn.get_final_message() if stream else turn
    assert seen == [("Kiel", 2)]
    assert "rain in Kiel" in last.content[-1].text and last.stop_reason == "end_turn"
