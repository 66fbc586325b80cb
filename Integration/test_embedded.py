"""`whitworth serve` as a newcomer starts it: no key, no file, and the simulators inside answer."""

import anthropic
import openai
import pytest

from support import CLAUDE, GPT, Server, user


@pytest.fixture(scope="module", params=[(), ("--simulate",)], ids=["no key", "asked for"])
def newcomer(request):
    # A key must not reach anyone where simulators were asked for.
    server = Server("serve", *request.param, **({"OPENAI_API_KEY": "sk-real"} if request.param else {}))
    yield server
    server.stop()


@pytest.mark.parametrize("model", ["openai/" + GPT, "anthropic/" + CLAUDE])
def test_both_sdks(newcomer, model):
    with openai.OpenAI(base_url=newcomer.url + "/v1", api_key="none") as client:
        answer = client.chat.completions.create(model=model, max_tokens=100, messages=user("Hello"))
        assert "simulated" in answer.choices[0].message.content
        assert model in [entry.id for entry in client.models.list()]
    with anthropic.Anthropic(base_url=newcomer.url, api_key="none") as client:
        with client.messages.stream(model=model, max_tokens=100, messages=user("Hello")) as stream:
            assert "simulated" in stream.get_final_text()
