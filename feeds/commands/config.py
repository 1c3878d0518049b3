"""`feeds config`: check config.yaml and print it with all defaults, its schema, or rules for hosts."""

from __future__ import annotations

import argparse
import json
from urllib.parse import urlsplit

from feeds.config.reading import load_config, to_yaml
from feeds.report import DONE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command to *parser*."""
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--schema", action="store_true", help="print the JSON Schema of config.yaml instead")
    instead.add_argument(
        "--headers", action="store_true", help="print the rules for the file _headers of the site instead"
    )


def run(options: argparse.Namespace) -> int:
    """Print the config, the schema or the rules, and return the exit code."""
    if options.schema:
        from feeds.config.describing import schema  # with pydantic, which nothing else needs

        print(json.dumps(schema(), indent=2, ensure_ascii=False))
        return DONE
    config = load_config(options.config).config
    if options.headers:
        from feeds.render.hosting import render_headers

        folder = urlsplit(config.root).path.rstrip("/")
        print(render_headers(config, folder).content.decode(), end="")
    else:
        print(to_yaml(config), end="")
    return DONE
