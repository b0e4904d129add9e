"""What stands in README.md of speech endpoints."""

from tables import met, table

OVERHEAD_BAR = 5
GROWTH_BAR = 20


def section(figures: dict) -> str:
    return "\n\n".join(
        (overhead(figures["overhead"]), streamed(figures["streamed"]), crowd(figures["crowd"]), invented(figures["invented"]))
    )


def overhead(figures: dict) -> str:
    titles = {"whole": "the whole", "endpoint": "the endpoint's own", "overhead": "what Behest adds"}
    return (
        f"### Speech endpoints: time beside the endpoint's own, {figures['utterances']} utterances\n\n"
        "A mock endpoint on this machine, which answers at once; from the attempt's beginning to its transcript.\n\n"
        + times(figures, titles)
    )


def streamed(figures: dict) -> str:
    titles = {
        "sending": "sending, while it was spoken",
        "whole": "from the end of the utterance to its transcript",
        "endpoint": "the endpoint's own, from the last of the sound on",
        "overhead": "what Behest adds",
    }
    return (
        "### Speech that is sent while it is spoken\n\n"
        f"Played at the speed at which it was spoken: {figures['streamed']} of {figures['utterances']} utterances were with the endpoint "
        "but for their last part when they ended; one that was not is sent whole.\n\n" + times(figures, titles)
    )


def times(figures: dict, titles: dict[str, str]) -> str:
    rows = [[title, f"{figures[part]['median']:.1f} ms", f"{figures[part]['p90']:.1f} ms"] for part, title in titles.items()]
    rows.append(["bar", f"{OVERHEAD_BAR} ms: {met(figures['overhead']['median'] < OVERHEAD_BAR)}", ""])
    return table(["", "median", "p90"], rows)


def crowd(figures: dict) -> str:
    growth = figures["resident"][-1] - figures["resident"][0]
    memory = ", ".join(f"{size:.0f}" for size in figures["resident"])
    return (
        f"### Behest as an endpoint: {figures['requests']} utterances through {figures['connections']} connections\n\n"
        f"With tiny, in three rounds of 200: {figures['failures']} failed, {figures['seconds']:.0f} s in all. Resident memory "
        f"{figures['before']:.0f} MB after the first request, then {memory} MB after each round "
        f"({growth:+.0f} MB from the first to the last; bar {GROWTH_BAR} MB: {met(growth <= GROWTH_BAR)})."
    )


def invented(figures: dict) -> str:
    rows = []
    for way, kinds in figures["ways"].items():
        for kind, each in kinds.items():
            words = "; ".join(each["texts"]) or "–"
            rows.append([way, kind, each["asked"], words, each["acted"]])
    clean = all(each["acted"] == 0 for kinds in figures["ways"].values() for each in kinds.values())
    quiet = all(kinds["silence"]["asked"] == 0 for kinds in figures["ways"].values())
    return (
        f"### Invented text: {figures['minutes']} minutes in which nobody speaks\n\n"
        f"No command: {met(clean)}. No recogniser asked about silence: {met(quiet)}.\n\n"
        + table(["recogniser", "sound", "times asked", "words that were believed", "acted on"], rows)
    )
