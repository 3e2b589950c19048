"""Every suggester is what its kind says of it, and has its words in every language."""

import pytest

from engine.suggesters.base import LeavesOneOut, UsesNames
from engine.suggesters.kinds import SuggesterKind
from engine.suggesters.neighbors.neighbor_search import NeighborSearch
from engine.suggesters.neighbors.weighed_neighbors import WeighedNeighbors
from engine.suggesters.registry import SUGGESTERS
from messages.sentences import LANGUAGES, sentence


@pytest.mark.parametrize("kind", SUGGESTERS.values(), ids=SUGGESTERS)
def test_a_suggester_can_do_what_its_kind_says(kind: SuggesterKind) -> None:
    suggester = kind.create()

    assert kind.weighs_neighbors == isinstance(suggester, WeighedNeighbors)
    assert kind.tunes_by_weighing == (type(suggester) is NeighborSearch)
    assert kind.needs_names == isinstance(suggester, UsesNames)
    if kind.held_out == "leave-one-out":
        assert isinstance(kind.leaving_one_out(suggester), LeavesOneOut)
    else:
        with pytest.raises(TypeError, match="cannot leave its own references out"):
            kind.leaving_one_out(suggester)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_suggester_has_words_of_its_own(language: str) -> None:
    for texts in (
        [sentence(kind.title, language) for kind in SUGGESTERS.values()],
        [sentence(kind.about, language) for kind in SUGGESTERS.values()],
        [sentence(kind.method, language) for kind in SUGGESTERS.values()],
    ):
        assert len(set(texts)) == len(SUGGESTERS)
