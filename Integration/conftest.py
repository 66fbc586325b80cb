"""The servers, and the official SDKs' clients. Without a key in the environment the simulators answer."""

import anthropic
import openai
import pytest

from support import CLAUDE, GPT, KEY, Server, Simulators, Way


@pytest.fixture(scope="session")
def simulators():
    server = Simulators()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def gateway(tmp_path_factory, simulators):
    """The gateway in front of simulators that the tests can ask for what they saw."""
    file = tmp_path_factory.mktemp("gateway") / "gateway.yaml"
    addresses = {"openai": simulators.url + "/openai/v1", "anthropic": simulators.url + "/anthropic"}
    lines = ["providers:"]
    for prefix, key in (("", "SIMULATED_KEY"), ("locked-", "INVALID_KEY")):
        for kind, address in addresses.items():
            lines.append(
                f"  - {{name: {prefix}{kind}, kind: {kind}, base_url: '{address}', api_key_env: {key}}}")
    lines.append("  - {name: nowhere, kind: openai, base_url: 'http://127.0.0.1:9/v1', api_key_env: SIMULATED_KEY}")
    lines.append(f"aliases: {{fast: anthropic/{CLAUDE}}}")
    file.write_text("\n".join(lines) + "\n")
    server = Server("serve", "--config", str(file), SIMULATED_KEY=KEY, INVALID_KEY="invalid")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def openai_client(gateway):
    with openai.OpenAI(base_url=gateway.url + "/v1", api_key="the-clients", max_retries=0, timeout=60) as client:
        yield client


@pytest.fixture(scope="session")
def anthropic_client(gateway):
    with anthropic.Anthropic(base_url=gateway.url, api_key="the-clients", max_retries=0, timeout=60) as client:
        yield client


@pytest.fixture(scope="session")
def direct_openai_client(simulators):
    with openai.OpenAI(base_url=simulators.url + "/openai/v1", api_key=KEY, max_retries=0, timeout=60) as client:
        yield client


@pytest.fixture(scope="session")
def direct_anthropic_client(simulators):
    with anthropic.Anthropic(base_url=simulators.url + "/anthropic", api_key=KEY, max_retries=0, timeout=60) as client:
        yield client


@pytest.fixture(params=["itself", "gpt", "claude"])
def chat(request, openai_client, direct_openai_client):
    """The `openai` SDK: to OpenAI without a gateway between, and through it to each provider."""
    match request.param:
        case "itself": return Way(direct_openai_client, GPT, "openai", direct=True)
        case "gpt": return Way(openai_client, "openai/" + GPT, "openai", direct=False)
        case _: return Way(openai_client, "anthropic/" + CLAUDE, "anthropic", direct=False)


@pytest.fixture(params=["itself", "claude", "gpt"])
def messages(request, anthropic_client, direct_anthropic_client):
    """The `anthropic` SDK: to Anthropic without a gateway between, and through it to each provider."""
    match request.param:
        case "itself": return Way(direct_anthropic_client, CLAUDE, "anthropic", direct=True)
        case "claude": return Way(anthropic_client, "anthropic/" + CLAUDE, "anthropic", direct=False)
        case _: return Way(anthropic_client, "openai/" + GPT, "openai", direct=False)


@pytest.fixture(params=["openai", "anthropic"])
def sdk(request, openai_client, anthropic_client):
    """Each SDK at the gateway."""
    return openai_client if request.param == "openai" else anthropic_client


@pytest.fixture(params=["gpt", "claude"])
def model(request):
    """A model of each provider, as the gateway names it."""
    return "openai/" + GPT if request.param == "gpt" else "anthropic/" + CLAUDE
