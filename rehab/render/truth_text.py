"""Text of a page as it was read back, where spaces and line breaks carry no meaning.

In: text. Out: comparisons that ignore spaces; the page with known phrases taken out; the foot that a page should have.
Must not be here: what a page should hold.
"""

from __future__ import annotations

from rehab.model.plan import Plan
from rehab.render.identity import identity_of

__all__ = ["Page", "foot_of", "without_spaces"]


def without_spaces(text: str) -> str:
    """The letters alone; hyphens too, as a reader of PDF drops those at the end of a line."""
    return "".join(letter for letter in text if not letter.isspace() and letter not in "-\u00ad\ufffe\ufeff\x02")


class Page:
    """One page from which known phrases can be blanked."""

    def __init__(self, text: str) -> None:
        self._text = list(text)
        self._places = [place for place, letter in enumerate(text) if without_spaces(letter)]
        self._letters = "".join(text[place] for place in self._places)

    def blank(self, phrase: str) -> None:
        """Take every occurrence of a phrase out, however it is broken into lines."""
        wanted = without_spaces(phrase)
        start = self._letters.find(wanted) if wanted else -1
        while start >= 0:
            end = start + len(wanted)
            for place in self._places[start:end]:
                self._text[place] = " "
            self._letters = self._letters[:start] + " " * len(wanted) + self._letters[end:]
            start = self._letters.find(wanted, end)

    @property
    def rest(self) -> str:
        """What is left."""
        return "".join(self._text)


def foot_of(plan: Plan, number: int, count: int) -> str:
    """The foot of one page of a document of so many pages."""
    identity = identity_of(plan)
    return f"{identity.before_page} {number} of {count} {identity.after_page}"
