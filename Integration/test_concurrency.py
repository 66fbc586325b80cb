"""Many streams at once."""

import asyncio

import anthropic
import openai
import pytest

from support import CLAUDE, GPT, user


def test_fifty_streams_never_cross(gateway):
    """None may read another's words: 50 at once, over both surfaces and providers."""
    async def run():
        async with (openai.AsyncOpenAI(base_url=gateway.url + "/v1", api_key="k", max_retries=0, timeout=60) as chat,
                    anthropic.AsyncAnthropic(base_url=gateway.url, api_key="k", max_retries=0, timeout=60) as messages):
            running = most = 0

            async def one(number):
                nonlocal running, most
                words = " ".join([f"nonce-{number:03d}"] * 20)
                request = dict(
                    model="openai/" + GPT if number % 2 else "anthropic/" + CLAUDE, max_tokens=500,
                    messages=user(f"[[echo: {words}]] [[fault: slow=5]]"))
                text, seen = "", set()
                if number % 4 < 2:
                    async for chunk in await chat.chat.completions.create(stream=True, **request):
                        if not seen:
                            running += 1
                            most = max(most, running)
                        seen.add(chunk.id)
                        if chunk.choices:
                            text += chunk.choices[0].delta.content or ""
                else:
                    async with messages.messages.stream(**request) as stream:
                        async for event in stream:
                            if event.type == "message_start":
                                running += 1
                                most = max(most, running)
                                seen.add(event.message.id)
                        text = await stream.get_final_text()
                running -= 1
                assert text == words
                return seen

            seen = await asyncio.gather(*(one(number) for number in range(50)))
            assert all(len(ids) == 1 for ids in seen) and len(set.union(*seen)) == 50
            assert most >= 25, "they were to run at once"

    asyncio.run(run())


def test_one_breaks_and_the_others_do_not(gateway):
    async def run():
        async with openai.AsyncOpenAI(
                base_url=gateway.url + "/v1", api_key="k", max_retries=0, timeout=60) as client:
            async def one(number):
                fault = "cut-after=5" if number % 3 == 0 else "slow=3"
                text = ""
                async for chunk in await client.chat.completions.create(
                        model="openai/" + GPT if number % 2 else "anthropic/" + CLAUDE, max_tokens=200, stream=True,
                        messages=user(f"[[text: 40]] [[fault: {fault}]] {number}")):
                    text += chunk.choices[0].delta.content or ""
                return len(text.split())

            results = await asyncio.gather(*(one(number) for number in range(24)), return_exceptions=True)
            for number, result in enumerate(results):
                if number % 3 == 0:
                    assert isinstance(result, openai.APIError), number
                else:
                    assert result == 40, number

    asyncio.run(run())


def test_one_connection_many_answers(sdk, model):
    """A connection outlives an answer, a refusal and a broken stream."""
    chat = hasattr(sdk, "chat")
    create = sdk.chat.completions.create if chat else sdk.messages.create
    for number in range(10):
        with pytest.raises((openai.BadRequestError, anthropic.BadRequestError)):
            create(model=model, max_tokens=20, messages=user("x"), extra_body={"no_such_member": 1})
        with pytest.raises((openai.APIError, anthropic.APIError)):
            list(create(model=model, max_tokens=50, stream=True, messages=user("[[text: 20]] [[fault: cut-after=3]]")))
        answer = create(model=model, max_tokens=20, messages=user(f"[[echo: {number}]]"))
        assert (answer.choices[0].message.content if chat else answer.content[0].text) == str(number)
