#!/usr/bin/env python3
"""Moonshine driven from Python's onnxruntime: what Behest is measured against.

usage: python_baseline.py MODEL_FOLDER THREADS

Reads the path of a recording (16-bit, mono, 16 kHz) per line, transcribes it whole, and answers each with a line of
JSON: text, tokens, seconds (of audio), read and transcribe (milliseconds). Decodes as Behest does: greedy, the same
level, the same bounds and the same second attempt when the text ends too early (DecodingLimits and
MoonshineTranscriber in Sources/BehestSpeech). It does less in one point: it computes no probabilities.
"""

import json
import math
import sys
import time
from pathlib import Path

import numpy
import onnxruntime
import soundfile

BEGIN, END = 1, 2
RATE = 16_000
GUARDED_TOKENS = 4


class Moonshine:
    def __init__(self, folder: Path, threads: int) -> None:
        self.encoder = session(folder, "encoder_model", threads)
        self.decoder = session(folder, "decoder_model_merged", threads)
        self.encoder_inputs = {port.name for port in self.encoder.get_inputs()}
        self.decoder_inputs = {port.name for port in self.decoder.get_inputs()}
        self.pieces = vocabulary(folder / "tokenizer.bin")
        # Each cache: the decoder's input, the output that becomes it, and its shape before the first token.
        self.caches = [
            (port.name, port.name.replace("past_key_values", "present"), empty(port.shape))
            for port in self.decoder.get_inputs()
            if port.name.startswith("past_key_values.")
        ]

    def transcribe(self, samples: numpy.ndarray) -> tuple[str, int]:
        seconds = len(samples) / RATE
        most = max(8, math.ceil(seconds * 6.5))
        fewest = max(1, int(seconds - 0.7))
        sound = self.encode(level(samples))
        tokens = self.decode(sound, most, guarded=0)
        if len(tokens) - 1 < fewest:
            tokens = self.decode(sound, most, guarded=GUARDED_TOKENS)
        return self.text(tokens), len(tokens)

    def encode(self, samples: numpy.ndarray) -> dict:
        inputs = {"input_values": samples[None]}
        if "attention_mask" in self.encoder_inputs:
            inputs["attention_mask"] = numpy.ones((1, len(samples)), numpy.int64)
        hidden = self.encoder.run(["last_hidden_state"], inputs)[0]
        sound = {"encoder_hidden_states": hidden}
        if "encoder_attention_mask" in self.decoder_inputs:
            # Over the samples too: the decoder itself takes one in 384 of them.
            sound["encoder_attention_mask"] = inputs["attention_mask"]
        return sound

    def decode(self, sound: dict, most: int, guarded: int) -> list[int]:
        past = {name: numpy.zeros(shape, numpy.float32) for name, _, shape in self.caches}
        changing = self.caches
        tokens: list[int] = []
        token = BEGIN
        while len(tokens) < most and token != END:
            inputs = {
                **past,
                **sound,
                "input_ids": numpy.array([[token]], numpy.int64),
                "use_cache_branch": numpy.array([bool(tokens)]),
            }
            logits, *presents = self.decoder.run(["logits", *(present for _, present, _ in changing)], inputs)
            past.update(zip((name for name, _, _ in changing), presents))
            # The caches over the sound are made by the first call only.
            changing = [cache for cache in self.caches if ".decoder." in cache[0]]
            row = logits[0, -1]
            if len(tokens) < guarded:
                row[END] = -numpy.inf
            token = int(row.argmax())
            tokens.append(token)
        return tokens

    def text(self, tokens: list[int]) -> str:
        joined = b"".join(self.pieces[token] for token in tokens if token > END)
        return " ".join(joined.decode(errors="replace").replace("\u2581", " ").split())


def session(folder: Path, name: str, threads: int) -> onnxruntime.InferenceSession:
    folded = folder / f"{name}.onnx"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    path = folded if folded.exists() else folder / f"{name}.ort"
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def empty(shape: list) -> list[int]:
    """The open dimensions are the batch, one here, and the length, none at first."""
    return [size if isinstance(size, int) else (1 if place == 0 else 0) for place, size in enumerate(shape)]


def level(samples: numpy.ndarray) -> numpy.ndarray:
    largest = float(numpy.abs(samples.astype(numpy.int32)).max(initial=0)) / 32_768
    gain = numpy.float32(0.7) / numpy.float32(largest) if largest > 1e-4 else numpy.float32(1)
    sound = samples.astype(numpy.float32) / numpy.float32(32_768) * gain
    return numpy.pad(sound, (0, max(0, 4_000 - len(sound))))


def vocabulary(file: Path) -> list[bytes]:
    data, pieces, index = file.read_bytes(), [], 0
    while index < len(data):
        length = data[index]
        index += 1
        if length >= 128:
            length += (data[index] - 1) * 128
            index += 1
        pieces.append(data[index : index + length])
        index += length
    return pieces


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__.splitlines()[2])
    model = Moonshine(Path(sys.argv[1]), int(sys.argv[2]))
    for line in sys.stdin:
        began = time.perf_counter()
        samples, rate = soundfile.read(line.rstrip("\n"), dtype="int16")
        heard = time.perf_counter()
        if rate != RATE or samples.ndim != 1:
            sys.exit(f"'{line.rstrip()}' is not mono at 16 kHz.")
        text, tokens = model.transcribe(samples)
        ended = time.perf_counter()
        answer = {
            "text": text,
            "tokens": tokens,
            "seconds": round(len(samples) / RATE, 3),
            "read": round((heard - began) * 1_000, 3),
            "transcribe": round((ended - heard) * 1_000, 3),
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
