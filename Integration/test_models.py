"""The list of models, in the shapes of both surfaces."""

import anthropic
import openai
import pytest

from support import CLAUDE, GPT

NAMES = ["openai/" + GPT, "anthropic/" + CLAUDE, "fast"]


def test_openai(openai_client):
    models = {model.id: model for model in openai_client.models.list()}
    assert models.keys() >= set(NAMES)
    assert models["fast"].owned_by == "anthropic" and models["openai/" + GPT].owned_by == "openai"
    for name in NAMES:
        model = openai_client.models.retrieve(name)
        assert (model.id, model.object) == (name, "model") and isinstance(model.created, int)
    with pytest.raises(openai.NotFoundError) as caught:
        openai_client.models.retrieve("anthropic/none")
    assert caught.value.code == "model_not_found"


def test_anthropic(anthropic_client):
    # Iterating asks for the next page as long as there is one.
    models = {model.id: model for model in anthropic_client.models.list(limit=2)}
    assert models.keys() >= set(NAMES)
    for name in NAMES:
        model = anthropic_client.models.retrieve(name)
        assert (model.id, model.type) == (name, "model") and model.display_name and model.created_at
    with pytest.raises(anthropic.NotFoundError) as caught:
        anthropic_client.models.retrieve("openai/none")
    assert caught.value.type == "not_found_error"


def test_both_list_the_same(openai_client, anthropic_client):
    assert [model.id for model in openai_client.models.list()] == [
        model.id for model in anthropic_client.models.list()]


def test_the_providers_themselves(direct_openai_client, direct_anthropic_client):
    assert GPT in [model.id for model in direct_openai_client.models.list()]
    assert CLAUDE in [model.id for model in direct_anthropic_client.models.list(limit=2)]
    assert direct_openai_client.models.retrieve(GPT).object == "model"
    assert direct_anthropic_client.models.retrieve(CLAUDE).type == "model"
