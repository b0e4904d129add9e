"""Judges what became of a recording by what was said in it.

A command is *accepted* when it was acted on with the right intent and every labelled slot right, *wrong* when something
else was done, *asked* when a person would have been asked and the reading is right, *asked wrongly* when it is not, and
*refused* otherwise. What is no command, or none of this grammar, is *acted on* when anything would have been done.
"""

import difflib
import re

# What is as it should be, or no harm.
FINE = {
    "commands": {"accepted"},
    "near misses": {"asked", "refused"},
    "no commands": {"refused"},
}

# Free text is heard with mistakes, and nothing but its being taken down depends on them: it need only be alike.
ALIKE = 0.5


def judge(recording, lines: list[dict]) -> str:
    if recording.intent is None:
        decisions = {line["decision"] for line in lines}
        return "acted on" if "act" in decisions else "asked" if "ask" in decisions else "refused"
    acted = [is_right(recording, line) for line in lines if line["decision"] == "act"]
    asked = [is_right(recording, line) for line in lines if line["decision"] == "ask"]
    if acted:
        return "accepted" if all(acted) else "wrong"
    if asked:
        return "asked" if all(asked) else "asked wrongly"
    return "refused"


def is_right(recording, reading: dict) -> bool:
    """Whether a reading is what was said, as far as it is labelled."""
    if reading.get("intent") != recording.intent:
        return False
    slots = {name: str(value).strip() for name, value in (reading.get("slots") or {}).items()}
    if any(slots.get(name) != value.strip() for name, value in recording.slots.items()):
        return False
    return all(is_alike(slots.get(name, ""), text) for name, text in recording.free.items())


def is_alike(heard: str, said: str) -> bool:
    heard, said = (" ".join(re.findall(r"[\w']+", text.lower())) for text in (heard, said))
    return bool(heard) and difflib.SequenceMatcher(None, heard, said).ratio() >= ALIKE
