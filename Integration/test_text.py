"""Plain text, whole and streamed, by each SDK to each provider."""


def test_openai_whole(openai_client, model):
    answer = openai_client.chat.completions.create(
        model=model, max_tokens=100, messages=[{"role": "user", "content": "[[echo: Grüße, 東京 👩‍👩‍👧]]"}])
    assert answer.choices[0].message.content == "Grüße, 東京 👩‍👩‍👧"
    assert answer.choices[0].finish_reason == "stop"
    assert answer.model == model
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens > 0


def test_openai_stream(openai_client, model):
    stream = openai_client.chat.completions.create(
        model=model, max_tokens=200, stream=True, stream_options={"include_usage": True},
        messages=[{"role": "user", "content": "[[text: 40]]"}])
    chunks = list(stream)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert len(text.split()) == 40
    assert sum(1 for chunk in chunks if chunk.choices and chunk.choices[0].delta.content) >= 5
    assert len({chunk.id for chunk in chunks}) == 1
    assert [chunk.usage for chunk in chunks if chunk.usage] == [chunks[-1].usage]
    assert chunks[-1].choices == []


def test_openai_stream_without_usage_shows_none(openai_client, model):
    chunks = list(openai_client.chat.completions.create(
        model=model, max_tokens=50, stream=True, messages=[{"role": "user", "content": "[[echo: hi]]"}]))
    assert all(chunk.usage is None and chunk.choices for chunk in chunks)


def test_openai_accumulator(openai_client, model):
    with openai_client.chat.completions.stream(
            model=model, max_tokens=100, messages=[{"role": "user", "content": "[[echo: put together]]"}]) as stream:
        for _ in stream:
            pass
        final = stream.get_final_completion()
    assert final.choices[0].message.content == "put together"


def test_openai_stream_equals_whole(openai_client, model):
    request = dict(model=model, max_tokens=100, messages=[{"role": "user", "content": "[[text: 12]]"}])
    whole = openai_client.chat.completions.create(**request)
    chunks = list(openai_client.chat.completions.create(stream=True, stream_options={"include_usage": True}, **request))
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == whole.choices[0].message.content
    assert chunks[-1].usage.prompt_tokens == whole.usage.prompt_tokens
    assert chunks[-1].usage.completion_tokens == whole.usage.completion_tokens


def test_anthropic_whole(anthropic_client, model):
    answer = anthropic_client.messages.create(
        model=model, max_tokens=100, messages=[{"role": "user", "content": "[[echo: Grüße, 東京 👩‍👩‍👧]]"}])
    assert [block.type for block in answer.content] == ["text"]
    assert answer.content[0].text == "Grüße, 東京 👩‍👩‍👧"
    assert answer.stop_reason == "end_turn"
    assert answer.usage.input_tokens > 0 and answer.usage.output_tokens > 0


def test_anthropic_stream(anthropic_client, model):
    with anthropic_client.messages.stream(
            model=model, max_tokens=200, messages=[{"role": "user", "content": "[[text: 40]]"}]) as stream:
        pieces = list(stream.text_stream)
        final = stream.get_final_message()
    assert len(pieces) >= 5
    assert "".join(pieces) == final.content[0].text
    assert len(final.content[0].text.split()) == 40
    assert final.stop_reason == "end_turn"
    assert final.usage.output_tokens > 0 and final.usage.input_tokens > 0


def test_system_prompt_and_history(openai_client, anthropic_client, model):
    answer = openai_client.chat.completions.create(model=model, max_tokens=60, messages=[
        {"role": "system", "content": "Be brief."}, {"role": "user", "content": "One"},
        {"role": "assistant", "content": "Two"}, {"role": "user", "content": "Three"}])
    assert "Three" in answer.choices[0].message.content
    answer = anthropic_client.messages.create(model=model, max_tokens=60, system="Be brief.", messages=[
        {"role": "user", "content": "One"}, {"role": "assistant", "content": "Two"},
        {"role": "user", "content": "Three"}])
    assert "Three" in answer.content[0].text


def test_cap_and_stop(openai_client, anthropic_client, model):
    answer = openai_client.chat.completions.create(
        model=model, max_tokens=16, messages=[{"role": "user", "content": "[[text: 200]]"}])
    assert answer.choices[0].finish_reason == "length"
    assert answer.usage.completion_tokens == 16
    answer = anthropic_client.messages.create(
        model=model, max_tokens=16, messages=[{"role": "user", "content": "[[text: 200]]"}])
    assert answer.stop_reason == "max_tokens"
    answer = openai_client.chat.completions.create(
        model=model, max_tokens=100, stop=["omega"], messages=[{"role": "user", "content": "[[stop: omega]]"}])
    assert answer.choices[0].finish_reason == "stop" and "omega" not in answer.choices[0].message.content
    answer = anthropic_client.messages.create(
        model=model, max_tokens=100, stop_sequences=["omega"], messages=[{"role": "user", "content": "[[stop: omega]]"}])
    assert "omega" not in answer.content[0].text
    if model.startswith("anthropic"):
        assert (answer.stop_reason, answer.stop_sequence) == ("stop_sequence", "omega")


def test_image_as_data(openai_client, anthropic_client, model):
    pixel = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")
    answer = openai_client.chat.completions.create(model=model, max_tokens=60, messages=[{"role": "user", "content": [
        {"type": "text", "text": "[[echo: seen]]"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64," + pixel}}]}])
    assert answer.choices[0].message.content == "seen"
    answer = anthropic_client.messages.create(model=model, max_tokens=60, messages=[{"role": "user", "content": [
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": pixel}},
        {"type": "text", "text": "[[echo: seen]]"}]}])
    assert answer.content[0].text == "seen"


def test_alias(openai_client):
    answer = openai_client.chat.completions.create(
        model="fast", max_tokens=50, messages=[{"role": "user", "content": "[[echo: by alias]]"}])
    assert answer.choices[0].message.content == "by alias"
