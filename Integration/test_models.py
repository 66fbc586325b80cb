"""The list of models in both shapes."""

import anthropic
import openai
import pytest


def test_openai(openai_client):
    names = [model.id for model in openai_client.models.list()]
    assert "openai/gpt-4.1" in names and "anthropic/claude-haiku-4-5" in names and "fast" in names
    assert openai_client.models.retrieve("anthropic/claude-haiku-4-5").id == "anthropic/claude-haiku-4-5"
    with pytest.raises(openai.NotFoundError):
        openai_client.models.retrieve("anthropic/none")


def test_anthropic(anthropic_client):
    names = [model.id for model in anthropic_client.models.list()]
    assert "openai/gpt-4.1" in names and "anthropic/claude-haiku-4-5" in names
    assert anthropic_client.models.retrieve("openai/gpt-4.1").id == "openai/gpt-4.1"
    with pytest.raises(anthropic.NotFoundError):
        anthropic_client.models.retrieve("openai/none")
