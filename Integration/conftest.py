"""The official SDKs against the built gateway: a server of its own for the whole run, no key in its environment."""

import os
import pathlib
import re
import subprocess
import time
import urllib.request

import anthropic
import openai
import pytest

BINARY = os.environ.get("WHITWORTH_BIN") or str(
    pathlib.Path(__file__).resolve().parent.parent / ".build/debug/whitworth")

GPT = "openai/gpt-4.1"
REASONING_GPT = "openai/gpt-5.5"
CLAUDE = "anthropic/claude-sonnet-4-5"


class Server:
    """A running `whitworth`, stopped by `stop`."""

    def __init__(self, *arguments):
        clean = {name: value for name, value in os.environ.items()
                 if name not in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_BASE_URL")}
        self.process = subprocess.Popen(
            [BINARY, *arguments, "--port", "0"], env=clean, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if not found:
            self.process.kill()
            raise RuntimeError(f"{arguments} did not start: {line}{self.process.stderr.read()}")
        self.url = f"http://127.0.0.1:{found[1]}"

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=40)


def fetch(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read()


@pytest.fixture(scope="session")
def simulators():
    server = Server("simulate")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def gateway(tmp_path_factory, simulators):
    """The gateway in front of the simulators that the tests can ask for what they saw."""
    folder = tmp_path_factory.mktemp("gateway")
    (folder / "gateway.yaml").write_text(f"""
providers:
  - kind: openai
    base_url: {simulators.url}/openai/v1
    api_key_env: SIMULATED_KEY
  - kind: anthropic
    base_url: {simulators.url}/anthropic
    api_key_env: SIMULATED_KEY
  - name: locked-openai
    kind: openai
    base_url: {simulators.url}/openai/v1
    api_key_env: INVALID_KEY
  - name: locked-anthropic
    kind: anthropic
    base_url: {simulators.url}/anthropic
    api_key_env: INVALID_KEY
aliases:
  fast: anthropic/claude-haiku-4-5
""")
    os.environ["SIMULATED_KEY"] = "sk-simulated-0123456789"
    os.environ["INVALID_KEY"] = "invalid"
    server = Server("serve", "--config", str(folder / "gateway.yaml"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def openai_client(gateway):
    return openai.OpenAI(base_url=gateway.url + "/v1", api_key="client-key", max_retries=0, timeout=30)


@pytest.fixture(scope="session")
def anthropic_client(gateway):
    return anthropic.Anthropic(base_url=gateway.url, api_key="client-key", max_retries=0, timeout=30)


@pytest.fixture(params=[GPT, CLAUDE], ids=["to-gpt", "to-claude"])
def model(request):
    return request.param


def wait_until(condition, seconds=10):
    """Waits for what happens in another process; a slow machine is no failure."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return condition()
