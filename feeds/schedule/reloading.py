"""Read config.yaml again when it has changed."""

from __future__ import annotations

from feeds.beside import read_beside, settings_bytes
from feeds.files import read_file
from feeds.site import Site, open_site


def reload(site: Site) -> Site | None:
    """Return *site*, or another one if its config, or a file that the config depends on, has changed.

    None means that there is no config now: editors that save by renaming remove it for a moment.

    Raises:
        FeedsError: the changed config cannot be used.
    """
    try:
        content = read_file(site.config_path)
    except OSError:
        return None
    is_same = settings_bytes(content, read_beside(site.base, site.beside)) == site.config_bytes
    return site if is_same else open_site(site.config_path)
