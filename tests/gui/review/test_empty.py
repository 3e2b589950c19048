"""What the page says when there is nothing to review: one sentence, one thing to do."""

from dataclasses import replace

import pytest

from gui.review.empty import EmptyFacts, Offer, empty_message

DONE = EmptyFacts(image_count=100, encoded=True, can_suggest=True, has_run=True, narrowed=False)


@pytest.mark.parametrize(
    ("facts", "offer", "words"),
    [
        (replace(DONE, image_count=0), Offer.LIBRARY, "no image"),
        (replace(DONE, image_count=0, at_work="scan"), Offer.LIBRARY, "Suggestions follow"),
        (replace(DONE, encoded=False, at_work="encode"), Offer.LIBRARY, "right after it"),
        (replace(DONE, has_run=False, at_work="tune"), Offer.LIBRARY, "as soon as they are there"),
        (replace(DONE, at_work="suggest"), Offer.SUGGEST, "Every suggestion has been decided"),
        (replace(DONE, encoded=False), Offer.ENCODE, "looks at every image once"),
        (replace(DONE, can_suggest=False), Offer.LIBRARY, "there are none yet"),
        (replace(DONE, has_run=False), Offer.SUGGEST, "similar labelled images"),
        (DONE, Offer.SUGGEST, "Every suggestion has been decided"),
        (replace(DONE, narrowed=True), Offer.WHOLE_QUEUE, "None of these images"),
        (replace(DONE, reviewed=37, accepted=80, rejected=12), Offer.SUGGEST, "37 images, "),
        (replace(DONE, reviewed=1, accepted=1), Offer.SUGGEST, "1 image, accepted 1 suggestion "),
        (replace(DONE, reviewed=2), Offer.SUGGEST, "You reviewed 2 images."),
        (replace(DONE, narrowed=True, reviewed=2), Offer.WHOLE_QUEUE, "You reviewed 2 images."),
        (replace(DONE, reviewed=2, skipped=5), Offer.SKIPPED, "passed over 5 images"),
        (replace(DONE, narrowed=True, skipped=1), Offer.SKIPPED, "passed over 1 image."),
    ],
)
def test_every_state_has_a_sentence_and_a_button(
    facts: EmptyFacts, offer: Offer, words: str
) -> None:
    message = empty_message(facts)
    assert message.offer is offer
    assert message.button
    assert message.title
    assert words in message.sentence
