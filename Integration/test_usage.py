"""Tokens mean the same everywhere: input includes what came from or went to a cache, on OpenAI's surface as OpenAI
counts it; on Anthropic's surface the three are apart, as Anthropic counts them."""

import itertools

from support import CLAUDE, GPT, user

nonces = itertools.count()


def long_text():
    """Long enough to be cached, and never seen before."""
    return f"Document {next(nonces)}. " + "All of this has been said before. " * 200


def test_cached_by_openai(openai_client, anthropic_client):
    """Its cache works by itself, by prefix."""
    text = long_text()
    chat = [openai_client.chat.completions.create(
        model="openai/" + GPT, max_completion_tokens=20, messages=user(text)).usage for _ in range(2)]
    cached = chat[1].prompt_tokens_details.cached_tokens
    assert chat[0].prompt_tokens_details.cached_tokens == 0 and cached >= 1024
    assert chat[0].prompt_tokens == chat[1].prompt_tokens > cached
    usage = anthropic_client.messages.create(
        model="openai/" + GPT, max_tokens=20, messages=user(text)).usage
    assert usage.cache_read_input_tokens == cached
    assert usage.input_tokens == chat[1].prompt_tokens - cached
    with anthropic_client.messages.stream(model="openai/" + GPT, max_tokens=20, messages=user(text)) as stream:
        streamed = stream.get_final_message().usage
    assert (streamed.input_tokens, streamed.cache_read_input_tokens, streamed.output_tokens) == (
        usage.input_tokens, usage.cache_read_input_tokens, usage.output_tokens)


def test_cached_by_anthropic(anthropic_client, direct_anthropic_client):
    """Its cache works by marks; they reach it, and what it counted comes back."""
    for client, model in ((direct_anthropic_client, CLAUDE), (anthropic_client, "anthropic/" + CLAUDE)):
        system = [{"type": "text", "text": long_text(), "cache_control": {"type": "ephemeral"}}]
        first, second = (client.messages.create(
            model=model, max_tokens=20, system=system, messages=user("Hello")).usage for _ in range(2))
        written = first.cache_creation_input_tokens
        assert written >= 1024 and first.cache_read_input_tokens == 0
        assert first.cache_creation.ephemeral_5m_input_tokens == written
        assert (second.cache_read_input_tokens, second.cache_creation_input_tokens) == (written, 0)
        assert first.input_tokens == second.input_tokens > 0


def test_anthropics_cache_through_chat_completions(openai_client):
    def ask(stream):
        request = dict(model="anthropic/" + CLAUDE, max_completion_tokens=20, messages=[
            {"role": "system", "content": [
                {"type": "text", "text": text, "cache_control": {"type": "ephemeral"}}]}, *user("Hello")])
        if not stream:
            return openai_client.chat.completions.create(**request).usage
        chunks = list(openai_client.chat.completions.create(
            stream=True, stream_options={"include_usage": True}, **request))
        return chunks[-1].usage
    text = long_text()
    first, second, streamed = ask(False), ask(False), ask(True)
    cached = second.prompt_tokens_details.cached_tokens
    assert first.prompt_tokens_details.cached_tokens == 0 and cached >= 1024
    assert first.prompt_tokens_details.cache_write_tokens == cached
    assert first.prompt_tokens == second.prompt_tokens == streamed.prompt_tokens > cached
    assert streamed.prompt_tokens_details.cached_tokens == cached
    assert second.total_tokens == second.prompt_tokens + second.completion_tokens


def test_the_same_tokens_on_both_surfaces(openai_client, anthropic_client):
    for model in ("openai/" + GPT, "anthropic/" + CLAUDE):
        prompt = user("[[text: 30]]")
        chat = openai_client.chat.completions.create(model=model, max_completion_tokens=100, messages=prompt).usage
        messages = anthropic_client.messages.create(model=model, max_tokens=100, messages=prompt).usage
        assert (chat.prompt_tokens, chat.completion_tokens) == (messages.input_tokens, messages.output_tokens)
