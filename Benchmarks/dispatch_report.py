"""What stands in README.md of the running of runs."""

from tables import met, table

TIMES_AS_FAST = 2
MEDIAN_BAR, TAIL_BAR = 5, 20
GROWTH_BAR = 1.2
START_BAR = 2


def speed(figures: dict) -> str:
    seconds = {name: each["median"] for name, each in figures["seconds"].items()}
    others = {name: value for name, value in seconds.items() if name.startswith("Huey") and "not put" not in name}
    quickest = min(others, key=others.get)
    ratio = others[quickest] / seconds["Behest"]
    rows = [[name, f"{value:.1f} s", f"{others[quickest] / value:.1f}"] for name, value in seconds.items()]
    return (
        f"### {figures['runs']} runs of three steps of `true`, beside Huey\n\n"
        f"Medians of {figures['rounds']} rounds in turn, from the worker's start to the last result. Behest records each step before and "
        "after it in a journal that is put through to the disk, and confines each program; Huey's tasks are a pipeline of three on "
        "SQLite, put through to the disk unless the table says otherwise.\n\n"
        + table(["", "all runs", f"times as fast as Huey, {quickest.removeprefix('Huey, ')}"], rows)
        + f"\n\nBehest is {ratio:.1f} times as fast as the quickest of Huey's (bar {TIMES_AS_FAST}: {met(ratio >= TIMES_AS_FAST)})."
    )


def latency(figures: dict) -> str:
    times = figures["milliseconds"]
    titles = {
        "memory": "with the journal in memory: Behest's own",
        "disk": "with the journal on the disk",
        "flush": "one page put through to that disk, for comparison",
    }
    rows = [[title, *cells(times[name])] for name, title in titles.items()]
    rows += [[f"… {stage}, in memory", *cells(each)] for stage, each in figures["stages"].items()]
    own = times["memory"]
    is_met = own["median"] < MEDIAN_BAR and own["p99"] < TAIL_BAR
    return (
        f"### From the words to the recorded run: {figures['commands']} commands, each by a process of its own\n\n"
        "Understanding, deciding and planning, and recording the decision and the run in one write that is put through to the disk.\n\n"
        + table(["", "median", "p90", "p99"], rows)
        + f"\n\nBar: {MEDIAN_BAR} ms at the median and {TAIL_BAR} ms at the 99th percentile, the disk apart: {met(is_met)}."
    )


def cells(figure: dict) -> list[str]:
    return [f"{figure[name]:.2f} ms" for name in ("median", "p90", "p99")]


def size(figures: dict) -> str:
    times = figures["milliseconds"]
    rows = [[what, f"{each['small']:.1f} ms", f"{each['large']:.1f} ms", f"{each['ratio']:.2f}"] for what, each in times.items()]
    worst = max(each["ratio"] for each in times.values())
    start = figures["start"]
    return (
        f"### A journal of {figures['tasks']:,} tasks ({figures['megabytes']:,} MB), beside a new one\n\n"
        f"Medians of {figures['repeats']} turns, each time a whole process, unless it is a stage of one.\n\n"
        + table(["", "new", "large", "ratio"], rows)
        + f"\n\nBar: no more than {GROWTH_BAR}: {met(worst <= GROWTH_BAR)}.\n\n"
        f"With {figures['unfinished']:,} unfinished tasks, a worker has ended its first run {start['worker']:.2f} s after its start, and a command that "
        f"is given then is done after {start['command']:.2f} s; the longest took {start['most']:.2f} s "
        f"(bar {START_BAR} s: {met(start['most'] < START_BAR)})."
    )
