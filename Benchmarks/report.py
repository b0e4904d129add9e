"""Writes the figures of results/ into README.md, between its markers."""

import json
from pathlib import Path

import accuracy
import dispatch_report
import endpoints_report
import grammar_report
import listening_report
from tables import met, middle, table

BEGIN, END = "<!-- figures: begin (scripts/benchmark… write what follows) -->", "<!-- figures: end -->"
PEAK_BARS = {"base": 800, "tiny": 300}
GROWTH_BAR = 50


def write(results: Path, readme: Path) -> None:
    """Fills in the benchmarks' page, and with a whole run of understanding the project's front page."""
    front = readme.parent.parent / "README.md"
    parts = (
        ("contest", contest),
        ("endurance", endurance),
        ("startup", startup),
        ("listening", listening_report.section),
        ("grammar", grammar_report.section),
        ("understanding", accuracy.section),
        ("endpoints", endpoints_report.section),
        ("dispatch-speed", dispatch_report.speed),
        ("dispatch-latency", dispatch_report.latency),
        ("dispatch-size", dispatch_report.size),
    )
    sections = []
    for part, section in parts:
        file = results / f"{part}.json"
        if file.exists():
            figures = json.loads(file.read_text())
            sections += [section(figures), measured_on(figures["machine"])]
            # A quick look at some of the clips is not to stand beside what others publish.
            if part == "understanding" and accuracy.is_whole(figures):
                fill(front, accuracy.beside_others(figures))
    fill(readme, "\n\n".join(sections))


def fill(file: Path, figures: str) -> None:
    before, rest = file.read_text().split(BEGIN)
    after = rest.split(END)[1]
    file.write_text(f"{before}{BEGIN}\n\n{figures}\n\n{END}{after}")


def measured_on(machine: dict) -> str:
    before, after = machine["load"]
    libraries = ", ".join(f"{name} {machine[name]}" for name in ("onnxruntime", "numpy", "hassil", "huey") if name in machine)
    return (
        f"Measured with `{machine['command']}` on {machine['date']}: {machine['processor']}, {machine['cores']} cores, "
        f"{machine['memory']}; {machine['system']}; Behest {machine['behest']}, {machine['swift']}; "
        f"Python {machine['python']}, {libraries}. "
        f"Load average before {before}, after {after}." + (f" {machine['note']}" if "note" in machine else "")
    )


def contest(figures: dict) -> str:
    models = figures["models"]
    rows = [
        ["real-time factor (median · p90)", *(middle(each["real-time factor"], 3) for each in models.values())],
        ["utterances", *(each["utterances"] for each in models.values())],
        ["length of an utterance", *(middle(each["seconds of utterance"], 1, " s") for each in models.values())],
        ["finding the speech, per clip", *(middle(each["detect"], 0, " ms") for each in models.values())],
        ["transcribing, per utterance", *(middle(each["transcribe"], 0, " ms") for each in models.values())],
        ["end of speech to recorded run", *(middle(each["until recorded"], 0, " ms") for each in models.values())],
        ["… over how many runs", *(each["until recorded"]["count"] for each in models.values())],
        [
            "keep + transcribe + understand, every utterance",
            *(middle(each["keep, transcribe, understand"], 0, " ms") for each in models.values()),
        ],
        ["peak memory, one clip", *(f"{each['peak of one clip']:.0f} MB" for each in models.values())],
        [
            f"peak memory, all {figures['clips']} clips in one process",
            *(
                f"{each['peak']:.0f} MB (bar {PEAK_BARS[model]}: {met(each['peak'] <= PEAK_BARS[model])})"
                for model, each in models.items()
            ),
        ],
        [
            "all clips in one process, wall time",
            *(f"{each['wall']:.1f} s for {each['audio']:.0f} s" for each in models.values()),
        ],
    ]
    speed = table(["", *models], rows)
    accepted = table(
        ["model", "accepted", "rejected", "wrong", "least confidence of an accepted one"],
        [
            [
                model,
                *(f"{count} ({count / figures['clips']:.1%})" for count in each["acceptance"].values()),
                each["least confidence accepted"] or "–",
            ]
            for model, each in models.items()
        ],
    )
    return (
        f"### Speed and memory, {figures['clips']} clips\n\n{speed}\n\n"
        f"### Acceptance by exact matching\n\n{accepted}\n\n"
        f"### Behest and Python's onnxruntime in turn, {figures['rounds']} round(s)\n\n{comparison(figures['contest'])}"
    )


def comparison(forms: dict) -> str:
    same, whole = [], []
    for form, each in forms.items():
        count = each["ratio"]["count"]
        same.append(
            [
                form,
                middle(each["behest"], 0, " ms"),
                middle(each["python"], 0, " ms"),
                f"{each['ratio']['median']:.2f} ({each['ratio']['p10']:.2f} … {each['ratio']['p90']:.2f})",
                f"{each['behest quicker']} of {count}",
                f"{each['texts equal']} of {count}",
                met(each["ratio"]["median"] > 1),
            ]
        )
        part = each["whole"]
        whole.append(
            [
                form,
                middle(part["behest"], 0, " ms"),
                middle(part["python"], 0, " ms"),
                f"{part['ratio']['median']:.2f} ({part['ratio']['p10']:.2f} … {part['ratio']['p90']:.2f})",
                met(part["ratio"]["median"] > 1),
            ]
        )
    ratio = "Python ÷ Behest, median (p10 … p90)"
    heads = ["Python's model", "Behest", "Python", ratio, "Behest quicker", "same text", "Behest takes less"]
    clips = forms["tiny"]["whole"]["ratio"]["count"]
    return (
        "The same utterances, as Behest cut them; only transcribing:\n\n"
        + table(heads, same)
        + f"\n\nThe same {clips} whole clips: Behest reads, finds the speech and transcribes that; Python reads and "
        + "transcribes it all:\n\n"
        + table([*heads[:4], heads[6]], whole)
    )


def endurance(figures: dict) -> str:
    one = {each["model"]: each["peak"] for each in figures["runs"] if each["recording"] == "one clip"}
    rows = []
    for each in figures["runs"]:
        model, growth = each["model"], each["peak"] - one[each["model"]]
        bars = f"bar {PEAK_BARS[model]}: {met(each['peak'] <= PEAK_BARS[model])}"
        if each["recording"] in ("three hours", "ten minutes of noise"):
            bars = f"more than one clip: {growth:+.0f} MB, bar {GROWTH_BAR}: {met(growth < GROWTH_BAR)}"
        if each["status"] not in (0, 2):
            bars = f"**failed** with status {each['status']} before its end"
        peak, longest, wall = f"{each['peak']:.0f} MB", f"{each['longest']:.1f} s", f"{each['wall']:.1f} s"
        rows.append([each["recording"], model, peak, bars, each["utterances"], longest, wall])
    heads = ["recording", "model", "peak memory", "", "utterances", "longest", "wall time"]
    return (
        "### Long recordings, up to the transcript\n\n"
        f"Three hours with {figures['commands']} commands, one every {figures['every']} s; the noise is "
        f"{figures['noise']}; the unbroken speech is 40 s of commands without a pause.\n\n" + table(heads, rows)
    )


def startup(figures: dict) -> str:
    titles = {
        "say": "`behest say` of a bug report, done",
        "run, base": "`behest run` of one clip, base",
        "run, tiny": "`behest run` of one clip, tiny",
    }
    rows = [[titles[name], f"{seconds:.3f} s"] for name, seconds in figures["seconds"].items()]
    return (
        "### Start-up\n\nThe whole process from start to end, model loading and recording included; median of "
        f"{figures['repeats']} after one that is not counted.\n\n" + table(["", "wall time"], rows)
    )
