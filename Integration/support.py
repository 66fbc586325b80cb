"""What the tests share: the servers they start, and the ways an SDK can go."""

import dataclasses
import json
import os
import pathlib
import re
import subprocess
import time
import urllib.request

BINARY = os.environ.get("WHITWORTH_BIN") or str(
    pathlib.Path(__file__).resolve().parent.parent / ".build/debug/whitworth")

# Names as the providers have them; at the gateway the provider's name goes before them.
GPT = "gpt-4.1"
REASONING_GPT = "gpt-5.5"
CLAUDE = "claude-sonnet-4-6"

KEY = "sk-simulated-0123456789"


class Server:
    """A running `whitworth` on a port of its own, until `stop`."""

    def __init__(self, *arguments, **environment):
        # Nothing of the machine's environment may turn a simulator into a bill, or a loopback address into a proxy's.
        clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        self.process = subprocess.Popen(
            [BINARY, *arguments, "--port", "0"], env={**clean, **environment},
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if not found:
            self.process.kill()
            raise RuntimeError(f"'{BINARY} {' '.join(arguments)}' did not start: {line}")
        self.url = f"http://127.0.0.1:{found[1]}"

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=40)
        finally:
            self.process.kill()
            self.process.stdout.close()


class Simulators(Server):
    """`whitworth simulate`, with what it tells of itself."""

    def __init__(self):
        super().__init__("simulate")

    def stats(self):
        return self._fetch("/__simulator/stats")

    def requests(self, containing=""):
        """The requests that came in, oldest first; bodies as texts."""
        seen = self._fetch("/__simulator/requests")
        for request in seen:
            if not isinstance(request["body"], str):
                request["body"] = json.dumps(request["body"], ensure_ascii=False, separators=(",", ":"))
        return [request for request in seen if containing in request["body"]]

    def forget(self):
        """Back to the first day: the same requests get the same answers again."""
        urllib.request.urlopen(
            urllib.request.Request(self.url + "/__simulator/reset", method="POST"), timeout=10).read()

    def _fetch(self, path):
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return json.load(answer)


@dataclasses.dataclass
class Way:
    """An SDK's client, a model, and who answers at the end."""

    client: object
    model: str
    #: "openai" or "anthropic": the vendor of the model.
    provider: str
    #: Whether no gateway is between: then whatever is expected is the provider's own behaviour.
    direct: bool

    @property
    def crosses(self):
        """Whether the model's provider has another API than the client."""
        return self.provider != ("openai" if hasattr(self.client, "chat") else "anthropic")


def user(content):
    return [{"role": "user", "content": content}]


def wait_until(condition, seconds=10):
    """Waits for what happens in another process; a slow machine is no failure."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()
