"""Structured output by the SDKs' own helpers, refusals and cut answers included."""

import enum
import json

import anthropic
import openai
import pydantic
import pytest

from support import user


class Kind(enum.Enum):
    storm = "storm"
    calm = "calm"


class Day(pydantic.BaseModel):
    zone: str
    kind: Kind
    degrees: float


class Forecast(pydantic.BaseModel):
    title: str
    days: list[Day]
    sure: bool


def test_chat_parse(chat):
    answer = chat.client.chat.completions.parse(
        model=chat.model, max_completion_tokens=600, response_format=Forecast, messages=user("Forecast"))
    assert isinstance(answer.choices[0].message.parsed, Forecast)


def test_chat_parse_streamed(chat):
    with chat.client.chat.completions.stream(
            model=chat.model, max_completion_tokens=600, response_format=Forecast, messages=user("Forecast")) as stream:
        parsed = [event.parsed for event in stream if event.type == "content.done"]
        final = stream.get_final_completion().choices[0].message.parsed
    assert isinstance(final, Forecast) and parsed == [final]


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_chat_cut_answer_raises(chat, stream):
    request = dict(model=chat.model, max_completion_tokens=5, response_format=Forecast, messages=user("Forecast"))
    with pytest.raises(openai.LengthFinishReasonError):
        if stream:
            with chat.client.chat.completions.stream(**request) as events:
                list(events)
        else:
            chat.client.chat.completions.parse(**request)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_chat_refusal_is_no_answer(chat, stream):
    """OpenAI's models refuse in a member of its own; Claude stops for `refusal`, which is `content_filter` here."""
    request = dict(model=chat.model, max_completion_tokens=60, response_format=Forecast,
                   messages=user("[[refuse: I would rather not.]]"))

    def ask():
        if not stream:
            return chat.client.chat.completions.parse(**request).choices[0].message
        with chat.client.chat.completions.stream(**request) as events:
            list(events)
            return events.get_final_completion().choices[0].message

    if chat.crosses:
        # While it streams, Claude's refusal is text like any other, which the SDK cannot parse (ValueError).
        with pytest.raises((openai.ContentFilterFinishReasonError, ValueError)):
            ask()
        return
    message = ask()
    assert (message.parsed, message.refusal) == (None, "I would rather not.")


def test_messages_parse(messages):
    answer = messages.client.messages.parse(
        model=messages.model, max_tokens=600, output_format=Forecast, messages=user("Forecast"))
    assert isinstance(answer.parsed_output, Forecast)


def test_messages_parse_streamed(messages):
    with messages.client.messages.stream(
            model=messages.model, max_tokens=600, output_format=Forecast, messages=user("Forecast")) as stream:
        assert isinstance(stream.get_final_message().parsed_output, Forecast)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_messages_refusal(messages, stream):
    request = dict(model=messages.model, max_tokens=60, messages=user("[[refuse: I would rather not.]]"))
    if stream:
        with messages.client.messages.stream(**request) as events:
            answer = events.get_final_message()
    else:
        answer = messages.client.messages.create(**request)
    assert (answer.stop_reason, answer.content[0].text) == ("refusal", "I would rather not.")


def test_schema_reaches_the_provider_as_it_was_written(chat, simulators):
    """P04: the order of a schema's members steers generation, so it is the client's."""
    schema = {"type": "object", "properties": {
        "zulu": {"type": "string"}, "alpha": {"type": "string"}, "mike": {"type": "string"}},
        "required": ["zulu", "alpha", "mike"], "additionalProperties": False}
    chat.client.chat.completions.create(
        model=chat.model, max_completion_tokens=300, messages=user("in this order"),
        response_format={"type": "json_schema", "json_schema": {"name": "n", "strict": True, "schema": schema}})
    body = simulators.requests("in this order")[-1]["body"]
    assert json.dumps(schema, separators=(",", ":")) in body


def test_json_mode_is_kept_or_refused(chat):
    request = dict(model=chat.model, max_completion_tokens=100, response_format={"type": "json_object"},
                   messages=user("JSON please"))
    if chat.crosses:
        with pytest.raises(openai.BadRequestError) as caught:
            chat.client.chat.completions.create(**request)
        assert (caught.value.code, caught.value.param) == ("unsupported_parameter", "response_format")
    else:
        json.loads(chat.client.chat.completions.create(**request).choices[0].message.content)


def test_chat_schema_that_cannot_be_kept(chat):
    """Never a schema quietly made laxer: it is an error of the client's."""
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    with pytest.raises(openai.BadRequestError) as caught:
        chat.client.chat.completions.create(
            model=chat.model, max_completion_tokens=100, messages=user("Hello"),
            response_format={"type": "json_schema", "json_schema": {"name": "n", "strict": True, "schema": schema}})
    assert "additionalProperties" in caught.value.message
    # A name in the provider's own document would send the client looking for what it never wrote.
    assert caught.value.param is None or caught.value.param.startswith("response_format")


def test_messages_schema_that_cannot_be_kept(messages):
    with pytest.raises(anthropic.BadRequestError) as caught:
        messages.client.messages.create(
            model=messages.model, max_tokens=100, messages=user("Hello"), output_config={"format": {
                "type": "json_schema", "schema": {"type": "object", "properties": {"a": {"type": "string"}}}}})
    assert "additionalProperties" in caught.value.message
