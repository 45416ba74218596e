"""The table of words is true: it names what the code has, by the labels that the code shows, and
contradicts itself nowhere.
"""

from __future__ import annotations

import re

from tests.lint.sources import in_package, read, tracked
from tests.lint.words import labels, words

CODE = {
    path: read(path) or ""
    for path in tracked()
    if path.suffix in (".py", ".csv") and in_package(path)
}
LABELS = {
    entity: label
    for path, text in CODE.items()
    if path.suffix == ".py"
    for entity, label in labels(text).items()
}


def test_an_entity_of_the_table_bears_the_label_that_the_table_gives_it() -> None:
    named = {
        identifier: chinese
        for word in words()
        for chinese, identifier in zip(word.chinese, word.identifiers, strict=False)
    }
    entities = {
        identifier: chinese for identifier, chinese in named.items() if identifier in LABELS
    }
    assert len(entities) > 30
    assert entities == {entity: LABELS[entity] for entity in entities}


def test_every_identifier_of_the_table_occurs_in_the_code() -> None:
    every = set(re.findall(r"\w+", "\n".join(CODE.values())))
    assert sorted({identifier for word in words() for identifier in word.identifiers} - every) == []


def test_no_two_entities_bear_one_label() -> None:
    shown = sorted(LABELS.values())
    assert sorted({label for label in shown if shown.count(label) > 1}) == []


def test_a_word_that_is_used_for_one_thing_is_not_refused_for_another() -> None:
    used = [chinese for word in words() for chinese in word.chinese]
    refused = [other for word in words() for other in word.others]
    assert len(words()) > 50
    assert sorted({word for word in used + refused if (used + refused).count(word) > 1}) == []
