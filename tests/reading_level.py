"""The Flesch-Kincaid grade of a text, counted cautiously and without fetching a dictionary.

Flesch-Kincaid: 0.39 x words a sentence + 11.8 x syllables a word - 15.59. Syllables are groups of vowel letters less a
silent final e; for everyday words this errs towards more syllables, so towards a higher grade.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """How many syllables a word has, at least one."""
    lower = word.lower()
    count = len(_VOWELS.findall(lower))
    silent = lower.endswith("e") and not lower.endswith(("le", "ee", "ye")) and count > 1
    silent = silent or (lower.endswith("ed") and not lower.endswith(("ted", "ded")) and count > 1)
    return max(1, count - silent)


def grade(text: str) -> float:
    """The school grade that a text asks for."""
    words = _WORD.findall(text)
    sentences = [part for part in re.split(r"[.!?:]+", text) if _WORD.search(part)]
    assert words, "a text without words has no grade"
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
