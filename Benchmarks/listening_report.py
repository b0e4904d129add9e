"""What stands in README.md of listening."""

from tables import met, table

BARS = {"base": 450, "tiny": 400}
IDLE_BAR = 3
PARTS = {
    "latency": "end of speech to recorded run",
    "found late": "… until the detector takes it for silence",
    "pause": "… the pause that ends it",
    "after": "… after the pause",
}
STEPS = (200, 300, 400, 450, 500, 600, 800, 1_000, 1_500)


def section(figures: dict) -> str:
    return "\n\n".join((latency(figures), idle(figures["idle"]), endurance(figures["endurance"])))


def latency(figures: dict) -> str:
    models = figures["latency"]
    rows = [
        [title, *(f"{each[part]['median']:.0f} · {each[part]['p90']:.0f} ms" for each in models.values())]
        for part, title in PARTS.items()
    ]
    medians = (f"{BARS[model]} ms: {met(each['latency']['median'] <= BARS[model])}" for model, each in models.items())
    rows.append(["bar for the median", *medians])
    rows.append(["runs, of so many utterances", *(runs(each) for each in models.values())])
    within = [
        [f"{step} ms", *(f"{share(each['every'], step):.0%}" for each in models.values())]
        for step in STEPS
    ]
    return (
        f"### Listening: from the end of speech to the recorded run, {figures['clips']} clips\n\n"
        "Median · p90; the parts are taken apart for each run, so their medians need not add up.\n\n"
        + table(["", *models], rows)
        + "\n\nRecorded within\n\n"
        + table(["", *models], within)
    )


def runs(model: dict) -> str:
    return f"{model['latency']['count']} of {model['utterances']}"


def share(values: list[int], most: int) -> float:
    return sum(value <= most for value in values) / max(1, len(values))


def idle(models: dict) -> str:
    rows = []
    for name, title in (("played", "a quiet recording, played"), ("microphone", "a silent microphone, 48 kHz stereo")):
        if all(each[name] is not None for each in models.values()):
            cells = (f"{each[name]:.2f} % (bar {IDLE_BAR} %: {met(each[name] <= IDLE_BAR)})" for each in models.values())
            rows.append([title, *cells])
    return "### Listening to a quiet room, of one core\n\n" + table(["", *models], rows)


def endurance(figures: dict) -> str:
    hours = figures["resident"]
    rows = [[f"hour {hour}", f"{hours[hour - 1]:.0f} MB"] for hour in (1, 2, 6, 12, 18, 24) if hour <= len(hours)]
    return (
        f"### {figures['hours']} hours at the microphone, with base\n\n"
        f"As quick as it can be heard, with {figures['commands']} commands, one every ten minutes, of which "
        f"{figures['heard']} were heard. Resident memory at the end of\n\n" + table(["", "memory"], rows)
    )
