"""The figures of grammar_speed.py as Markdown."""

from tables import met, table

RATIO_BAR = 500
COMPILE_BAR = 0.1
NAMES_BAR = 2.0
MATCH_BAR = 1_000


def section(figures: dict) -> str:
    ours, theirs, ratios = figures["behest"], figures["hassil"], figures["ratios"]
    contest = table(
        ["", "hassil", "Behest"],
        [
            ["median of a text", f"{theirs['median'] / 1_000:.2f} ms", f"{ours['median']:.1f} µs"],
            ["p10 … p90", f"{theirs['p10'] / 1_000:.2f} … {theirs['p90'] / 1_000:.2f} ms", f"{ours['p10']:.1f} … {ours['p90']:.1f} µs"],
            ["intent and slots as expected", *(f"{figures[who + ' right']} of {figures['cases']}" for who in ("hassil", "behest"))],
        ],
    )
    grammar = figures["grammar"]
    prepared = grammar["readSeconds"] + grammar["compileSeconds"]
    rows = [
        [
            f"{each['sentences']:,}",
            f"{each['values']:,}",
            f"{each['states']:,}",
            f"{each['readSeconds'] * 1_000:.0f} ms",
            f"{each['compileSeconds'] * 1_000:.0f} ms",
            f"{each['median']:.1f} µs",
            f"{each['most']:.1f} µs",
        ]
        for each in figures["sizes"]
    ]
    sounds = [
        [
            f"{each['values']:,}",
            f"{each['words']:,}",
            f"{each['median']:.0f} ms",
            f"{each['most']:.0f} ms",
            f"{each['megabytes']} MB",
        ]
        for each in figures.get("by sound", [])
    ]
    most = max(figures["sizes"], key=lambda each: each["values"])
    heads = ["sentences", "list values", "states", "read", "compile", "a text (median)", "the slowest text"]
    return (
        f"### Understanding text: hassil and Behest in turn, {figures['cases']:,} cases, {figures['rounds']} round(s)\n\n"
        f"{contest}\n\n"
        f"hassil's median over Behest's: **{figures['ratio of medians']:,}** (bar {RATIO_BAR}: "
        f"{met(figures['ratio of medians'] >= RATIO_BAR)}); of the single texts' ratios the median is {ratios['median']:,.0f} "
        f"(p10 … p90: {ratios['p10']:,.0f} … {ratios['p90']:,.0f}).\n"
        f"Behest reads the grammar and its lists in {grammar['readSeconds'] * 1_000:.0f} ms and compiles them in "
        f"{grammar['compileSeconds'] * 1_000:.0f} ms, {prepared * 1_000:.0f} ms together (bar for compiling "
        f"{COMPILE_BAR * 1_000:.0f} ms: {met(grammar['compileSeconds'] < COMPILE_BAR)}); hassil loads them in "
        f"{figures['hassil loads'] * 1_000:.0f} ms.\n\n"
        f"Growth, with made-up grammars whose every sentence names a value of one list:\n\n{table(heads, rows)}\n\n"
        f"{most['values']:,} names compile in {most['compileSeconds']:.2f} s (bar {NAMES_BAR:.0f} s: "
        f"{met(most['compileSeconds'] < NAMES_BAR)}) and a text of theirs takes at most {most['most']:.0f} µs (bar 1 ms: "
        f"{met(most['most'] < MATCH_BAR)})."
        + by_sound(sounds)
    )


def by_sound(rows: list[list[str]]) -> str:
    if not rows:
        return ""
    heads = ["list values", "words", "a text (median)", "the slowest text", "memory of the program"]
    return (
        "\n\nBy sound, texts in which one letter of a name is another, so that none is a sentence word for word:\n\n"
        f"{table(heads, rows)}"
    )
