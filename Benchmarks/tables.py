"""Tables in Markdown."""


def table(heads: list[str], rows: list[list]) -> str:
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def met(is_met: bool) -> str:
    return "met" if is_met else "**missed**"


def middle(figure: dict, digits: int = 0, unit: str = "") -> str:
    if not figure["count"]:
        return "–"
    return f"{figure['median']:.{digits}f}{unit} · {figure['p90']:.{digits}f}{unit}"
