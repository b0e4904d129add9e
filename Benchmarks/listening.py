"""How soon a command is done after it was spoken, and what listening costs when nobody speaks.

The clips are played one after the other at the speed at which they were spoken, through `behest listen`, each with the
silence of its own recording around it. When somebody stopped speaking is read off the sound itself, not off what Behest
makes of it.
"""

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import numpy
import soundfile

from behest import Behest
from figures import spread

RATE = 16_000
FRAME = RATE // 100

# A frame is speech when it is no more than this below the clip's loudest one, and part of so much of it.
LOUDNESS = 30  # dB
SHORTEST = 8  # frames; a key's click is shorter
LONGEST_GAP = 30  # frames

BEFORE, AFTER = 0.3, 1.8  # seconds of the clip's own silence around its speech
MODELS = ("base", "tiny")

QUIET = 3  # the amplitude of a quiet room's noise, of 32,768
IDLE_FROM, IDLE_FOR = 20, 60  # seconds

COMMAND_EVERY = 600  # simulated seconds


def measure(options, behest: Behest, clips: list[Path], scratch: Path) -> dict:
    recording = scratch / "spoken.flac"
    ends = join(clips, recording)
    result = {"clips": len(clips), "hours": options.hours, "latency": {}, "idle": {}, "endurance": {}}
    for model in MODELS:
        outcome = behest.measure("listen", *arguments(behest, model), "--from", str(recording), "--realtime")
        result["latency"][model] = latencies(outcome.lines, ends)
        behest.forget()
    for model in MODELS:
        result["idle"][model] = {"played": idle_share(behest, model, scratch), "microphone": None}
        if shutil.which("pulseaudio"):
            result["idle"][model]["microphone"] = idle_share_at_microphone(behest, model)
    result["endurance"] = endurance(behest, clips, options.hours)
    return result


def join(clips: list[Path], recording: Path) -> list[float]:
    """Writes clips one after the other, each with some of its own silence around it; the seconds at which speech ends in each."""
    ends, length = [], 0
    with soundfile.SoundFile(recording, "w", RATE, 1, subtype="PCM_16") as file:
        for clip in clips:
            samples, speech = spoken(clip)
            begin = max(0, speech[0] - int(BEFORE * RATE))
            ends.append((length + speech[1] - begin) / RATE)
            part = samples[begin : speech[1] + int(AFTER * RATE)]
            file.write(part)
            length += len(part)
    return ends


def arguments(behest: Behest, model: str) -> list[str]:
    return ["--json", "--model", model, "--grammars", str(behest.pack), "--workspace", str(behest.workspace)]


def spoken(clip: Path) -> tuple[numpy.ndarray, tuple[int, int]]:
    """A clip's samples, and where its speech begins and ends in them."""
    samples, rate = soundfile.read(clip, dtype="int16")
    if rate != RATE or samples.ndim != 1:
        raise ValueError(f"'{clip}' is not mono at {RATE} Hz")
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME).astype(numpy.float64)
    level = 10 * numpy.log10((frames**2).mean(axis=1) + 1e-9)
    stretches: list[list[int]] = []
    for frame in numpy.nonzero(level > level.max() - LOUDNESS)[0]:
        if stretches and frame - stretches[-1][1] <= LONGEST_GAP:
            stretches[-1][1] = frame + 1
        else:
            stretches.append([frame, frame + 1])
    long = [each for each in stretches if each[1] - each[0] >= SHORTEST]
    return samples, (int(long[0][0]) * FRAME, int(long[-1][1]) * FRAME)


def latencies(lines: list[dict], ends: list[float]) -> dict:
    """From the end of each clip's speech to its recorded run, with what that time is made of."""
    heard = [line for line in lines if line.get("spokenUntil") is not None]
    rows = []
    for line in heard:
        timings = line["timings"]
        if "endToRun" not in timings:
            continue
        # The clip whose end of speech is nearest; a run for anything else would be no answer to it.
        end = min(ends, key=lambda end: abs(end - line["spokenUntil"]))
        late = 1_000 * (line["spokenUntil"] - end)
        rows.append(
            {
                "latency": late + timings["endToRun"],
                "found late": late,
                "pause": timings["pause"],
                "after": timings["endToRun"] - timings["pause"],
            }
        )
    return {
        "utterances": len(heard),
        **{name: spread([row[name] for row in rows]) for name in ("latency", "found late", "pause", "after")},
        "every": sorted(round(row["latency"]) for row in rows),
    }


def quiet(seconds: int) -> numpy.ndarray:
    return numpy.random.default_rng(1).integers(-QUIET, QUIET + 1, seconds * RATE, dtype=numpy.int16)


def idle_share(behest: Behest, model: str, scratch: Path) -> float:
    room = scratch / "quiet.flac"
    soundfile.write(room, quiet(IDLE_FROM + IDLE_FOR + 15), RATE, subtype="PCM_16")
    return share(behest, ["listen", *arguments(behest, model), "--from", str(room), "--realtime"])


def idle_share_at_microphone(behest: Behest, model: str) -> float:
    with sound_server() as variables:
        return share(behest, ["listen", *arguments(behest, model), "--device", "mic"], variables)


def share(behest: Behest, command: list[str], variables: dict | None = None) -> float:
    """How much of one core a process takes while nobody speaks, in percent."""
    with started(behest, command, variables) as process:
        time.sleep(IDLE_FROM)
        before = (cpu_seconds(process.pid), time.monotonic())
        time.sleep(IDLE_FOR)
        after = (cpu_seconds(process.pid), time.monotonic())
        if process.poll() is not None:
            raise RuntimeError("behest ended while it was to listen")
    return round(100 * (after[0] - before[0]) / (after[1] - before[1]), 2)


@contextmanager
def started(behest: Behest, command: list[str], variables: dict | None = None, **pipes):
    environment = {**os.environ, "XDG_STATE_HOME": str(behest.state), **(variables or {})}
    process = subprocess.Popen([behest.binary, *command], env=environment, **{"stdout": subprocess.DEVNULL, **pipes})
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    """In MB."""
    fields = Path(f"/proc/{pid}/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def sound_server():
    """A sound server with a silent microphone that ALSA can capture."""
    with tempfile.TemporaryDirectory(prefix="behest-sound.") as folder:
        socket = f"{folder}/native"
        configuration = Path(folder) / "asoundrc"
        configuration.write_text(f'pcm.mic {{ type pulse server "unix:{socket}" device "fakemic.monitor" }}\n')
        private = {"HOME": folder, "XDG_RUNTIME_DIR": folder, "PULSE_RUNTIME_PATH": folder}
        modules = (
            f"module-native-protocol-unix socket={socket} auth-anonymous=1",
            "module-null-sink sink_name=fakemic rate=48000 channels=2",
        )
        options = ["-n", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm=yes", "--use-pid-file=no"]
        loaded = [option for module in modules for option in ("-L", module)]
        server = subprocess.Popen(
            ["pulseaudio", *options, "--log-level=error", *loaded], env={**os.environ, **private}
        )
        try:
            while not os.path.exists(socket):
                if server.poll() is not None:
                    raise RuntimeError("pulseaudio did not start")
                time.sleep(0.05)
            shipped = "/usr/share/alsa/alsa.conf"
            yield {"ALSA_CONFIG_PATH": f"{shipped}:{configuration}"}
        finally:
            server.terminate()
            server.wait()


def endurance(behest: Behest, clips: list[Path], hours: int) -> dict:
    """The memory of a day at the microphone, hour by hour, with a command every ten minutes; as quick as it can be heard."""
    commands = [spoken(clip) for clip in clips[:50]]
    second = quiet(60).reshape(60, RATE)
    resident_by_hour, number = [], 0
    command = ["listen", *arguments(behest, "base"), "--from", "-"]
    output = behest.workspace / "output.jsonl"
    with open(output, "w") as lines, started(behest, command, stdin=subprocess.PIPE, stdout=lines) as process:
        for now in range(hours * 3_600):
            samples = second[now % 60]
            if now % COMMAND_EVERY == COMMAND_EVERY // 2:
                samples, speech = commands[number % len(commands)]
                samples, number = samples[: speech[1] + RATE], number + 1
            process.stdin.write(samples.tobytes())
            if now % 3_600 == 3_599:
                resident_by_hour.append(round(resident(process.pid), 1))
        process.stdin.close()
        process.wait()
    heard = sum("spokenUntil" in line for line in output.read_text().splitlines())
    return {"hours": hours, "commands": number, "heard": heard, "resident": resident_by_hour}
