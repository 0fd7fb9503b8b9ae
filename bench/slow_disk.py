"""A disk whose flush takes 2 ms longer, as a cloud or network disk's does.

A small library put before the C library's own adds the delay to every ``fsync``; a C compiler is
needed for these figures alone.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SLOW_FLUSH = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
static int slowly(const char *name, int file) {
  int (*real)(int) = dlsym(RTLD_NEXT, name);
  int answer = real(file);
  usleep(2000);
  return answer;
}
int fdatasync(int file) { return slowly("fdatasync", file); }
int fsync(int file) { return slowly("fsync", file); }
"""


def measured_slowly(module: str, *arguments: str) -> Mapping[str, Any] | None:
    """Run a module in a process whose flushes are slow; return the JSON on its last line.

    ``None``, with a word why, where no compiler is at hand.
    """
    compiler = shutil.which("cc")
    if compiler is None:
        print("   NOT MEASURED: no C compiler to slow the disk with")
        return None
    with tempfile.TemporaryDirectory() as folder:
        source, slow = Path(folder) / "slow.c", Path(folder) / "slow.so"
        source.write_text(SLOW_FLUSH)
        command = [compiler, "-shared", "-fPIC", "-O2", "-o", str(slow), str(source), "-ldl"]
        subprocess.run(command, check=True)
        slow.chmod(0o755)
        Path(folder).chmod(0o755)
        answer = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env={**os.environ, "LD_PRELOAD": str(slow)},
            check=True,
            capture_output=True,
            text=True,
        )
    found: Mapping[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found


def slowness() -> Mapping[str, str]:
    """Return what makes the flushes of this process slow, for a database server it starts."""
    return {"LD_PRELOAD": os.environ["LD_PRELOAD"]}
