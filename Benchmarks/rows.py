"""What the turns gave, put together clip by clip."""

# What Behest does before a run is recorded, in its order.
STAGES = ("detect", "keep", "transcribe", "understand", "decide", "record")


def clip_rows(rounds: dict[str, dict[str, list]], seconds: dict[str, float]) -> list[dict]:
    """A row for each clip: its utterances with what each contestant made of them, and the whole clip through Python."""
    rows = []
    for clip, length in seconds.items():
        row = {"clip": clip, "seconds": length, "behest": {}, "python": {}, "whole": {}}
        for contestant, clips in rounds.items():
            kind, name = contestant.split(" ", 1)
            if kind == "behest":
                row["behest"][name] = utterances(clips[clip], behest_fields)
            elif name.endswith(", whole clips"):
                if clip not in clips:
                    continue
                row["whole"][name.removesuffix(", whole clips")] = {
                    "text": clips[clip][0]["text"],
                    "ms": round(clips[clip][0]["read"] + clips[clip][0]["transcribe"], 1),
                }
            else:
                row["python"][name] = utterances(clips[clip], python_fields)
        rows.append(row)
    return rows


def utterances(rounds: list[list[dict]], fields) -> list[dict]:
    """The utterances of a clip; what differs from round to round in a list."""
    return [fields([lines[index] for lines in rounds]) for index in range(len(rounds[0]))]


def behest_fields(lines: list[dict]) -> dict:
    timings = {stage: [line["timings"].get(stage, 0) for line in lines] for stage in STAGES}
    return {
        "text": lines[0]["text"],
        "seconds": lines[0].get("duration"),
        "isRun": "run" in lines[0],
        "ms": {stage: [round(value, 1) for value in values] for stage, values in timings.items()},
    }


def python_fields(answers: list[dict]) -> dict:
    return {
        "text": answers[0]["text"],
        "tokens": answers[0]["tokens"],
        "ms": [round(answer["transcribe"], 1) for answer in answers],
    }
