"""The words that announce jobs, sponsors, contents and sign-offs in newsletters of many languages.

They are common words, not the headings of one newsletter. A heading is taken for a label
only if it has no other words: a story about an archive, or about adverts, stays a story.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from feeds.markup.characters import has_cjk
from feeds.model import Role
from feeds.regex import regex
from feeds.sections.farewells import says_farewell
from feeds.sections.openings import names_sponsor, opens_sign_off

_WORDS: Mapping[Role, str] = {
    "contents": (
        "contents, table of contents, toc, in this issue, inhalt, inhaltsverzeichnis, sommaire, índice, contenido, "
        "conteúdo, indice, содержание, 目录, 目次, 目錄, 本期概要, 本期导读, 차례, 목차"
    ),
    "jobs": (
        "jobs, job of the, job board, job offers, job openings, job listings, job opportunities, hiring, careers, "
        "vacancy, vacancies, open positions, stellen, stellenangebote, emploi, "
        "emplois, offres d'emploi, empleo, empleos, vagas, lavoro, вакансии, 招聘, 招人, 求职, 求人, 採用, 채용"
    ),
    "sponsor": (
        "sponsor, sponsors, sponsored, partner, partners, advertisement, advertisements, ad, ads, promoted, "
        "sponsored content, sponsored post, partner content, anzeige, werbung, publicité, "
        "sponsorisé, patrocinado, patrocinador, publicidad, реклама, 赞助, 贊助, 广告, 廣告, 広告, スポンサー, 광고"
    ),
    "archive": (
        "archive, archives, past issues, previous issues, previous editions, back issues, years ago, numéros "
        "précédents, ediciones anteriores, архив, 往期, 往年, 历史上的, 回顾, 過去, バックナンバー, 지난"
    ),
    "intro": (
        "welcome, introduction, intro, hello, editor's note, editorial, einleitung, vorwort, introducción, "
        "前言, はじめに"
    ),
    "outro": (
        "subscribe, unsubscribe, unsubscribing, feedback, contribute, contributing, contributors, get involved, "
        "thanks, thank you, acknowledgements, acknowledgments, credits, about, contact, contacts, get in touch, "
        "reach us, follow us, follow me, find us, stay connected, stay in touch, keep in touch, stay in the loop, "
        "connect with us, join, colophon, "
        "abonnieren, mitmachen, danke, kontakt, folge uns, folge mir, folgt uns, folgt mir, folgen sie, "
        "bleib in kontakt, bleibt in kontakt, impressum, "
        "merci, contribuer, nous contacter, contactez nous, suivez nous, nous suivre, nous rejoindre, "
        "restons en contact, restez en contact, restez connectés, s'abonner, abonnez vous, à propos, "
        "suscríbete, gracias, contribuir, contacto, contáctanos, síguenos, contacta, sobre nosotros, "
        "mantente en contacto, contato, contate, fale conosco, inscreva se, siga nos, siga me, "
        "contatti, contattaci, seguici, iscriviti, chi siamo, volg ons, over ons, kontakta, obserwuj, "
        "контакты, подписывайтесь, "
        "订阅, 訂閱, 鸣谢, 致谢, 联系, 联络, 投稿, 購読, 謝辞, お問い合わせ, おわりに, フォロー, 登録, "
        "关注我们, 關注我們, 关于我们, 關於我們, 关于本刊, 구독, 문의, 팔로우"
    ),
}
#: The subjects of a sign-off whose heading has other words than those of a label.
_OF_ITSELF = frozenset(
    "newsletter newsletters issue issues edition us me you all everyone reading readers authors author editor editors "
    "team contributors sponsors supporters patrons podcast blog site website rss atom feed feeds mail email e-mail "
    "twitter mastodon bluesky telegram slack discord list mailing updates form page info information".split()
)
#: After these, anything may follow.
_APPEALS = frozenset(
    "subscribe unsubscribe unsubscribing contribute contributing abonnieren mitmachen contribuer suscríbete".split()
)
#: They ask for help, which may be the sign-off of every issue, or a list of tasks.
_ASKS = frozenset(
    "contribute contributing contributors involved mitmachen contribuer contribuir about credits thanks".split()
)
_AROUND = frozenset(
    "a an and by for from in is of on our the this to today's us via week week's with your issue".split()
)
_SHORT = 4  # words in the heading of a list of jobs: "Robot Jobs"
_CONTRIBUTE_TO = 8  # words in a heading that asks the reader to do something
_SHORT_CJK = 8  # characters

_SIGN_OFF_BEHIND = regex(  # the name of the newsletter, which takes long to look behind: few texts have
    r"[\W_]*(?:(?:[^©\n]{1,60} )?(?:©|copyright \(c\)) ?(?:copyright )?(?:19|20)\d\d\b|copyright © ?,|"
    r"[^.!?\n]{1,60} is a reader-supported publication\b|"
    r"(?:\w[^.!?\n]{1,30}, ?)?this e-?mail (?:was|has been|is) (?:sent|being sent|intended)\b)",
    re.IGNORECASE,
)
_IN_SIGN_OFF = ("©", "copyright", "reader-supported", "this e")  # one of these, near
_NEAR = 200  # its beginning
_SPONSORED = regex(
    r"[\W_]*+(?=[tsbpmao赞广本])(?:"  # as most blocks do not begin
    r"(?:this (?:issue|week|newsletter|edition) is )?"
    r"(?:(?:sponsored|brought to you|presented|supported|made possible) by|made possible thanks to)|"
    r"a (?:word|message) from our sponsor|our sponsor|sponsor(?:ed)?\b|advertisement\b|anzeige\b|"
    r"赞助|广告|本期赞助)",
    re.IGNORECASE,
)
_GREETS = regex(
    r"[\W_]*welcome (?:back )?to (?=[^:\n]{0,80}?\b"
    r"(?:newsletter|weekly|monthly|issue|edition|digest|roundup|bulletin|review|week|month)\b)",
    re.IGNORECASE,
)
_MARKED_AS_AD = regex(  # behind the headline of one
    r"[\[(【［（](?:sponsor(?:ed)?|ad|advertisement|promoted|anzeige|werbung|publicité|publicidad|реклама|广告|廣告|広告|광고)"
    r"[\])】］）]\Z",
    re.IGNORECASE,
)
_WORD = regex(r"[\w']+")
#: The same in ASCII, in a fifth of the time.
_WORDS_APART = bytes(code if chr(code).isalnum() or chr(code) in "_'" else ord(" ") for code in range(128)).ljust(256)
_TERMS: Mapping[Role, frozenset[str]] = {
    role: frozenset(term.strip() for term in words.split(",")) for role, words in _WORDS.items()
}
_FIRST_CJK = "\u3040"  # with which, or with a later character, every term in Chinese, Japanese or Korean begins
_CJK_TERMS: Mapping[Role, tuple[str, ...]] = {
    role: tuple(term for term in terms if term >= _FIRST_CJK) for role, terms in _TERMS.items()
}
#: Every heading that says a role has one of these words, if it is not in Chinese, Japanese or Korean.
_BEGINNINGS = _APPEALS | {term.partition(" ")[0] for terms in _TERMS.values() for term in terms}


def roles_said(heading: str) -> frozenset[Role]:
    """Return the roles of which *heading* is the label, and not a headline that has such a word: none for nearly all.

    >>> [sorted(roles_said(text)) for text in ("Our sponsors", "This issue is sponsored by Quay Rope", "招聘信息")]
    [['sponsor'], ['sponsor'], ['jobs']]
    >>> [sorted(roles_said(text)) for text in ("[Ad] Better nets", "Better nets (sponsored)", "Better nets (and ads)")]
    [['sponsor'], ['sponsor'], []]
    >>> [sorted(roles_said(text)) for text in ("The tide is back", "Job hunting?", "Job of the week", "Robot Jobs")]
    [[], [], ['jobs'], ['jobs']]
    >>> [sorted(roles_said(text)) for text in ("From the archives", "Internet Archive wins")]
    [['archive'], []]
    >>> [sorted(roles_said(text)) for text in ("Welcome to the Harbour Weekly!", "Welcome to Arran")]
    [['intro'], []]
    >>> [sorted(roles_said(text)) for text in ("Join us!", "Join us in May at the quay")]
    [['outro'], []]
    >>> [sorted(roles_said(text)) for text in ("Thanks to our contributors", "Thanks to the ferry, he swam")]
    [['outro'], []]
    """
    if names_sponsor(heading) or (heading[-1:] in ")]】］）" and _MARKED_AS_AD.search(heading)):
        return frozenset(("sponsor",))
    if has_cjk(heading):
        return _roles_in_cjk(heading) if len(heading) <= _SHORT_CJK else frozenset()
    words = words_in(heading)
    if _BEGINNINGS.isdisjoint(words):
        return frozenset()
    return frozenset(role for role in _TERMS if _says(role, heading, words))


def _roles_in_cjk(heading: str) -> frozenset[Role]:
    return frozenset(role for role, terms in _CJK_TERMS.items() if any(term in heading for term in terms))


def _says(role: Role, heading: str, words: Sequence[str]) -> bool:
    """Return whether *heading*, which has these *words*, is the label of a section with *role*."""
    terms = _TERMS[role]
    if role == "jobs":
        return words == ["job"] or (len(words) <= _SHORT and _holds(words, terms))
    if role == "intro" and _GREETS.match(heading):
        return True
    if role == "outro":
        return len(words) <= _CONTRIBUTE_TO and _takes_leave(words, terms)
    rest = [word for word in words if word not in _AROUND]
    return " ".join(words) in terms or (bool(rest) and all(word in terms for word in rest))


def _takes_leave(words: Sequence[str], terms: Collection[str]) -> bool:
    if any(" ".join(words[:count]) in terms for count in (2, 3, 4)) or words[0] in _APPEALS:
        return True
    return words[0] in terms and all(word in _AROUND or word in _OF_ITSELF for word in words[1:])


def words_in(heading: str) -> list[str]:
    """Return the words of *heading*, without case."""
    folded = heading.casefold().replace("’", "'")
    return folded.encode().translate(_WORDS_APART).decode().split() if folded.isascii() else _WORD.findall(folded)


def asks_for_help(heading: str) -> bool:
    """Return whether *heading*, which is that of a sign-off, may as well be that of a list of tasks or people.

    >>> asks_for_help("Get Involved!"), asks_for_help("Contribute to this newsletter"), asks_for_help("Subscribe")
    (True, False, False)
    """
    words = words_in(heading)
    return not _ASKS.isdisjoint(words) and "newsletter" not in words


def _holds(words: Sequence[str], terms: Collection[str]) -> bool:
    return any(" ".join(words[n : n + count]) in terms for n in range(len(words)) for count in (1, 2, 3))


def is_sign_off(text: str) -> bool:
    """Return whether *text* begins as a sign-off does.

    >>> is_sign_off("That's all, folks!")
    True
    """
    if opens_sign_off(text) or says_farewell(text):
        return True
    beginning = text[:_NEAR].lower()
    return any(map(beginning.__contains__, _IN_SIGN_OFF)) and bool(_SIGN_OFF_BEHIND.match(text))


def is_sponsored(text: str) -> bool:
    """Return whether *text* begins by naming a sponsor."""
    return bool(_SPONSORED.match(text))


def any_is_sponsored(texts: Iterable[str]) -> bool:
    """Return whether one of *texts* begins by naming a sponsor."""
    return any(map(_SPONSORED.match, texts))
