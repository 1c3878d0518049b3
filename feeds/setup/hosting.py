"""Find out how a site is hosted, from the files of hosts in its folder, and which lines its deployment needs."""

from __future__ import annotations

import os
import re
from pathlib import Path

from msgspec import Struct

from feeds.files import text_of
from feeds.regex import regex

_LARGEST = 100_000
_FILES = {
    "netlify.toml": "Netlify",
    "wrangler.toml": "Cloudflare",
    "wrangler.jsonc": "Cloudflare",
    "wrangler.json": "Cloudflare",
    "vercel.json": "Vercel",
    ".gitlab-ci.yml": "GitLab",
    ".forgejo/workflows": "Forgejo",
    "render.yaml": "Render",
}
_REMOTE = regex(r"url\s?=\s?(?:git@|https://|ssh://git@)(?P<host>[\w.-]+)[:/](?P<owner>[\w.-]+)/(?P<name>[\w.-]+)")
_DEPLOYS = regex(r"deploy-pages|gh-pages|github-pages")


class Host(Struct, frozen=True, kw_only=True):
    """A host, and the file that says so."""

    name: str = ""
    file: str = ""


class Repository(Struct, frozen=True, kw_only=True):
    """Where a repository was cloned from."""

    host: str
    owner: str
    name: str
    branch: str

    @property
    def url(self) -> str:
        return f"https://{self.host}/{self.owner}/{self.name}/"

    @property
    def pages(self) -> str:
        """The address of its GitHub Pages."""
        site = f"{self.owner.lower()}.github.io"
        return f"https://{site}/" + ("" if self.name.lower() == site else f"{self.name}/")


def repository_of(url: str) -> Repository | None:
    """Return the repository whose pages of code are at *url*, or None."""
    found = re.match(r"https://(github\.com)/([\w.-]+)/([\w.-]+)/?\Z", url)
    return Repository(host=found[1], owner=found[2], name=found[3], branch="HEAD") if found else None


def find_host(base: Path) -> Host:
    """Return the host of the site in *base*, as its files name it."""
    for file, name in _FILES.items():
        if (base / file).exists():
            return Host(name=name, file=file)
    if file := pages_workflow(base):
        return Host(name="GitHub Pages", file=file)
    return Host()


def pages_workflow(base: Path) -> str:
    """Return the workflow of GitHub that deploys the site in *base* to GitHub Pages, or ""."""
    folder = ".github/workflows"
    names = sorted(os.listdir(base / folder)) if (base / folder).is_dir() else []
    files = (f"{folder}/{name}" for name in names if name.endswith((".yml", ".yaml")))
    return next((file for file in files if _DEPLOYS.search(text_of(base / file, _LARGEST))), "")


def find_repository(base: Path) -> Repository | None:
    """Return where the repository in *base* was cloned from, or None."""
    found = _REMOTE.search(text_of(base / ".git/config", _LARGEST))
    if not found:
        return None
    branch = text_of(base / ".git/HEAD", _LARGEST).strip().removeprefix("ref: refs/heads/")
    named = {"owner": found["owner"], "name": found["name"].removesuffix(".git")}
    return Repository(host=found["host"], branch=branch if re.match(r"[\w./-]+\Z", branch) else "main", **named)


def find_domain(base: Path) -> str:
    """Return the domain in a CNAME file of GitHub Pages, or ""."""
    for name in ("CNAME", "static/CNAME", "public/CNAME", "docs/CNAME", "source/CNAME", "content/extra/CNAME"):
        domain = text_of(base / name, _LARGEST).strip().lower()
        if re.match(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+\Z", domain):
            return domain
    return ""
