"""Structured output by the SDKs' own helpers."""

import enum
import json

import pydantic
import pytest

from conftest import CLAUDE, GPT


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


def test_openai_parse(openai_client, model):
    answer = openai_client.chat.completions.parse(
        model=model, max_tokens=600, response_format=Forecast, messages=[{"role": "user", "content": "Forecast"}])
    assert isinstance(answer.choices[0].message.parsed, Forecast)


def test_openai_parse_streamed(openai_client, model):
    with openai_client.chat.completions.stream(
            model=model, max_tokens=600, response_format=Forecast,
            messages=[{"role": "user", "content": "Forecast"}]) as stream:
        for _ in stream:
            pass
        assert isinstance(stream.get_final_completion().choices[0].message.parsed, Forecast)


def test_anthropic_parse(anthropic_client, model):
    if not hasattr(anthropic_client.messages, "parse"):
        pytest.fail("the pinned SDK has no parse helper; pin one that has")
    answer = anthropic_client.messages.parse(
        model=model, max_tokens=600, output_format=Forecast, messages=[{"role": "user", "content": "Forecast"}])
    assert isinstance(answer.parsed_output, Forecast)


def test_schema_order_reaches_the_provider(openai_client, simulators):
    """P04: the order of a schema's members steers generation, so it is the client's."""
    from conftest import fetch
    schema = {"type": "object", "properties": {"zulu": {"type": "string"}, "alpha": {"type": "string"},
                                               "mike": {"type": "string"}},
              "required": ["zulu", "alpha", "mike"], "additionalProperties": False}
    for model in (GPT, CLAUDE):
        openai_client.chat.completions.create(
            model=model, max_tokens=300, messages=[{"role": "user", "content": "Hello"}],
            response_format={"type": "json_schema", "json_schema": {"name": "n", "strict": True, "schema": schema}})
        seen = json.loads(fetch(simulators.url + "/__simulator/requests"))[-1]
        body = seen["body"] if isinstance(seen["body"], str) else json.dumps(seen["body"], separators=(",", ":"))
        assert json.dumps(schema, separators=(",", ":")) in body.replace(": ", ":").replace(", ", ",")


def test_json_mode_is_refused_where_it_cannot_be_kept(openai_client):
    import openai
    with pytest.raises(openai.BadRequestError) as caught:
        openai_client.chat.completions.create(
            model=CLAUDE, max_tokens=100, response_format={"type": "json_object"},
            messages=[{"role": "user", "content": "JSON please"}])
    assert caught.value.code == "unsupported_parameter"
    assert caught.value.param == "response_format"
