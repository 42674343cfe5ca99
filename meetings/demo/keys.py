"""Addresses and chance that are the same at every load."""

import hashlib
import random

from cells.keys import ALPHABET, LENGTH

DIGITS = ALPHABET[:8]


def stable_key(*parts):
    """A key as `cells.keys.new_key` makes them, but always the same for these parts.

    It holds a digit, so that it is never a word.
    """
    number = int.from_bytes(hashlib.sha256("|".join(map(str, parts)).encode()).digest()[:16], "big")
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    if not set(letters) & set(DIGITS):
        letters[number % LENGTH] = DIGITS[number % len(DIGITS)]
    return "".join(letters)


def chance(*parts):
    """A source of chance that gives the same answers for these parts."""
    return random.Random("|".join(map(str, parts)))


class Deck:
    """Cards drawn in a shuffled order, each once before any comes again."""

    def __init__(self, cards, source):
        self.cards = list(cards)
        source.shuffle(self.cards)
        self.next = 0

    def draw(self):
        card = self.cards[self.next % len(self.cards)]
        self.next += 1
        return card

    def draw_many(self, count):
        return [self.draw() for _ in range(min(count, len(self.cards)))]
