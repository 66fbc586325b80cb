"""Images, by data URL and by address."""

import anthropic
import openai
import pytest

from support import user

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="


def picture(url):
    return user([{"type": "text", "text": "[[echo: seen]]"}, {"type": "image_url", "image_url": {"url": url}}])


def source(**members):
    return user([{"type": "image", "source": members}, {"type": "text", "text": "[[echo: seen]]"}])


def test_chat_data_url(chat, simulators):
    answer = chat.client.chat.completions.create(
        model=chat.model, max_completion_tokens=60, messages=picture("data:image/png;base64," + PIXEL))
    assert answer.choices[0].message.content == "seen"
    body = simulators.requests(PIXEL)[-1]["body"]
    if chat.provider == "anthropic":
        assert '"media_type":"image/png"' in body and "data:image" not in body
    else:
        assert "data:image/png;base64," + PIXEL in body


def test_chat_address(chat, simulators):
    url = "https://example.com/a.png?b=%20c&d=ü"
    answer = chat.client.chat.completions.create(model=chat.model, max_completion_tokens=60, messages=picture(url))
    assert answer.choices[0].message.content == "seen"
    assert simulators.requests("a.png?b=%20c&d=ü")


def test_chat_unusable_image(chat):
    for url in ("data:image/png;base64,!!!", "data:image/png", "data:image/png,abc"):
        with pytest.raises(openai.BadRequestError):
            chat.client.chat.completions.create(model=chat.model, max_completion_tokens=60, messages=picture(url))


def test_messages_data(messages, simulators):
    answer = messages.client.messages.create(
        model=messages.model, max_tokens=60, messages=source(type="base64", media_type="image/png", data=PIXEL))
    assert answer.content[0].text == "seen"
    body = simulators.requests(PIXEL)[-1]["body"]
    assert ("data:image/png;base64," + PIXEL in body) == (messages.provider == "openai")


def test_messages_address(messages):
    answer = messages.client.messages.create(
        model=messages.model, max_tokens=60, messages=source(type="url", url="https://example.com/a.png"))
    assert answer.content[0].text == "seen"


def test_messages_unusable_image(messages):
    with pytest.raises(anthropic.BadRequestError):
        messages.client.messages.create(
            model=messages.model, max_tokens=60, messages=source(type="base64", media_type="image/png", data="!!!"))
