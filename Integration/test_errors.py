"""Every failure reaches the client as the SDK's own class, with what the standard adds to it."""

import time

import anthropic
import openai
import pytest

from conftest import CLAUDE, GPT


def ask(client, content, model, **more):
    if isinstance(client, openai.OpenAI):
        return client.chat.completions.create(
            model=model, max_tokens=50, messages=[{"role": "user", "content": content}], **more)
    return client.messages.create(model=model, max_tokens=50, messages=[{"role": "user", "content": content}], **more)


@pytest.fixture(params=["openai", "anthropic"])
def client(request, openai_client, anthropic_client):
    return openai_client if request.param == "openai" else anthropic_client


def module(client):
    return openai if isinstance(client, openai.OpenAI) else anthropic


CASES = [
    ("status=401", "AuthenticationError", 401), ("status=403", "PermissionDeniedError", 403),
    ("status=404", "NotFoundError", 404), ("status=429 retry-after=7", "RateLimitError", 429),
    ("status=500", "InternalServerError", 500), ("html", "InternalServerError", 502),
    ("empty", "InternalServerError", 502), ("drop", "InternalServerError", 502),
    ("error-in-200", "APIStatusError", None),
]


@pytest.mark.parametrize("fault, name, status", CASES, ids=[case[0] for case in CASES])
def test_faults(client, model, fault, name, status):
    with pytest.raises(getattr(module(client), name)) as caught:
        ask(client, f"[[fault: {fault}]]", model)
    if status:
        assert caught.value.status_code == status
    if "retry-after" in fault:
        assert caught.value.response.headers["retry-after"] == "7"
    assert caught.value.response.headers["x-request-id"]
    assert "sk-simulated" not in caught.value.response.text


def test_overloaded(client):
    """529 is nobody's status but Anthropic's: the standard says 503, Anthropic's own clients get theirs."""
    with pytest.raises(module(client).APIStatusError) as caught:
        ask(client, "[[fault: status=529]]", CLAUDE)
    assert caught.value.status_code == (503 if module(client) is openai else 529)


def test_the_standards_members(openai_client):
    with pytest.raises(openai.RateLimitError) as caught:
        ask(openai_client, "[[fault: status=429 retry-after=7]]", CLAUDE)
    body = caught.value.body
    assert (body["code"], body["type"], body["retryable"], body["retry_after_ms"]) == (
        "rate_limited", "rate_limit", "after", 7000)
    assert body["upstream"]["status"] == 429 and body["upstream"]["type"] == "rate_limit_error"
    assert body["request_id"] == caught.value.response.headers["x-request-id"]


def test_sdk_retries_by_itself(gateway, model):
    for client in (openai.OpenAI(base_url=gateway.url + "/v1", api_key="k", max_retries=2),
                   anthropic.Anthropic(base_url=gateway.url, api_key="k", max_retries=2)):
        nonce = f"{time.monotonic_ns()}"
        ask(client, f"{nonce} [[fault: status=429 retry-after=0 times=1]] [[echo: after all]]", model)


def test_unknown_model(client):
    for name in ("openai", "nobody/gpt-4.1", "gpt-4.1"):
        with pytest.raises(module(client).NotFoundError):
            ask(client, "Hello", name)


def test_parameter_of_the_other_provider(openai_client, anthropic_client):
    with pytest.raises(openai.BadRequestError) as caught:
        ask(openai_client, "Hello", CLAUDE, seed=7)
    assert (caught.value.code, caught.value.param) == ("unsupported_parameter", "seed")
    with pytest.raises(anthropic.BadRequestError) as caught:
        ask(anthropic_client, "Hello", GPT, extra_body={"top_k": 5})
    assert "top_k" in str(caught.value)


def test_lenient_handling_drops_and_says_so(openai_client):
    raw = openai_client.chat.completions.with_raw_response.create(
        model=CLAUDE, max_tokens=50, seed=7, messages=[{"role": "user", "content": "[[echo: fine]]"}],
        extra_headers={"Prefer": "handling=lenient"})
    assert raw.headers["preference-applied"] == "handling=lenient"
    assert 'dropped;param="seed"' in raw.headers["llm-adaptations"]
    answer = raw.parse()
    assert answer.choices[0].message.content == "fine"
    assert any(warning["param"] == "seed" for warning in answer.model_extra["warnings"])


def test_misspelt_member_is_refused(openai_client):
    with pytest.raises(openai.BadRequestError) as caught:
        ask(openai_client, "Hello", GPT, extra_body={"max_token": 5})
    assert (caught.value.code, caught.value.param) == ("unknown_parameter", "max_token")


def test_wrong_credential_at_the_provider(client):
    name = "locked-openai/gpt-4.1" if module(client) is openai else "locked-anthropic/claude-haiku-4-5"
    with pytest.raises(module(client).AuthenticationError):
        ask(client, "Hello", name)


@pytest.mark.parametrize("fault", ["cut-after=4", "end-after=4", "error-after=4", "garbage"])
def test_broken_streams_raise(client, model, fault):
    """P30: no stream ends as if whole unless the provider's did."""
    content = f"[[text: 60]] [[fault: {fault}]]"
    with pytest.raises(module(client).APIError):
        if module(client) is openai:
            for _ in client.chat.completions.create(
                    model=model, max_tokens=200, stream=True, messages=[{"role": "user", "content": content}]):
                pass
        else:
            with client.messages.stream(
                    model=model, max_tokens=200, messages=[{"role": "user", "content": content}]) as stream:
                for _ in stream:
                    pass


def test_any_split_of_the_bytes(client, model):
    """P31"""
    content = "[[echo: Grüße 👩‍👩‍👧 aus Kiel]] [[fault: split=1]]"
    if module(client) is openai:
        text = "".join(c.choices[0].delta.content or "" for c in client.chat.completions.create(
            model=model, max_tokens=100, stream=True, messages=[{"role": "user", "content": content}]) if c.choices)
    else:
        with client.messages.stream(model=model, max_tokens=100, messages=[{"role": "user", "content": content}]) as s:
            text = s.get_final_text()
    assert text == "Grüße 👩‍👩‍👧 aus Kiel"
