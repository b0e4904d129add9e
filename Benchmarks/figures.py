"""Figures out of the rows of clips: medians, ninetieth percentiles and ratios."""

import math
from statistics import median

from rows import STAGES

# Which of Behest's models a Python form is compared with.
COUNTERPARTS = {"base, folded": "base", "base, as shipped": "base", "tiny": "tiny"}


def spread(values: list[float], digits: int = 1) -> dict:
    ordered = sorted(values)
    if not ordered:
        return {"count": 0}
    tenth, ninetieth = (ordered[math.ceil(share * len(ordered)) - 1] for share in (0.1, 0.9))
    return {
        "count": len(ordered),
        "median": round(median(ordered), digits),
        "p10": round(tenth, digits),
        "p90": round(ninetieth, digits),
    }


def took(utterance: dict, stages: tuple[str, ...]) -> float:
    """Milliseconds for some stages of an utterance; of several rounds the median."""
    return median(sum(values) for values in zip(*(utterance["ms"][stage] for stage in stages)))


def speed(rows: list[dict], model: str) -> dict:
    clips = [(row["seconds"], row["behest"][model]) for row in rows]
    spoken = [utterance for _, utterances in clips for utterance in utterances if utterance["seconds"]]
    after_speech = ("keep", "transcribe", "understand")
    return {
        "utterances": len(spoken),
        "seconds of utterance": spread([each["seconds"] for each in spoken], 2),
        "real-time factor": spread(
            [sum(took(each, STAGES) for each in utterances) / 1_000 / seconds for seconds, utterances in clips], 4
        ),
        "detect": spread([sum(took(each, ("detect",)) for each in utterances) for _, utterances in clips]),
        "transcribe": spread([took(each, ("transcribe",)) for each in spoken]),
        "until recorded": spread([took(each, STAGES[1:]) for each in spoken if each["isRun"]]),
        "keep, transcribe, understand": spread([took(each, after_speech) for each in spoken]),
    }


def ratios(rows: list[dict]) -> dict:
    """For each Python form: its time as a multiple of Behest's, turn by turn on the same sound."""
    return {form: ratio(rows, form, model) for form, model in COUNTERPARTS.items()}


def heard(utterances: list[dict]) -> float:
    """Milliseconds from the file to its texts, in the first round."""
    return sum(each["ms"][stage][0] for each in utterances for stage in ("detect", "transcribe"))


def ratio(rows: list[dict], form: str, model: str) -> dict:
    pairs = [pair for row in rows for pair in zip(row["behest"][model], row["python"][form])]
    per_utterance = [
        median(theirs / ours for ours, theirs in zip(ours["ms"]["transcribe"], theirs["ms"])) for ours, theirs in pairs
    ]
    whole = [(heard(row["behest"][model]), row["whole"][form]["ms"]) for row in rows if form in row["whole"]]
    return {
        "behest": spread([median(ours["ms"]["transcribe"]) for ours, _ in pairs]),
        "python": spread([median(theirs["ms"]) for _, theirs in pairs]),
        "ratio": spread(per_utterance, 3),
        "behest quicker": sum(each > 1 for each in per_utterance),
        "texts equal": sum(ours["text"] == theirs["text"] for ours, theirs in pairs),
        "whole": {
            "behest": spread([ours for ours, _ in whole]),
            "python": spread([theirs for _, theirs in whole]),
            "ratio": spread([theirs / ours for ours, theirs in whole], 3),
        },
    }
