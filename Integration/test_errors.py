"""Every failure reaches the client as the SDK's own class, with what the standard adds to it."""

import json
import urllib.error
import urllib.request

import anthropic
import openai
import pytest

from support import CLAUDE, GPT, KEY, user


def module(client):
    return openai if isinstance(client, openai.OpenAI) else anthropic


def ask(client, content, model, **more):
    request = dict(model=model, max_tokens=50, messages=user(content)) | more
    if module(client) is openai:
        return client.chat.completions.create(**request)
    return client.messages.create(**request)


CASES = [
    ("status=400", "BadRequestError", 400), ("status=401", "AuthenticationError", 401),
    ("status=403", "PermissionDeniedError", 403), ("status=404", "NotFoundError", 404),
    ("status=429 retry-after=7", "RateLimitError", 429), ("status=500", "InternalServerError", 500),
    ("status=503", "InternalServerError", None), ("html", "InternalServerError", 502),
    ("empty", "InternalServerError", 502), ("drop", "InternalServerError", 502),
    ("garbage", "InternalServerError", 502), ("cut-after=1", "InternalServerError", 502),
    ("content-type=text/plain", "InternalServerError", 502), ("error-in-200", "APIStatusError", None),
]


# These break a stream in its middle: test_broken_streams.py.
ONLY_WHOLE = ("garbage", "cut-after=1")
WAYS = [(*case, stream) for case in CASES for stream in (False, True) if not (stream and case[0] in ONLY_WHOLE)]


@pytest.mark.parametrize(
    "fault, name, status, stream", WAYS, ids=[f"{way[0]}-{'streamed' if way[3] else 'whole'}" for way in WAYS])
def test_classes(sdk, model, fault, name, status, stream):
    with pytest.raises(getattr(module(sdk), name)) as caught:
        ask(sdk, f"[[fault: {fault}]]", model, stream=stream)
    response = caught.value.response
    if status:
        assert caught.value.status_code == status
    else:
        assert caught.value.status_code >= 400
    if "retry-after" in fault:
        assert response.headers["retry-after"] == "7"
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-request-id"]
    assert KEY not in response.text and "127.0.0.1" not in response.text


def test_overloaded(sdk):
    """529 is nobody's status but Anthropic's: the standard says 503, Anthropic's own clients get theirs."""
    with pytest.raises(openai.InternalServerError if module(sdk) is openai else anthropic.OverloadedError) as caught:
        ask(sdk, "[[fault: status=529]]", "anthropic/" + CLAUDE)
    assert caught.value.status_code == (503 if module(sdk) is openai else 529)


def test_the_standards_members(openai_client):
    with pytest.raises(openai.RateLimitError) as caught:
        ask(openai_client, "[[fault: status=429 retry-after=7]]", "anthropic/" + CLAUDE)
    body = caught.value.body
    assert (body["code"], body["type"], body["retryable"], body["retry_after_ms"]) == (
        "rate_limited", "rate_limit", "after", 7000)
    assert caught.value.code == "rate_limited" and caught.value.type == "rate_limit"
    assert (body["upstream"]["provider"], body["upstream"]["status"], body["upstream"]["type"]) == (
        "anthropic", 429, "rate_limit_error")
    assert body["request_id"] == caught.value.request_id == caught.value.response.headers["x-request-id"]


@pytest.mark.parametrize("fault, kind", [
    ("status=400", "invalid_request_error"), ("status=401", "authentication_error"),
    ("status=403", "permission_error"), ("status=404", "not_found_error"), ("status=429", "rate_limit_error"),
    ("status=500", "api_error"), ("status=529", "overloaded_error")])
def test_anthropics_types(anthropic_client, fault, kind):
    with pytest.raises(anthropic.APIStatusError) as caught:
        ask(anthropic_client, f"[[fault: {fault}]]", "anthropic/" + CLAUDE)
    assert caught.value.type == kind
    assert caught.value.request_id == caught.value.response.headers["request-id"] == caught.value.body["request_id"]


def test_codes_of_the_other_provider(openai_client):
    """What Anthropic says only in words has a code."""
    for code, expected in (("prompt_too_long", "max_context_exceeded"), ("credit_balance", "insufficient_credits")):
        with pytest.raises(openai.APIStatusError) as caught:
            ask(openai_client, f"[[fault: status=400 code={code}]]", "anthropic/" + CLAUDE)
        assert caught.value.code == expected


def test_quota_is_not_a_rate_limit(gateway, simulators):
    """OpenAI says 429 to both; only one passes by waiting, and so the SDKs do not try the other again."""
    content = "empty purse [[fault: status=429 code=insufficient_quota]]"
    with openai.OpenAI(base_url=gateway.url + "/v1", api_key="k") as client:
        with pytest.raises(openai.APIStatusError) as caught:
            ask(client, content, "openai/" + GPT)
        assert (caught.value.status_code, caught.value.code) == (402, "insufficient_credits")
    with anthropic.Anthropic(base_url=gateway.url, api_key="k") as client:
        with pytest.raises(anthropic.PaymentRequiredError) as caught:
            ask(client, content, "openai/" + GPT)
        assert caught.value.type == "billing_error"
    assert len(simulators.requests("empty purse")) == 2


def test_unknown_model(sdk):
    for name in ("openai", "nobody/gpt-4.1", "gpt-4.1", "openai/"):
        with pytest.raises(module(sdk).NotFoundError) as caught:
            ask(sdk, "Hello", name)
        assert name in caught.value.message
    with pytest.raises(module(sdk).NotFoundError) as caught:
        ask(sdk, "Hello", "gpt-4.1")
    assert caught.value.response.json()["error"]["details"]["suggestions"][0] == "openai/gpt-4.1"


def test_model_the_provider_does_not_have(sdk):
    for provider in ("openai", "anthropic"):
        with pytest.raises(module(sdk).NotFoundError) as caught:
            ask(sdk, "Hello", provider + "/none-such")
        assert "none-such" in caught.value.message


def test_parameter_of_the_other_provider(openai_client, anthropic_client, simulators):
    """It is refused before anything is sent, by the client's own name for it."""
    with pytest.raises(openai.BadRequestError) as caught:
        ask(openai_client, "never sent, a", "anthropic/" + CLAUDE, seed=7)
    assert (caught.value.code, caught.value.param) == ("unsupported_parameter", "seed")
    with pytest.raises(anthropic.BadRequestError) as caught:
        ask(anthropic_client, "never sent, b", "openai/" + GPT, extra_body={"top_k": 5})
    assert caught.value.body["error"]["param"] == "top_k"
    assert not simulators.requests("never sent")


def test_deep_names_of_what_is_wrong(openai_client, anthropic_client):
    with pytest.raises(openai.BadRequestError) as caught:
        ask(openai_client, "", "openai/" + GPT, messages=[
            {"role": "user", "content": "Hello"}, {"role": "user", "content": [{"type": "video", "video": {}}]}])
    assert caught.value.param == "messages[1].content[0].type"
    with pytest.raises(anthropic.BadRequestError) as caught:
        ask(anthropic_client, "", "anthropic/" + CLAUDE, messages=[
            {"role": "user", "content": [{"type": "image", "source": {"type": "base64", "data": "AAAA"}}]}])
    assert caught.value.body["error"]["param"] == "messages[0].content[0].source.media_type"


def test_misspelt_member_is_refused(sdk):
    with pytest.raises(module(sdk).BadRequestError) as caught:
        ask(sdk, "Hello", "openai/" + GPT, extra_body={"max_token": 5})
    body = caught.value.response.json()["error"]
    assert (body["code"], body["param"]) == ("unknown_parameter", "max_token")


def test_the_gateways_credential(sdk):
    """A key the provider does not take is told as such: 401, whoever's key it was."""
    for name in ("locked-openai/" + GPT, "locked-anthropic/" + CLAUDE):
        with pytest.raises(module(sdk).AuthenticationError) as caught:
            ask(sdk, "Hello", name)
        assert "locked-" in json.dumps(caught.value.response.json()) or module(sdk) is anthropic


def test_unreachable_provider(sdk):
    with pytest.raises(module(sdk).InternalServerError) as caught:
        ask(sdk, "Hello", "nowhere/some-model")
    assert caught.value.status_code == 502
    assert "127.0.0.1" not in caught.value.response.text


def test_nothing_is_served_there(openai_client, anthropic_client):
    with pytest.raises(openai.NotFoundError) as caught:
        openai_client.embeddings.create(model="openai/text-embedding-3-small", input="Hello")
    assert caught.value.code == "endpoint_not_found"
    with pytest.raises(anthropic.NotFoundError) as caught:
        anthropic_client.messages.count_tokens(model="anthropic/" + CLAUDE, messages=user("Hello"))
    assert (caught.value.type, caught.value.body["type"]) == ("not_found_error", "error")


def test_body_that_is_no_json(openai_client, anthropic_client):
    for client, path in ((openai_client, "chat/completions"), (anthropic_client, "v1/messages")):
        request = urllib.request.Request(
            f"{str(client.base_url).rstrip('/')}/{path}", data=b'{"model": ', headers={"content-type": "application/json"})
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=10)
        with caught.value as answer:
            assert answer.code == 400
            assert json.load(answer)["error"]["code"] == "invalid_json"
