"""Scores spoken commands against their labels.

Accepted: the right intent, and every labelled slot right. Rejected: no intent. Wrong: acted on, but not as labelled.
"""

from pathlib import Path


def chosen(lines: list[dict]) -> dict:
    """What stands for a clip that was cut into several utterances: the first that was understood."""
    return next((line for line in lines if line.get("intent")), lines[0])


def verdict(want: dict, got: dict) -> str:
    if not got.get("intent"):
        return "rejected"
    slots = {name: str(value).strip() for name, value in (got.get("slots") or {}).items()}
    right = got["intent"] == want["intent"] and all(
        slots.get(name) == value.strip() for name, value in want["slots"].items()
    )
    return "accepted" if right else "wrong"


def score(labels: dict[str, dict], lines_by_clip: dict[str, list[dict]]) -> dict[str, str]:
    """The verdict of each clip."""
    return {clip: verdict(labels[clip], chosen(lines)) for clip, lines in lines_by_clip.items()}


def labels_by_clip(labels: dict[str, dict]) -> dict[str, dict]:
    return {Path(name).stem: label for name, label in labels.items()}
