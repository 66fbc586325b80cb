"""What the heads of answers tell, as the SDKs show it."""

import openai
import pytest

from support import CLAUDE, GPT, user


def raw(client, model, **more):
    request = dict(model=model, max_tokens=50, messages=user("[[echo: fine]]")) | more
    if isinstance(client, openai.OpenAI):
        return client.chat.completions.with_raw_response.create(**request)
    return client.messages.with_raw_response.create(**request)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_every_answer_is_numbered(sdk, model, stream):
    answers = [raw(sdk, model, stream=stream) for _ in range(2)]
    ids = [answer.headers["x-request-id"] for answer in answers]
    assert len(set(ids)) == 2 and all(ids)
    for answer, number in zip(answers, ids):
        assert answer.headers["llm-version"]
        parsed = answer.parse()
        if stream:
            list(parsed)
        else:
            assert parsed._request_id == number


def test_a_clients_own_number_is_kept(sdk, model):
    answer = raw(sdk, model, extra_headers={"X-Request-ID": "order-66.b"})
    assert answer.headers["x-request-id"] == "order-66.b"


def test_nothing_adapted_nothing_told(openai_client, anthropic_client):
    assert "llm-adaptations" not in raw(openai_client, "openai/" + GPT).headers
    assert "llm-adaptations" not in raw(anthropic_client, "anthropic/" + CLAUDE).headers


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_adaptations(openai_client, anthropic_client, stream):
    answer = raw(openai_client, "anthropic/" + CLAUDE, stream=stream, max_tokens=openai.omit, user="u-1", store=False)
    told = answer.headers["llm-adaptations"]
    assert 'defaulted;param="max_completion_tokens"' in told or 'defaulted;param="max_tokens"' in told
    assert 'dropped;param="store"' in told
    if not stream:
        warnings = answer.parse().model_extra["warnings"]
        assert {warning["type"] for warning in warnings} >= {"defaulted", "dropped"}
    answer = raw(anthropic_client, "openai/" + GPT, stream=stream,
                 cache_control={"type": "ephemeral", "ttl": "1h"})
    assert 'param="cache_control"' in answer.headers["llm-adaptations"]


def test_lenient_handling_drops_and_says_so(openai_client):
    answer = raw(openai_client, "anthropic/" + CLAUDE, seed=7, extra_headers={"Prefer": "handling=lenient"})
    assert answer.headers["preference-applied"] == "handling=lenient"
    assert 'dropped;param="seed"' in answer.headers["llm-adaptations"]
    body = answer.parse()
    assert body.choices[0].message.content == "fine"
    assert any(warning["param"] == "seed" for warning in body.model_extra["warnings"])


def test_streaming_response(openai_client, anthropic_client, model):
    """The third door of the SDKs: the head first, the body when it is wanted."""
    with openai_client.chat.completions.with_streaming_response.create(
            model=model, max_tokens=50, messages=user("[[echo: fine]]")) as answer:
        assert answer.headers["x-request-id"]
        assert answer.parse().choices[0].message.content == "fine"
    with anthropic_client.messages.with_streaming_response.create(
            model=model, max_tokens=50, messages=user("[[echo: fine]]")) as answer:
        assert answer.headers["request-id"]
        assert answer.parse().content[0].text == "fine"


def test_the_clients_key_goes_no_further(sdk, model, simulators):
    raw(sdk, model, messages=user("whose key"))
    seen = simulators.requests("whose key")[-1]
    assert "the-clients" not in str(seen)
