"""Long recordings: they must not need much more memory than short ones."""

from pathlib import Path

import numpy
import soundfile

from behest import Behest

RATE = 16_000
HOURS = 3
SECONDS_PER_COMMAND = 20


def write_long_recording(clips: list[Path], target: Path) -> int:
    """Three hours in which a clip is heard every 20 s, in the faint noise of a quiet room. Gives their number."""
    random = numpy.random.default_rng(1)
    length = SECONDS_PER_COMMAND * RATE
    count = HOURS * 3_600 // SECONDS_PER_COMMAND
    with soundfile.SoundFile(target, "w", RATE, 1, subtype="PCM_16") as file:
        for number in range(count):
            stretch = random.integers(-3, 4, length, dtype=numpy.int16)
            speech, _ = soundfile.read(clips[number % len(clips)], dtype="int16")
            end = min(length, len(speech))
            stretch[:end] = speech[:end]
            file.write(stretch)
    return count


def write_noise(kitchen: Path | None, target: Path) -> str:
    """Ten minutes of noise: a kitchen's, again and again, where there is a recording of it; else white. Says which."""
    if kitchen:
        noise, _ = soundfile.read(kitchen, dtype="int16")
    else:
        noise = (numpy.random.default_rng(2).standard_normal(60 * RATE) * 2_000).astype(numpy.int16)
    length = 600 * RATE
    soundfile.write(target, numpy.resize(noise, length), RATE, subtype="PCM_16")
    return "a kitchen's" if kitchen else "white"


def write_unbroken_speech(behest: Behest, clips: list[Path], target: Path) -> None:
    """Forty seconds of commands without a pause between them: utterances as long as Behest lets them become."""
    spoken = []
    for line in behest.run("tiny", clips[:20]).lines:
        if "utterance" in line:
            samples, _ = soundfile.read(behest.kept(line), dtype="int16")
            around = int(0.35 * RATE)  # What the segmenter leaves before and after the speech.
            spoken.append(samples[around:-around])
    soundfile.write(target, numpy.resize(numpy.concatenate(spoken), 40 * RATE), RATE, subtype="PCM_16")


def measure(behest: Behest, clips: list[Path], kitchen: Path | None, scratch: Path) -> dict:
    """Peak memory, up to the transcript, of one clip and of long recordings."""
    long, noise, unbroken = scratch / "long.flac", scratch / "noise.flac", scratch / "unbroken.flac"
    figures = {
        "commands": write_long_recording(clips, long),
        "every": SECONDS_PER_COMMAND,
        "noise": write_noise(kitchen, noise),
        "runs": [],
    }
    write_unbroken_speech(behest, clips, unbroken)
    for model, name, file in (
        ("tiny", "one clip", clips[0]),
        ("tiny", "three hours", long),
        ("tiny", "ten minutes of noise", noise),
        ("tiny", "unbroken speech", unbroken),
        ("base", "one clip", clips[0]),
        ("base", "unbroken speech", unbroken),
    ):
        outcome = behest.run(model, [file], "--stop-after", "transcript")
        lengths = [line["duration"] for line in outcome.lines if "duration" in line]
        figures["runs"].append(
            {
                "model": model,
                "recording": name,
                "status": outcome.status,
                "peak": round(outcome.peak, 1),
                "wall": round(outcome.seconds, 2),
                "utterances": len(lengths),
                "longest": max(lengths, default=0),
            }
        )
    return figures
