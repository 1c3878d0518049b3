"""Fuzz one parser with atheris, which follows the branches that inputs take: pip install atheris.

python fuzz/run.py markdown -max_total_time=600

The seeds are those in fuzz/corpus/NAME. Inputs that reach something new are kept in a folder of their own; one that
ends in a fault is written to crash-…. Further arguments are those of libFuzzer.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

with atheris.instrument_imports(include=["feeds", "protego"]):
    from fuzz.targets import TARGETS


def main() -> None:
    name, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as found:
        arguments = [sys.argv[0], *options, "-timeout=30", found, str(HERE / "corpus" / name)]
        atheris.Setup(arguments, TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
