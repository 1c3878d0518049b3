"""`feeds config`: check config.yaml and print it with all defaults, or its schema."""

from __future__ import annotations

import argparse
import json

from feeds.config.reading import load_config, schema, to_yaml
from feeds.report import DONE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command to *parser*."""
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of config.yaml instead")


def run(options: argparse.Namespace) -> int:
    """Print the config or the schema, and return the exit code."""
    if options.schema:
        print(json.dumps(schema(), indent=2, ensure_ascii=False))
    else:
        print(to_yaml(load_config(options.config).config), end="")
    return DONE
