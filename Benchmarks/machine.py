"""What the figures were measured on."""

import datetime
import os
import platform
import subprocess
from pathlib import Path


def facts(binary: Path, repository: Path, packages: tuple[str, ...] = ("onnxruntime", "numpy")) -> dict:
    commit = said(["git", "-C", repository, "rev-parse", "--short", "HEAD"])
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory": f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB",
        "system": f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Linux {platform.release().split('-')[0]}",
        "behest": f"{said([binary, '--version'])} (commit {commit})",
        "swift": said(["swift", "--version"]).splitlines()[0],
        "python": platform.python_version(),
        **{package: version(package) for package in packages},
    }


def load() -> float:
    """How many programs wanted to run, on average over the last minute."""
    return round(os.getloadavg()[0], 1)


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def version(package: str) -> str:
    from importlib.metadata import version

    return version(package)


def said(command: list) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
