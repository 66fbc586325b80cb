"""Many streams at once, and clients that leave."""

import asyncio
import json

import anthropic
import openai

from conftest import CLAUDE, GPT, fetch, wait_until


def test_fifty_streams_never_cross(gateway):
    """P-none may read another's words: 50 at once, over both surfaces and providers."""
    async def run():
        chat = openai.AsyncOpenAI(base_url=gateway.url + "/v1", api_key="k", max_retries=0, timeout=60)
        messages = anthropic.AsyncAnthropic(base_url=gateway.url, api_key="k", max_retries=0, timeout=60)

        async def one(number):
            word = f"nonce-{number:03d} " * 20
            prompt = [{"role": "user", "content": f"[[echo: {word.strip()}]] [[fault: slow=2]]"}]
            model = GPT if number % 2 else CLAUDE
            if number % 4 < 2:
                text = ""
                async for chunk in await chat.chat.completions.create(
                        model=model, max_tokens=500, stream=True, messages=prompt):
                    if chunk.choices:
                        text += chunk.choices[0].delta.content or ""
            else:
                async with messages.messages.stream(model=model, max_tokens=500, messages=prompt) as stream:
                    text = await stream.get_final_text()
            return text == word.strip()

        return await asyncio.gather(*(one(number) for number in range(50)))

    assert all(asyncio.run(run()))


def stats(simulators):
    return json.loads(fetch(simulators.url + "/__simulator/stats"))


def test_leaving_cancels_the_provider(openai_client, anthropic_client, simulators, model):
    """P29"""
    before = stats(simulators)["cancelledStreams"]
    prompt = [{"role": "user", "content": "[[text: 2000]] [[fault: slow=20]]"}]
    stream = openai_client.chat.completions.create(model=model, max_tokens=4000, stream=True, messages=prompt)
    next(iter(stream))
    stream.close()
    assert wait_until(lambda: stats(simulators)["cancelledStreams"] == before + 1)
    with anthropic_client.messages.stream(model=model, max_tokens=4000, messages=prompt) as stream:
        next(iter(stream))
    assert wait_until(lambda: stats(simulators)["cancelledStreams"] == before + 2)
    assert wait_until(lambda: stats(simulators)["openStreams"] == 0)
