"""Asks a Wyoming server what the tests want, by the protocol's own library, and prints one JSON line for each answer.

usage: wyoming_client.py ADDRESS describe
       wyoming_client.py ADDRESS transcribe FILE.wav [RATE WIDTH CHANNELS]
       wyoming_client.py ADDRESS recognize TEXT…
       wyoming_client.py ADDRESS handle TEXT…
       wyoming_client.py ADDRESS intent TEXT…   (recognizes, and sends back what it is told)
       wyoming_client.py ADDRESS many FILE.wav N
"""
import asyncio
import json
import sys
import wave

from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioChunkConverter, AudioStart, AudioStop, wav_to_chunks
from wyoming.client import AsyncClient
from wyoming.error import Error
from wyoming.handle import Handled, NotHandled
from wyoming.info import Describe, Info
from wyoming.intent import Intent, IntentsStart, IntentsStop, NotRecognized, Recognize
from wyoming.ping import Ping, Pong

KINDS = [Transcript, Error, Handled, NotHandled, Intent, IntentsStart, IntentsStop, NotRecognized, Pong]


def show(event):
    """Prints an answer as the library understands it."""
    kind = next(kind for kind in KINDS if kind.is_type(event.type))
    print(json.dumps({"type": event.type, **kind.from_event(event).event().data}, sort_keys=True), flush=True)


async def ask(client, request):
    await client.write_event(request.event())
    return await client.read_event()


async def transcribe(address, path, form=None):
    async with AsyncClient.from_uri(address) as client:
        await client.write_event(Transcribe(language="en").event())
        with wave.open(path) as sound:
            rate, width, channels = form or (sound.getframerate(), sound.getsampwidth(), sound.getnchannels())
            converter = AudioChunkConverter(rate=rate, width=width, channels=channels)
            await client.write_event(AudioStart(rate=rate, width=width, channels=channels).event())
            for chunk in wav_to_chunks(sound, samples_per_chunk=1024):
                chunk = converter.convert(chunk)
                await client.write_event(AudioChunk(rate, width, channels, chunk.audio).event())
        return await ask(client, AudioStop())


async def main(address, what, *arguments):
    if what == "transcribe":
        form = tuple(map(int, arguments[1:])) or None
        show(await transcribe(address, arguments[0], form))
        return
    if what == "many":
        answers = await asyncio.gather(*(transcribe(address, arguments[0]) for _ in range(int(arguments[1]))))
        for answer in answers:
            show(answer)
        return
    async with AsyncClient.from_uri(address) as client:
        if what == "describe":
            info = Info.from_event(await ask(client, Describe()))
            print(json.dumps(info.event().data, sort_keys=True))
            show(await ask(client, Ping(text="hello")))
        for text in arguments:
            if what == "handle":
                show(await ask(client, Transcript(text=text, language="en", context={"conversation_id": "1"})))
            elif what == "intent":
                intent = Intent.from_event(await ask(client, Recognize(text=text)))
                show(await ask(client, intent))
            elif what == "recognize":
                event = await ask(client, Recognize(text=text))
                show(event)
                is_series = IntentsStart.is_type(event.type)
                while is_series and not IntentsStop.is_type(event.type):
                    event = await client.read_event()
                    show(event)


asyncio.run(main(*sys.argv[1:]))
