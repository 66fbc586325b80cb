"""The SDKs' own retries work against the gateway: what passes is tried again, what does not is not."""

import itertools

import anthropic
import openai
import pytest

from support import user

nonces = (f"nonce {number}" for number in itertools.count())


@pytest.fixture(params=["openai", "anthropic"])
def persistent(request, gateway):
    """A client with its default patience."""
    client = (openai.OpenAI(base_url=gateway.url + "/v1", api_key="k") if request.param == "openai"
              else anthropic.Anthropic(base_url=gateway.url, api_key="k"))
    with client:
        yield client


def ask(client, model, content, **more):
    request = dict(model=model, max_tokens=50, messages=user(content)) | more
    if isinstance(client, openai.OpenAI):
        return client.chat.completions.create(**request)
    return client.messages.create(**request)


@pytest.mark.parametrize("fault", ["status=429 retry-after=0", "status=503", "drop"])
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_what_passes(persistent, model, simulators, fault, stream):
    nonce = next(nonces)
    answer = ask(persistent, model, f"{nonce}. [[fault: {fault} times=1]] [[echo: all]]", stream=stream)
    told = "".join(part.to_json(indent=None) for part in answer) if stream else answer.to_json(indent=None)
    assert '"all"' in told
    assert len(simulators.requests(nonce + ".")) == 2, "once refused, once answered: the gateway adds no tries"


def test_what_stays(persistent, model, simulators):
    nonce = next(nonces)
    with pytest.raises((openai.BadRequestError, anthropic.BadRequestError)):
        ask(persistent, model, f"{nonce}. [[fault: status=400]]")
    assert len(simulators.requests(nonce + ".")) == 1
