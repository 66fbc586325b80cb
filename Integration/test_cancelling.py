"""P29: a client that leaves costs nothing from then on. The simulator counts the streams that were given up."""

import asyncio

import anthropic
import httpx2
import openai
import pytest

from support import user, wait_until

ENDLESS = user("[[text: 3000]] [[fault: slow=10]]")


@pytest.fixture
def cancelled(simulators):
    """Whether one stream more was given up, and none is left."""
    before = simulators.stats()["cancelledStreams"]
    return lambda: wait_until(lambda: (simulators.stats()["cancelledStreams"], simulators.stats()["openStreams"])
                              == (before + 1, 0))


def test_chat_close(chat, cancelled):
    stream = chat.client.chat.completions.create(
        model=chat.model, max_completion_tokens=9000, stream=True, messages=ENDLESS)
    next(iter(stream))
    stream.close()
    assert cancelled()


def test_messages_close(messages, cancelled):
    with messages.client.messages.stream(model=messages.model, max_tokens=9000, messages=ENDLESS) as stream:
        next(iter(stream))
    assert cancelled()


@pytest.mark.parametrize("kind", ["openai", "anthropic"])
def test_cancelled_task(gateway, model, cancelled, kind):
    async def run():
        begun = asyncio.Event()

        async def read():
            if kind == "openai":
                async with openai.AsyncOpenAI(base_url=gateway.url + "/v1", api_key="k") as client:
                    async for _ in await client.chat.completions.create(
                            model=model, max_tokens=9000, stream=True, messages=ENDLESS):
                        begun.set()
            else:
                async with (anthropic.AsyncAnthropic(base_url=gateway.url, api_key="k") as client,
                            client.messages.stream(model=model, max_tokens=9000, messages=ENDLESS) as stream):
                    async for _ in stream:
                        begun.set()

        task = asyncio.create_task(read())
        await asyncio.wait_for(begun.wait(), 20)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
    assert cancelled()


def test_impatient_client(sdk, model, cancelled):
    """One that waits no longer has left, too."""
    request = dict(model=model, max_tokens=200, stream=True, messages=user("[[text: 50]] [[fault: stall=60000]]"))
    impatient = sdk.with_options(timeout=0.5)
    # The anthropic SDK lets the timeout of its HTTP client through once a stream has begun.
    with pytest.raises((openai.APITimeoutError, httpx2.ReadTimeout)):
        if hasattr(sdk, "chat"):
            list(impatient.chat.completions.create(**request))
        else:
            list(impatient.messages.create(**request))
    assert cancelled()
