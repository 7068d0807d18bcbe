"""The words of a side: from {affected:arm} to the arm that this person's stroke made weak.

In: a text with placeholders, and the side of the body that the profile names. Out: a text for people.
Must not be here: any other wording. The two side words stand in this one table and nowhere else in the program's texts.
"""

from __future__ import annotations

import re

from rehab.model.exercise import PLACEHOLDER

__all__ = ["side_name", "with_sides"]

# affected side of the profile -> (word of the affected part, word of the other part)
_WORDS = {
    "left": ("left", "right"),
    "right": ("right", "left"),
    "both": ("weaker", "stronger"),
    "none": ("", "other"),
}


def with_sides(text: str, affected_side: str) -> str:
    """The text with every placeholder worded: "left arm", "weaker arm", or only "arm" where no side is affected."""
    affected, unaffected = _WORDS[affected_side]

    def worded(match: re.Match[str]) -> str:
        which, part = match.groups()
        return f"{affected if which == 'affected' else unaffected} {part}".strip()

    return PLACEHOLDER.sub(worded, text)


def side_name(side: str | None, affected_side: str) -> str:
    """One side of an exercise ("affected", "unaffected", "both") or of the body ("left"); empty where there is none."""
    affected, unaffected = _WORDS[affected_side]
    return {"affected": affected, "unaffected": unaffected, "none": "", None: ""}.get(side, str(side))
