"""What speech endpoints cost beside their own time, how a crowd is served, and what is made of sound in which nobody speaks."""

import http.client
import json
import os
import sqlite3
import subprocess
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import numpy
import soundfile

from behest import Behest
from figures import spread
from listening import arguments, join, resident

RATE = 16_000
REPOSITORY = Path(__file__).parent.parent
CONNECTIONS, EACH = 8, 25
KINDS = ("silence", "fan", "keyboard", "coughs", "tones", "music")
MINUTES = 10


def measure(options, behest: Behest, clips: list[Path], scratch: Path) -> dict:
    return {
        "overhead": overhead(behest, clips[:100], scratch),
        "streamed": streamed(behest, clips[:15], scratch),
        "crowd": crowd(behest, clips, scratch),
        "invented": invented(behest, options.cache, scratch),
    }


def overhead(behest: Behest, clips: list[Path], scratch: Path) -> dict:
    """How much longer an utterance takes than the endpoint itself takes for it, from its head to the end of its answer."""
    with endpoint("openai") as address:
        configuration = configured(scratch, f'{{url: "{address}/v1", model: m, kind: openai, name: mock}}')
        behest.run("base", clips, "--config", str(configuration))
        with urllib.request.urlopen(f"{address}/requests") as answer:
            served = [1_000 * (each["ended"] - each["began"]) for each in json.load(answer)]
    journal = sqlite3.connect(behest.state / "behest" / "journal.sqlite")
    query = "SELECT 1000 * duration, outcome FROM transcriptionAttempts ORDER BY began"
    attempts = journal.execute(query).fetchall()
    journal.close()
    behest.forget()
    if len(attempts) != len(served) or any(outcome != "answered" for _, outcome in attempts):
        raise RuntimeError("not every utterance was answered at once, so that nothing can be compared")
    return {
        "utterances": len(attempts),
        "whole": spread([whole for whole, _ in attempts]),
        "endpoint": spread(served),
        "overhead": spread([whole - own for (whole, _), own in zip(attempts, served)]),
    }


def streamed(behest: Behest, clips: list[Path], scratch: Path) -> dict:
    """How much longer an answer takes that an endpoint was sent the speech for while it was spoken, from the moment at which
    it is asked for, than the endpoint itself takes from the last of the sound on."""
    recording = scratch / "spoken.flac"
    join(clips, recording)
    with endpoint("speaches") as address:
        # The endpoint counts from its own start, which this is soon after.
        start = time.time()
        configuration = configured(scratch, f'{{url: "{address}/v1", model: m, kind: speaches, name: mock}}')
        command = [*arguments(behest, "base"), "--config", str(configuration), "--from", str(recording), "--realtime"]
        behest.measure("listen", *command)
        with urllib.request.urlopen(f"{address}/requests") as answer:
            requests = [each for each in json.load(answer) if each["end"] == "answered"]
    journal = sqlite3.connect(behest.state / "behest" / "journal.sqlite")
    query = "SELECT began, duration FROM transcriptionAttempts WHERE outcome = 'answered' ORDER BY began"
    attempts = journal.execute(query).fetchall()
    journal.close()
    behest.forget()
    rows = []
    for began, duration in attempts:
        # What was asked for in a pause after which speech went on is among the requests only.
        request = min(requests, key=lambda each: abs(each["last"] - (began - start)))
        if abs(request["last"] - (began - start)) > 1 or not request["chunked"]:
            continue
        rows.append((1_000 * duration, 1_000 * (request["ended"] - request["last"]), request["last"] - request["first"]))
    return {
        "utterances": len(attempts),
        "streamed": len(rows),
        "whole": spread([whole for whole, _, _ in rows]),
        "endpoint": spread([own for _, own, _ in rows]),
        "overhead": spread([whole - own for whole, own, _ in rows]),
        "sending": spread([1_000 * sending for _, _, sending in rows]),
    }


def crowd(behest: Behest, clips: list[Path], scratch: Path) -> dict:
    """Two hundred utterances for `behest serve`, which transcribes them with tiny, through eight connections."""
    command = ["serve", "--no-microphone", "--model", "tiny", "--listen", "127.0.0.1:0"]
    command += ["--grammars", str(behest.pack), "--workspace", str(behest.workspace)]
    environment = {**os.environ, "XDG_STATE_HOME": str(behest.state), "XDG_RUNTIME_DIR": str(scratch)}
    with subprocess.Popen([behest.binary, *command], env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = next(line for line in process.stderr if "Transcribes at" in line)
            port = int(line.split("127.0.0.1:")[1].split("/")[0])
            token = (behest.state / "behest" / "server" / "token").read_text().strip()
            # What is loaded once is no growth.
            ask(port, token, clips[:1], [])
            statuses: list[int] = []
            before, began = resident(process.pid), time.monotonic()
            rounds = []
            for number in range(3):
                turns = [[clips[(part * EACH + each) % len(clips)] for each in range(EACH)] for part in range(CONNECTIONS)]
                threads = [threading.Thread(target=ask, args=(port, token, turn, statuses)) for turn in turns]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                rounds.append(round(resident(process.pid), 1))
            seconds = time.monotonic() - began
        finally:
            process.terminate()
            process.wait()
    behest.forget()
    return {
        "connections": CONNECTIONS,
        "requests": len(statuses),
        "failures": sum(status != 200 for status in statuses),
        "seconds": round(seconds, 1),
        "before": round(before, 1),
        "resident": rounds,
    }


def ask(port: int, token: str, clips: list[Path], statuses: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    for clip in clips:
        parts = [
            b'--x\r\nContent-Disposition: form-data; name="model"\r\n\r\nwhisper-1\r\n',
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="speech.flac"\r\n\r\n',
            clip.read_bytes(),
            b"\r\n--x--\r\n",
        ]
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "multipart/form-data; boundary=x"}
        connection.request("POST", "/v1/audio/transcriptions", b"".join(parts), headers)
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    connection.close()


def invented(behest: Behest, cache: Path, scratch: Path) -> dict:
    """Ten minutes in which nobody speaks: how often a recogniser is asked, what it writes, and what is done."""
    result = {}
    with whisper(cache) as address:
        ways = {"embedded, base": "embedded", "Whisper tiny.en": f'{{wyoming: "{address}", time-limit: 60}}'}
        for way, element in ways.items():
            configuration = configured(scratch, element)
            result[way] = {}
            for kind in KINDS:
                recording = scratch / f"{kind}.flac"
                soundfile.write(recording, sound(kind, 60 * MINUTES // len(KINDS)), RATE, subtype="PCM_16")
                lines = behest.run("base", [recording], "--config", str(configuration)).lines
                heard = [line for line in lines if line.get("utterance")]
                result[way][kind] = {
                    "asked": len(heard),
                    "texts": [line["text"] for line in heard if line.get("text")],
                    "acted": sum(line.get("decision") == "act" for line in lines),
                }
                behest.forget()
    return {"minutes": MINUTES, "ways": result}


def sound(kind: str, seconds: int) -> numpy.ndarray:
    """Sound of a kind in which nobody speaks, at the loudness of a room."""
    generator = numpy.random.default_rng(7)
    count = seconds * RATE
    time_ = numpy.arange(count) / RATE
    noise = generator.normal(0, 1, count)
    if kind == "silence":
        return numpy.zeros(count, dtype=numpy.float32)
    if kind == "fan":
        kernel = numpy.ones(48) / 48
        samples = numpy.convolve(noise, kernel, "same") + 0.1 * numpy.sin(2 * numpy.pi * 120 * time_)
        return (0.12 * samples / numpy.abs(samples).max()).astype(numpy.float32)
    samples = numpy.zeros(count)
    position = 0.0
    while position < seconds - 2:
        start = int(position * RATE)
        if kind == "keyboard":
            length = int(0.015 * RATE)
            samples[start : start + length] += 0.3 * noise[:length] * numpy.exp(-numpy.arange(length) / (0.004 * RATE))
            position += generator.uniform(0.08, 0.4)
        elif kind == "coughs":
            length = int(generator.uniform(0.2, 0.4) * RATE)
            shape = numpy.exp(-numpy.arange(length) / (0.08 * RATE)) * numpy.minimum(1, numpy.arange(length) / (0.01 * RATE))
            rough = numpy.convolve(noise[start : start + length], numpy.ones(8) / 8, "same")
            samples[start : start + length] += 0.8 * rough * shape
            position += generator.uniform(0.3, 4)
        elif kind == "tones":
            length = int(generator.uniform(0.1, 0.8) * RATE)
            hertz = generator.uniform(300, 2_000)
            samples[start : start + length] += 0.3 * numpy.sin(2 * numpy.pi * hertz * numpy.arange(length) / RATE)
            position += generator.uniform(0.4, 2)
        else:  # music: chords with overtones, each fading
            length = int(0.5 * RATE)
            at = numpy.arange(length) / RATE
            for degree in generator.choice([0, 3, 5, 7, 10, 12], 3, replace=False):
                hertz = 220 * 2 ** (degree / 12)
                for overtone in range(1, 5):
                    samples[start : start + length] += 0.08 / overtone * numpy.sin(2 * numpy.pi * hertz * overtone * at) * numpy.exp(-3 * at)
            position += 0.5
    return numpy.clip(samples, -1, 1).astype(numpy.float32)


def configured(scratch: Path, element: str) -> Path:
    file = scratch / "endpoints.yaml"
    file.write_text(f"transcription:\n  endpoints:\n    - {element}\n")
    return file


@contextmanager
def endpoint(*behaviours: str):
    yield from served([REPOSITORY / "scripts" / "mock-speech-endpoint", "--while-stdin-is-open", *behaviours])


@contextmanager
def whisper(cache: Path):
    """wyoming-faster-whisper, with the model that a package ships."""
    python = cache.parent / "test-whisper" / "bin" / "python"
    yield from served([python, REPOSITORY / "Tests" / "Python" / "wyoming_whisper.py"])


def served(command: list):
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()
            process.wait()
