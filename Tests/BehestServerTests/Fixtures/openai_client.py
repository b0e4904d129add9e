"""Drives Behest with OpenAI's own client.

usage: openai_client.py SCENARIO PORT TOKEN SOCKET FILE…
"""
import asyncio
import sys

import openai

scenario, port, token, socket = sys.argv[1:5]
files = sys.argv[5:]
client = openai.OpenAI(base_url=f"http://127.0.0.1:{port}/v1", api_key=token, max_retries=0, timeout=120)


def create(path=None, with_client=client, **options):
    with open(path or files[0], "rb") as file:
        return with_client.audio.transcriptions.create(file=file, **{"model": "whisper-1", **options})


def is_the_bug(text):
    return "bug" in text.lower()


def formats():
    answer = create()
    assert is_the_bug(answer.text), answer
    assert answer.usage.type == "duration" and 1 < answer.usage.seconds < 20, answer.usage
    assert answer.logprobs is None
    text = create(response_format="text")
    assert text == answer.text + "\n", text
    srt = create(response_format="srt")
    assert srt.startswith("1\n00:00:0") and " --> 00:00:" in srt and answer.text in srt, srt
    vtt = create(response_format="vtt")
    assert vtt.startswith("WEBVTT\n\n00:00:0") and answer.text in vtt, vtt
    again = create(prompt="Bugs.", temperature=0.2, language="en", response_format="json")
    assert again.text == answer.text
    silence = create(files[2], response_format="verbose_json")
    assert silence.text == "" and silence.segments == [] and silence.duration > 0, silence
    assert create(files[2], response_format="srt") == ""


def words_and_segments():
    answer = create(files[1], response_format="verbose_json", timestamp_granularities=["word", "segment"])
    assert answer.language == "english" and answer.duration > 3, answer
    assert " ".join(word.word for word in answer.words) == answer.text
    assert " ".join(segment.text for segment in answer.segments) == answer.text
    assert len(answer.segments) >= 1
    for one, next in zip(answer.words, answer.words[1:]):
        assert 0 <= one.start <= one.end <= next.start + 1e-6, (one, next)
    assert answer.words[-1].end <= answer.duration
    for number, segment in enumerate(answer.segments):
        assert segment.id == number and segment.start < segment.end <= answer.duration + 0.04
        assert segment.avg_logprob < 0 and 0 < segment.compression_ratio < 2.4 and segment.no_speech_prob == 0
    assert create(response_format="verbose_json").words is None
    words_alone = create(response_format="verbose_json", timestamp_granularities=["word"])
    assert words_alone.words and words_alone.segments is None


def log_probabilities():
    answer = create(include=["logprobs"], model="gpt-4o-transcribe")
    assert "".join(entry.token for entry in answer.logprobs) == answer.text
    assert all(-5 < entry.logprob <= 0 for entry in answer.logprobs), answer.logprobs
    assert all(bytes(map(int, entry.bytes)).decode() == entry.token for entry in answer.logprobs)


def streaming():
    whole = create(files[1])
    events = list(create(files[1], stream=True, include=["logprobs"]))
    assert [event.type for event in events[:-1]] == ["transcript.text.delta"] * (len(events) - 1) and len(events) >= 2
    done = events[-1]
    assert done.type == "transcript.text.done" and done.text == whole.text
    assert "".join(event.delta for event in events[:-1]) == whole.text
    assert "".join(entry.token for event in events[:-1] for entry in event.logprobs) == whole.text
    assert "".join(entry.token for entry in done.logprobs) == whole.text
    silent = list(create(files[2], stream=True))
    assert [event.type for event in silent] == ["transcript.text.done"] and silent[0].text == ""


def ways_to_send():
    with open(files[0], "rb") as file:
        sound = file.read()
    for way in [sound, ("speech.flac", sound), ("ünïcödé \"x\".flac", sound, "audio/flac"), ("a.wav", sound)]:
        assert is_the_bug(client.audio.transcriptions.create(file=way, model="whisper-1").text)
    with open(files[0], "rb") as file:
        with client.audio.transcriptions.with_streaming_response.create(file=file, model="whisper-1") as response:
            assert response.status_code == 200 and is_the_bug(response.json()["text"])
    with open(files[0], "rb") as file:
        raw = client.audio.transcriptions.with_raw_response.create(file=file, model="whisper-1")
        assert raw.headers["content-type"].startswith("application/json") and is_the_bug(raw.parse().text)


def one_recording():
    assert is_the_bug(create().text), create()


def models():
    names = [model.id for model in client.models.list()]
    assert names == ["moonshine-tiny"], names
    assert client.models.retrieve("moonshine-tiny").object == "model"
    assert is_the_bug(create(model="moonshine-tiny").text)
    error = failure(openai.NotFoundError, lambda: client.models.retrieve("gpt-9"))
    assert error.code == "model_not_found"


def many_at_once():
    async def run():
        many = openai.AsyncOpenAI(base_url=client.base_url, api_key=token, max_retries=0, timeout=200)
        with open(files[0], "rb") as file:
            sound = file.read()
        one = lambda: many.audio.transcriptions.create(file=("a.flac", sound), model="whisper-1")
        return await asyncio.gather(*[one() for _ in range(30)])

    texts = {answer.text for answer in asyncio.run(run())}
    assert len(texts) == 1 and is_the_bug(texts.pop()), texts


def failure(kind, work):
    try:
        work()
    except kind as error:
        assert type(error) is kind, error
        assert set(error.body) == {"message", "type", "param", "code"}, error.body
        assert error.body["message"].endswith("."), error.body
        for within in ("/tmp", "uploads", "upload-", "Swift", "Error(", token):
            assert within not in error.body["message"], error.body
        return error
    raise AssertionError(f"no {kind.__name__}")


def failures():
    send = lambda content, **options: client.audio.transcriptions.create(
        file=("a.wav", content), **{"model": "whisper-1", **options}
    )
    error = failure(openai.BadRequestError, lambda: send(b"this is no sound" * 100))
    assert error.param == "file" and error.type == "invalid_request_error" and "'a.wav'" in error.message, error
    assert failure(openai.BadRequestError, lambda: send(b"")).param == "file"
    wav = b"RIFF\x24\x7d\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x80\x3e\x00\x00\x00\x7d\x00\x00\x02\x00\x10\x00data\x00\x7d\x00\x00"
    error = failure(openai.BadRequestError, lambda: send(wav + bytes(8_000)))
    assert error.param == "file" and "breaks off" in error.message, error
    error = failure(openai.BadRequestError, lambda: list(send(b"no sound", stream=True)))
    assert error.param == "file"
    for name, value in [("response_format", "diarized_json"), ("temperature", 7), ("language", "de")]:
        assert failure(openai.BadRequestError, lambda: create(**{name: value})).param == name
    error = failure(openai.BadRequestError, lambda: create(timestamp_granularities=["word"]))
    assert error.param == "timestamp_granularities[]"
    failure(openai.BadRequestError, lambda: create(response_format="srt", stream=True))
    failure(openai.BadRequestError, lambda: create(response_format="text", include=["logprobs"]))
    error = failure(openai.APIStatusError, lambda: send(bytes(400_000)))
    assert error.status_code == 413 and error.code == "too-large", error
    error = failure(openai.APIStatusError, lambda: send(bytes(60_000_000)))
    assert error.status_code == 413, error
    wrong = openai.OpenAI(base_url=client.base_url, api_key="wrong", max_retries=0)
    error = failure(openai.AuthenticationError, lambda: create(with_client=wrong))
    assert error.code == "invalid_api_key"
    failure(openai.NotFoundError, lambda: client.audio.translations.create(file=b"x", model="whisper-1"))
    page = client.with_options(default_headers={"Origin": "http://evil.example"})
    failure(openai.PermissionDeniedError, lambda: create(with_client=page))
    assert create().text == "File a bug."


def full_queue():
    async def refused():
        with open(files[0], "rb") as file:
            sound = file.read()
        many = openai.AsyncOpenAI(base_url=client.base_url, api_key=token, max_retries=0)
        tasks = [
            asyncio.create_task(many.audio.transcriptions.create(file=("a.flac", sound), model="whisper-1"))
            for _ in range(5)
        ]
        # One hangs for as long as it is let; the others are refused.
        errors = []
        for finished in asyncio.as_completed(tasks):
            try:
                await finished
            except openai.RateLimitError as error:
                errors.append(error)
            if len(errors) == 4:
                break
        for task in tasks:
            task.cancel()
        return errors

    for error in asyncio.run(refused()):
        assert error.code == "rate_limit_exceeded" and error.type == "requests", error
        assert int(error.response.headers["retry-after"]) >= 1


def go_away():
    for options in ({}, {"stream": True}):
        try:
            with open(files[0], "rb") as file:
                answer = client.with_options(timeout=8).audio.transcriptions.create(file=file, model="whisper-1", **options)
                list(answer)
        except (openai.APITimeoutError, openai.APIConnectionError):
            continue
        except Exception as error:
            # The stream's own reading is not wrapped by every version.
            assert "timed out" in str(error).lower() or "timeout" in type(error).__name__.lower(), repr(error)
            continue
        raise AssertionError("it did not hang")


globals()[scenario]()
print(f"{scenario}: done")
