#!/usr/bin/env python3
"""Draws what acceptance costs in false action, over all thresholds of a score of readings.

scripts/benchmark --only understanding leaves labelled.jsonl behind: every utterance with the readings that were
considered and what was really said. A reading is taken when it is the best of its utterance and its score reaches the
threshold. The score is one that Behest gives, or with --fit a logistic combination of several, which is cross-validated:
each voice, and each clip in all its noise, is judged by weights that were fitted without it.

usage: calibrate.py LABELLED.jsonl --way base [--score certainty | --fit NAME,NAME…] [--into FOLDER]

It writes curve.json (the weights, and for each threshold what would be done), curve.csv and curve.svg.
"""

import argparse
import csv
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import verdicts
from corpora import Recording

FOLDS = 5
# Enough to keep weights finite where a feature tells right from wrong without a mistake.
RIDGE = 1e-3
STEPS = 50
# How far apart the points of a curve are.
LEAST_STEP = 0.002


@dataclass
class Reading:
    utterance: int
    kind: str
    """The kind of its recording: commands, near misses, no commands."""
    fold: int
    features: dict[str, float]
    is_right: bool


def main() -> None:
    options = arguments()
    lines = [json.loads(line) for line in options.labelled.read_text().splitlines()]
    lines = [line for line in lines if line["way"] == options.way and line["got"].get("duration")]
    readings = list(readings_of(lines))
    if not readings:
        sys.exit(f"'{options.labelled}' has no reading that was considered with --way {options.way}.")
    totals = {kind: sum(line["kind"] == kind for line in lines) for kind in verdicts.FINE}
    result = {"way": options.way, "utterances": totals}
    if options.fit:
        scores, result["weights"] = fitted(readings, options.fit)
    else:
        scores = np.array([each.features.get(options.score, -np.inf) for each in readings])
        result["score"] = options.score
    result["curve"] = curve(readings, scores, totals)
    options.into.mkdir(parents=True, exist_ok=True)
    (options.into / "curve.json").write_text(json.dumps(result, indent=1) + "\n")
    with open(options.into / "curve.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, result["curve"][0].keys())
        writer.writeheader()
        writer.writerows(result["curve"])
    (options.into / "curve.svg").write_text(drawing(result["curve"]))


def readings_of(lines: list[dict]):
    """Every reading that was considered, with whether it is what was said."""
    for number, line in enumerate(lines):
        expected = line["expected"]
        # A near miss, and what is no command, has no right reading.
        said = Recording(Path(), line["group"], **expected) if expected else None
        fold = int(hashlib.sha256(line["group"].encode()).hexdigest(), 16) % FOLDS
        for reading in line["got"].get("considered", []):
            is_right = said is not None and verdicts.is_right(said, reading)
            yield Reading(number, line["kind"], fold, features(reading), is_right)


def features(reading: dict) -> dict[str, float]:
    """The numbers of a reading; how it was found is one too."""
    return {"certainty": reading["certainty"], "isExact": float(reading["manner"] == "exact"), **reading["scores"]}


def fitted(readings: list[Reading], names: list[str]) -> tuple[np.ndarray, dict[str, float]]:
    """The score of each reading by weights fitted without its fold, and the weights fitted on all."""
    columns = [[each.features.get(name, np.nan) for name in names] for each in readings]
    values = np.array(columns, dtype=float).reshape(len(readings), len(names))
    # What a reading has no number for says nothing either way, beside that it has none.
    means = np.nanmean(np.where(np.isfinite(values), values, np.nan), axis=0)
    absent = ~np.isfinite(values)
    inputs = np.hstack([np.where(absent, means, values), absent, np.ones((len(readings), 1))])
    right = np.array([each.is_right for each in readings], dtype=float)
    folds = np.array([each.fold for each in readings])
    scores = np.empty(len(readings))
    for fold in range(FOLDS):
        scores[folds == fold] = inputs[folds == fold] @ weights(inputs[folds != fold], right[folds != fold])
    titles = [*names, *(f"no {name}" for name in names), "constant"]
    return 1 / (1 + np.exp(-np.clip(scores, -500, 500))), dict(zip(titles, weights(inputs, right).round(5).tolist()))


def weights(inputs: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method."""
    scale = np.maximum(inputs.std(axis=0), 1e-9)
    scale[-1] = 1
    scaled, found = inputs / scale, np.zeros(inputs.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(scaled @ found, -30, 30)))
        slope = scaled.T @ (right - chance) - RIDGE * found
        bend = (scaled * (chance * (1 - chance))[:, None]).T @ scaled + RIDGE * np.eye(len(found))
        step = np.linalg.solve(bend, slope)
        found += step
        if abs(step).max() < 1e-9:
            break
    return found / scale


def curve(readings: list[Reading], scores: np.ndarray, totals: dict[str, int]) -> list[dict]:
    """For each threshold at which something changes, the share of utterances that would be acted on."""
    best: dict[int, int] = {}
    for index in np.argsort(scores, kind="stable"):
        best[readings[index].utterance] = index
    chosen = sorted(best.values(), key=lambda index: -scores[index])
    counts = {"accepted": 0, "wrong": 0, "near misses": 0, "no commands": 0}
    totals = {"accepted": totals["commands"], "wrong": totals["commands"], **totals}
    points = []
    for place, index in enumerate(chosen):
        reading = readings[index]
        is_command = reading.kind == "commands"
        counts[("accepted" if reading.is_right else "wrong") if is_command else reading.kind] += 1
        # Equal scores are taken together or not at all.
        if place + 1 < len(chosen) and scores[chosen[place + 1]] == scores[index]:
            continue
        shares = {name: round(count / max(1, totals[name]), 5) for name, count in counts.items()}
        points.append({"threshold": round(float(scores[index]), 5), **shares})
    return thinned(points)


def thinned(points: list[dict]) -> list[dict]:
    """Of points that differ in no share by as much as the least step, only the first, and the last of all."""
    kept = points[:1]
    for point in points[1:-1]:
        if any(abs(point[name] - kept[-1][name]) >= LEAST_STEP for name in point if name != "threshold"):
            kept.append(point)
    return kept + points[-1:] if len(points) > 1 else kept


def drawing(points: list[dict]) -> str:
    """Acceptance over each kind of false action, from none to one in twenty."""
    width, height, left, top, most = 720, 440, 70, 20, 0.05
    lowest = 0.8
    colours = {"wrong": "#b3261e", "near misses": "#1a5fb4", "no commands": "#26803c"}
    across, down = width - left - 180, height - top - 50

    def place(x: float, y: float) -> str:
        return f"{left + across * min(x, most) / most:.1f},{top + down * (1 - (max(y, lowest) - lowest) / (1 - lowest)):.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for step in range(6):
        x, y = most * step / 5, lowest + (1 - lowest) * step / 5
        (x0, y0), (x1, y1) = place(x, lowest).split(","), place(x, 1).split(",")
        parts.append(f'<path d="M{x0},{y0}L{x1},{y1}" stroke="#ddd"/>')
        parts.append(f'<text x="{x0}" y="{float(y0) + 18}" text-anchor="middle">{x:.0%}</text>')
        (x0, y0), (x1, y1) = place(0, y).split(","), place(most, y).split(",")
        parts.append(f'<path d="M{x0},{y0}L{x1},{y1}" stroke="#ddd"/>')
        parts.append(f'<text x="{float(x0) - 8}" y="{float(y0) + 4}" text-anchor="end">{y:.0%}</text>')
    for number, (name, colour) in enumerate(colours.items()):
        line = " ".join(place(point[name], point["accepted"]) for point in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{width - 170}" y="{top + 20 + 18 * number}" fill="{colour}">{name}</text>')
    parts.append(f'<text x="{left + across / 2}" y="{height - 10}" text-anchor="middle">acted on, though it should not be</text>')
    parts.append(f'<text x="{left}" y="{top - 6}">commands accepted</text></svg>')
    return "\n".join(parts) + "\n"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path, metavar="LABELLED.jsonl")
    parser.add_argument("--way", default="base", help="how speech was recognised (default base)")
    parser.add_argument("--score", default="certainty", help="the score that is compared with the threshold")
    parser.add_argument("--fit", type=lambda text: text.split(","), help="scores to combine instead")
    parser.add_argument("--into", type=Path, default=Path(__file__).parent / "results" / "calibration")
    return parser.parse_args()


if __name__ == "__main__":
    main()
