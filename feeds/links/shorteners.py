"""Which links have to be asked where they lead, and which must never be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote, urlsplit

#: Hosts that do nothing but lead elsewhere, and paths of those that do that among other things.
_ROWS = """
bit.ly  bitly.com  j.mp  t.co  goo.gl  tinyurl.com  ow.ly  buff.ly  is.gd  v.gd  lnkd.in  dlvr.it  ift.tt  fb.me
amzn.to  a.co  nyti.ms  wapo.st  trib.al  rb.gy  cutt.ly  t.ly  shorturl.at  soo.gd  snip.ly  hubs.ly  hubs.li  su.pr
tiny.cc  bl.ink  short.io  rebrand.ly  zpr.io  po.st  mcaf.ee  x.co  tcrn.ch  econ.st  reut.rs  on.ft.com  ft.trib.al
bloom.bg  cnb.cx  cnn.it  bbc.in  apne.ws  n.pr  gu.com  wrd.cm  wp.me  eepurl.com  shar.es  sco.lt  flip.it  fal.cn
pst.cr  git.io  nvda.ws  mzl.la  aka.ms  spoti.fi  apple.co  g.co  dld.bz  crwd.fr  kck.st  oreil.ly  u.nu
url.cn  dwz.cn  t.cn  suo.im  sourl.cn  clck.ru  vk.cc  s.id  lat.ms  politi.co  abcn.ws  cbsn.ws  nbcnews.to  usat.ly
list-manage.com/track/click  *.list-manage.com/track/click  *.list-manage1.com/track/click  mailchi.mp/track/click
click.convertkit-mail.com  click.convertkit-mail2.com  click.convertkit-mail4.com  click.kit-mail3.com
substack.com/redirect/  *.substack.com/redirect/  email.mg1.substack.com/c/  link.mail.beehiiv.com  *.beehiiv.com/ss/c/
flight.beehiiv.net  mandrillapp.com/track/click/  *.pstmrk.it  *.sendgrid.net/ls/click  *.sendibm1.com  *.sendibm3.com
*.hubspotlinks.com  *.hs-sites.com/hs/cta/  *.createsend.com/t/  *.cmail19.com/t/  *.cmail20.com/t/
click.revue.email  click.mlsend.com  click.mailerlite.com  *.mlsend.com/link/c/  track.customer.io  e.customeriomail.com
links.iterable.com  awstrack.me  *.awstrack.me  *.mjt.lu/lnk/  *.klclick.com  *.klclick1.com  *.rs6.net/tn.jsp
feedproxy.google.com/~r/  feeds.feedburner.com/~r/  rss.com.com  feedpress.me/link/  tracking.feedpress.it
tracking.feedpress.com  tracking.tldrnewsletter.com  link.thehustle.co  curated.co/redirect/  sendfox.com/trk/click/
disq.us  news.google.com/rss/articles/  redd.it  flic.kr  db.tt  1drv.ms
"""
_NEVER = re.compile(
    r"un-?subscri|opt-?out|opt-?in|list-?unsub|subscription|preferences|manage[-_]?(?:sub|email|profile)|update[-_]profile|"
    r"one-?click|\bconfirm|\bverify|\bactivat|\bvote|\bpoll\b|\bsurvey|\brsvp|\breact(?:ion)?s?\b|\bupvote|\blogout|"
    r"\bsign-?out|\bdelete|abmelden|abbestellen|desinscri|d[ée]sabonn|desuscri|cancelar|disiscri|annulla|afmelden|退订",
    re.IGNORECASE,
)


class Shorteners:
    """Tells whether an address is a short one; *extra* are hosts of config.yaml, with a port if need be."""

    def __init__(self, extra: Iterable[str] = ()) -> None:
        self._hosts: dict[str, list[str]] = {}
        self._below: dict[str, list[str]] = {}
        for row in (*_ROWS.split(), *extra):
            host, slash, path = row.lower().removeprefix("www.").partition("/")
            table = self._below if host.startswith("*.") else self._hosts
            table.setdefault(host.removeprefix("*."), []).append(slash + path)

    def __call__(self, url: str) -> bool:
        """Return whether *url* leads elsewhere, so that its host has to be asked where.

        >>> short = Shorteners(["sho.example"])
        >>> short("https://bit.ly/3x"), short("https://sho.example/1"), short("https://tide.example/bit.ly")
        (True, True, False)
        """
        try:
            parts = urlsplit(url)
            name, port = (parts.hostname or "").removeprefix("www."), parts.port
        except ValueError:
            return False
        if parts.scheme not in ("http", "https") or parts.path in ("", "/"):
            return False
        paths = [*self._hosts.get(name, ()), *(self._hosts.get(f"{name}:{port}", ()) if port else ())]
        while name and not paths:
            paths = self._below.get(name, [])
            name = name.partition(".")[2]
        return any(parts.path.startswith(path) for path in paths)


IsShort = Callable[[str], bool]


def must_not_be_asked(url: str, words: str = "") -> bool:
    """Return whether a visit to *url*, known by *words*, may do something: unsubscribe, confirm, vote.

    >>> must_not_be_asked("https://bit.ly/x", "Unsubscribe here"), must_not_be_asked("https://bit.ly/tides", "Tides")
    (True, False)
    """
    path = unquote(url.partition("//")[2].partition("/")[2])
    return bool(_NEVER.search(path.replace("_", "-")) or (len(words) <= 60 and _NEVER.search(words)))
