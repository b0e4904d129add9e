"""The tables of what is understood: for Benchmarks/README.md, and, short, for the project's own."""

from tables import met, middle, table

# Accepted with kitchen noise at 6, 9, 12, 15, 18, 21, 24 dB, as Picovoice's speech-to-intent benchmark publishes it.
LEVELS = (6, 9, 12, 15, 18, 21, 24)
PUBLISHED = {
    "Picovoice Rhino": (0.96, 0.97, 0.98, 0.99, 0.99, 0.99, 0.99),
    "Microsoft LUIS": (0.86, 0.89, 0.90, 0.91, 0.92, 0.93, 0.93),
    "IBM Watson": (0.72, 0.84, 0.89, 0.93, 0.95, 0.95, 0.96),
    "Amazon Lex": (0.80, 0.84, 0.85, 0.87, 0.87, 0.87, 0.88),
    "Google Dialogflow": (0.70, 0.78, 0.78, 0.80, 0.81, 0.82, 0.83),
}

CLEAN_BAR, NOISY_BAR = 0.997, 0.990
WRONG_BAR, NEAR_MISS_BAR = 0.01, 0.01
TIME_BAR = 0.30

# Understood as labelled: acted on, or asked back about. Others' figures say no more than that of theirs.
UNDERSTOOD = ("accepted", "asked")
ACTED_ON = ("accepted",)

VERDICTS = ("accepted", "wrong", "asked", "asked wrongly", "refused")


def is_whole(figures: dict) -> bool:
    """Whether all clips were heard in all noise, so that it may stand beside what others publish."""
    return figures["clips"] == figures["labelled"] and tuple(figures["levels"]) == LEVELS


def share(figures: dict, way: str, name: str, verdicts: tuple = UNDERSTOOD) -> float | None:
    found = figures["ways"][way]["commands"].get(name)
    if not found or not found["recordings"]:
        return None
    return sum(found["verdicts"].get(each, 0) for each in verdicts) / found["recordings"]


def percent(value: float | None, digits: int = 1) -> str:
    return "–" if value is None else f"{value:.{digits}%}".replace("%", " %")


def mean(values: list) -> float | None:
    return sum(values) / len(values) if values and None not in values else None


def section(figures: dict) -> str:
    parts = [f"### Understanding, {figures['clips']} clips\n\nThe clips, clean and with kitchen noise:"]
    parts.append(acceptance(figures))
    parts.append("Set against the bars:\n\n" + bars(figures))
    parts.append("Commands of the shipped packs, and near misses of them, in synthetic voices:\n\n" + spoken(figures))
    parts.append("Near misses by what was changed, and by voice (acted on, of all):\n\n" + near_misses(figures))
    parts.append("Speech that is no command of the grammar, segment by segment:\n\n" + rejection(figures))
    parts.append("Typed, so that no mishearing stands between:\n\n" + typed(figures))
    parts.append("Understanding, as a share of the free transcription's own time:\n\n" + time(figures))
    if kept := figures.get("kept"):
        parts.append(f"Kept from earlier: {', '.join(f'{way} (Behest {version})' for way, version in kept.items())}.")
    return "\n\n".join(parts)


def acceptance(figures: dict) -> str:
    rows = []
    for way, kinds in figures["ways"].items():
        for name, found in kinds["commands"].items():
            if found["pack"] == "barista":
                cells = [found["verdicts"].get(verdict, 0) for verdict in VERDICTS]
                understood = percent(share(figures, way, name))
                rows.append([f"{way}, {name}", understood, percent(share(figures, way, name, ACTED_ON)), *cells])
    return table(["", "understood", "acted on at once", *VERDICTS], rows)


def bars(figures: dict) -> str:
    rows = []
    for way, kinds in figures["ways"].items():
        noisy = mean([share(figures, way, f"{level} dB") for level in figures["levels"]])
        wrong = max(found["verdicts"].get("wrong", 0) / max(1, found["recordings"]) for found in kinds["commands"].values())
        near = kinds["near misses"]["near misses"]
        acted = near["verdicts"].get("acted on", 0) / max(1, near["recordings"])
        strangers = [found for found in kinds["no commands"].values()]
        segments, taken = sum(each["utterances"] for each in strangers), sum(each["acted on"] for each in strangers)
        ratios = [found["time"]["sums"] for each in kinds.values() for found in each.values() if found["time"]["count"]]
        ratio = sum(after for after, _ in ratios) / max(1, sum(transcribe for _, transcribe in ratios))
        clean = share(figures, way, "clean")
        at_once = mean([share(figures, way, f"{level} dB", ACTED_ON) for level in figures["levels"]])
        rows += [
            [f"{way}: understood, clean", percent(clean), f"at least {percent(CLEAN_BAR)}", met(clean >= CLEAN_BAR)],
            [f"{way}: understood, mean over the noise", percent(noisy), f"at least {percent(NOISY_BAR)}",
             "–" if noisy is None else met(noisy >= NOISY_BAR)],
            [f"{way}: of these acted on at once, clean", percent(share(figures, way, "clean", ACTED_ON)), "–", "–"],
            [f"{way}: of these acted on at once, mean over the noise", percent(at_once), "–", "–"],
            [f"{way}: wrong action, the worst set", percent(wrong), f"under {percent(WRONG_BAR)}", met(wrong < WRONG_BAR)],
            [f"{way}: near misses acted on, of {near['recordings']}", percent(acted),
             f"under {percent(NEAR_MISS_BAR)}", met(acted < NEAR_MISS_BAR)],
            [f"{way}: other speech acted on, of {segments} segments", taken, "none, of at least 400",
             met(taken == 0 and segments >= 400)],
            [f"{way}: understanding over transcribing", percent(ratio), f"under {percent(TIME_BAR)}",
             met(ratio < TIME_BAR)],
        ]  # fmt: skip
    return table(["", "measured", "bar", ""], rows)


def spoken(figures: dict) -> str:
    rows = []
    for way, kinds in figures["ways"].items():
        found = kinds["commands"]["shipped packs"]
        rows.append([f"{way}, commands", found["recordings"], *(found["verdicts"].get(each, 0) for each in VERDICTS)])
        found = kinds["near misses"]["near misses"]
        counts = found["verdicts"]
        cells = ["–", counts.get("acted on", 0), counts.get("asked", 0), "–", counts.get("refused", 0)]
        rows.append([f"{way}, near misses", found["recordings"], *cells])
    return table(["", "recordings", *VERDICTS], rows)


def near_misses(figures: dict) -> str:
    rows = []
    for name in ("change", "voice"):
        groups = {}
        for way, kinds in figures["ways"].items():
            for group, counts in kinds["near misses"]["near misses"].get(f"by {name}", {}).items():
                cell = f"{counts.get('acted on', 0)} of {sum(counts.values())}"
                groups.setdefault(group, {})[way] = cell
        rows += [[group, *(cells.get(way, "–") for way in figures["ways"])] for group, cells in groups.items()]
    return table(["", *figures["ways"]], rows)


def rejection(figures: dict) -> str:
    names = dict.fromkeys(name for kinds in figures["ways"].values() for name in kinds["no commands"])
    rows = []
    for name in names:
        sets = [kinds["no commands"][name] for kinds in figures["ways"].values()]
        cells = [f"{each['acted on']} · {each['asked about']} of {each['utterances']}" for each in sets]
        rows.append([name, *cells])
    return table(["", *(f"{way}: acted on · asked about" for way in figures["ways"])], rows)


def typed(figures: dict) -> str:
    rows = [
        [name, each["sentences"], each["acted on"], each["asked about"], each["refused"], each.get("free text", "–")]
        for name, each in figures["typed"].items()
    ]
    return table(["", "sentences", "acted on", "asked about", "refused", "read as free text"], rows)


def time(figures: dict) -> str:
    rows = []
    for way, kinds in figures["ways"].items():
        for each in kinds.values():
            for name, found in each.items():
                if found["time"]["count"]:
                    after, transcribe = found["time"]["sums"]
                    rows.append(
                        [
                            f"{way}, {name}",
                            middle(found["time"]["transcribe"], 0, " ms"),
                            middle(found["time"]["after"], 1, " ms"),
                            percent(after / transcribe),
                            percent(found["time"]["ratio"]["median"]),
                        ]
                    )
    heads = ["", "transcribing", "understanding", "ratio of the sums", "median of the ratios"]
    return table(heads, rows)


def beside_others(figures: dict) -> str:
    """The table for the project's README."""
    rows = []
    for way in figures["ways"]:
        for label, verdicts in ((f"**Behest, {way}**", UNDERSTOOD), ("of these acted on at once", ACTED_ON)):
            shares = [share(figures, way, f"{level} dB", verdicts) for level in LEVELS]
            clean = percent(share(figures, way, "clean", verdicts))
            rows.append([label, clean, *map(percent, shares), percent(mean(shares))])
    for name, shares in PUBLISHED.items():
        rows.append([name, "–", *(percent(each, 0) for each in shares), percent(mean(list(shares)))])
    wrong = "; ".join(f"{way} {wrong_of_all(figures, way)}" for way in figures["ways"])
    near = "; ".join(near_of_all(figures, way) for way in figures["ways"])
    heads = ["understood as labelled", "clean", *(f"{level} dB" for level in LEVELS), "mean of the noisy"]
    return (
        table(heads, rows)
        + f"\n\nActed on, but not as was said: {wrong}. Near misses acted on: {near}."
        + f"\n\nMeasured on {figures['machine']['date'][:10]} with `{figures['machine']['command']}`, "
        + f"Behest {figures['machine']['behest']}."
    )


def wrong_of_all(figures: dict, way: str) -> str:
    found = [each for each in figures["ways"][way]["commands"].values() if each["pack"] == "barista"]
    return f"{sum(each['verdicts'].get('wrong', 0) for each in found)} of {sum(each['recordings'] for each in found)}"


def near_of_all(figures: dict, way: str) -> str:
    near = figures["ways"][way]["near misses"]["near misses"]
    return f"{way} {near['verdicts'].get('acted on', 0)} of {near['recordings']}"
