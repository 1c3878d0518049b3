"""Learn rules from sections that have topics already: words, links and labels, each with its points.

The result is plain rules; a build needs nothing else. A clue is graded by how often it was
right where it appeared: one that is nearly always right assigns the topic when it appears
once, one that is mostly right has to be in the title or appear again, and one that is
sometimes right only helps. A rare clue is trusted as far as its kind is: the name of a
topic more than a word beside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from feeds.config import Clue, TopicRule
from feeds.curation.vocabulary import is_telling, phrases_of
from feeds.markup import to_text
from feeds.model import Entry
from feeds.topics.lexicon import Lexicon
from feeds.topics.phrases import places_that_count
from feeds.topics.rules import TopicRules
from feeds.topics.targets import labels_of
from feeds.topics.words import fold, unfold
from feeds.urls import host

_BELIEF = {"name": (0.7, 2), "link": (0.5, 2), "word": (0.0, 5)}  # trust in an unknown clue, and its weight in places
_SURE, _GOOD, _FAIR = 0.6, 0.5, 0.3  # shares of places where a clue was right
_ENOUGH_ONCE = 6.0  # points: a third of them, for one appearance in a long text, assign the topic
_CANDIDATES = 6  # words and links for each topic, besides its names
_SUPPORT = 3  # places of a topic that a word must be in
_FOLDS = 5

Feature = tuple[str, str]  # "word" or "link", and the text that a rule has


class Example(Struct, frozen=True):
    """A section or an item, with the topics that a person gave it."""

    entry: Entry
    topics: frozenset[str]


class TopicNames(Struct, frozen=True):
    """The names of a topic, each of which may be a clue, and its description."""

    title: str = ""
    others: tuple[str, ...] = ()
    description: str = ""


class Quality(Struct, frozen=True):
    """How well rules agree with labels, over all topics or for one."""

    precision: float
    recall: float
    count: int  # of labels

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class _Evidence(Struct):
    """The numbers of the examples that have a feature, and of those that have it in the title or often enough."""

    anywhere: set[int] = field(default_factory=set)
    strong: set[int] = field(default_factory=set)


def learn(examples: Sequence[Example], names: Mapping[str, TopicNames]) -> list[TopicRule]:
    """Return a rule for each topic of *examples* and *names* that has any clue, in the order of slugs.

    Only examples with a topic count, since a section without one may have been left unlabelled.
    """
    labelled = [example for example in examples if example.topics]
    slugs = sorted({*names, *(topic for example in labelled for topic in example.topics)})
    forms = {slug: _forms(slug, names.get(slug, TopicNames())) for slug in slugs}
    evidence = _gather_evidence(labelled, sorted({form for own in forms.values() for form in own}))
    chosen = _candidates(labelled, evidence)
    rules = []
    for slug in slugs:
        right = {number for number, example in enumerate(labelled) if slug in example.topics}
        rule = _rule(slug, names.get(slug, TopicNames()), forms[slug], chosen.get(slug, []), evidence, right)
        if any(rule.clues.values()):
            rules.append(rule)
    return rules


def cross_validate(examples: Sequence[Example], names: Mapping[str, TopicNames]) -> dict[str, Quality]:
    """Return how well rules learned from four fifths of *examples* agree with the others.

    "" has the quality over all topics together, each slug its own. Only examples that have a
    topic count. Sections of an issue stay together, because they resemble each other.

    Raises:
        ModuleNotFoundError: scikit-learn is not installed.
    """
    from sklearn.model_selection import GroupKFold

    labelled = [example for example in examples if example.topics]
    groups = [example.entry.issue_id for example in labelled]
    said, given, both = Counter[str](), Counter[str](), Counter[str]()
    folds = min(_FOLDS, len(set(groups)))
    if folds < 2:
        return {}
    for train, test in GroupKFold(n_splits=folds).split(labelled, groups=groups):
        compiled = TopicRules(learn([labelled[number] for number in train], names))
        for number in test:
            entry = labelled[number].entry
            topics = set(compiled.topics_of(entry, entry.origin))
            said.update(labelled[number].topics)
            given.update(topics)
            both.update(topics & labelled[number].topics)
    return _qualities(said, given, both)


def _qualities(said: Counter[str], given: Counter[str], both: Counter[str]) -> dict[str, Quality]:
    def of(topics: Sequence[str]) -> Quality:
        right, assigned, wanted = (sum(counter[topic] for topic in topics) for counter in (both, given, said))
        return Quality(right / assigned if assigned else 0.0, right / wanted if wanted else 0.0, wanted)

    return {"": of([*(said | given)]), **{topic: of([topic]) for topic in sorted(said)}}


def _forms(slug: str, names: TopicNames) -> list[str]:
    """Return the names of a topic, folded."""
    forms = (fold(name).strip() for name in (slug.replace("-", " "), names.title, *names.others))
    return [form for form in dict.fromkeys(forms) if form]


def _gather_evidence(examples: Sequence[Example], names: Sequence[str]) -> dict[Feature, _Evidence]:
    found: defaultdict[Feature, _Evidence] = defaultdict(_Evidence)
    lexicon = Lexicon(names)
    for number, example in enumerate(examples):
        for feature, strong in _features(example.entry, lexicon, names):
            found[feature].anywhere.add(number)
            if strong:
                found[feature].strong.add(number)
    return found


def _features(entry: Entry, lexicon: Lexicon, names: Sequence[str]) -> Iterator[tuple[Feature, bool]]:
    """Yield the features of *entry*, each with whether it is in the title or appears often enough.

    *lexicon* finds *names*: they may be longer than a phrase, or begin with a common word.
    """
    text = to_text(entry.content)
    counts, enough = Counter(phrases_of(text)), places_that_count(text)
    counts.update(Counter(names[place.term] for place in lexicon.find(text)) - counts)
    titled = {*phrases_of(entry.title), *(names[place.term] for place in lexicon.find(entry.title))}
    for phrase in counts.keys() | titled:
        yield ("word", phrase), phrase in titled or counts[phrase] >= enough
    for label in labels_of(entry):
        yield ("link", f"[{fold(label).strip()}]"), True
    for name in {host(link.leads_to) for link in entry.links} - {""}:
        yield ("link", name), True


def _candidates(examples: Sequence[Example], evidence: Mapping[Feature, _Evidence]) -> dict[str, list[Feature]]:
    """Return for each topic the features that distinguish it best, by the chi-squared statistic."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.feature_selection import chi2

    features = sorted(one for one, places in evidence.items() if len(places.anywhere) >= _SUPPORT and _may_tell(one))
    if not features:
        return {}
    pairs = [(row, column) for column, one in enumerate(features) for row in sorted(evidence[one].anywhere)]
    rows, columns = zip(*pairs, strict=True)
    matrix = csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=(len(examples), len(features)))
    chosen: dict[str, list[Feature]] = {}
    for topic in sorted({topic for example in examples for topic in example.topics}):
        right = np.array([topic in example.topics for example in examples])
        if right.all():
            continue
        support = np.asarray(matrix[right].sum(axis=0)).ravel()
        scores = np.nan_to_num(chi2(matrix, right)[0])
        expected = np.asarray(matrix.sum(axis=0)).ravel() * right.mean()
        scores[(support < min(_SUPPORT, right.sum())) | (support <= expected)] = 0
        best = sorted(range(len(features)), key=lambda one: (-scores[one], -len(features[one][1]), features[one]))
        chosen[topic] = [features[one] for one in best[:_CANDIDATES] if scores[one] > 0]
    return chosen


def _may_tell(feature: Feature) -> bool:
    return feature[0] == "link" or is_telling(feature[1])


def _rule(
    slug: str,
    names: TopicNames,
    forms: Sequence[str],
    candidates: Sequence[Feature],
    evidence: Mapping[Feature, _Evidence],
    right: set[int],
) -> TopicRule:
    beliefs: dict[Feature, tuple[float, int]] = {("word", name): _BELIEF["name"] for name in forms}
    for kind, label in evidence:
        if kind == "link" and label[:1] == "[" and any(f" {label[1:-1]} ".endswith(f" {name} ") for name in forms):
            beliefs[kind, label] = _BELIEF["link"]
    for one in candidates:
        beliefs.setdefault(one, _BELIEF["word"])
    clues: dict[str, list[Clue]] = {"word": [], "link": []}
    for one, belief in beliefs.items():
        points = _grade(one, evidence.get(one, _Evidence()), right, belief)
        if points:
            clues[one[0]].append(Clue(unfold(one[1]), points))
    clues["word"] = [clue for clue in clues["word"] if not _is_implied(clue, clues["word"])]
    ordered = {kind: tuple(sorted(own, key=lambda clue: (-clue.points, clue.written))) for kind, own in clues.items()}
    return TopicRule(
        slug=slug,
        title=names.title,
        description=names.description,
        words=ordered["word"],
        links=ordered["link"],
    )


def _is_implied(clue: Clue, others: Sequence[Clue]) -> bool:
    """Return whether one of *others* is a part of *clue* and worth as much, so that *clue* adds nothing."""
    return any(
        other is not clue and other.points >= clue.points and f" {other.written} " in f" {clue.written} "
        for other in others
    )


def _grade(feature: Feature, places: _Evidence, right: set[int], belief: tuple[float, int]) -> float:
    """Return the points of a clue by the share of places where it was right; 0 if the clue is useless."""
    anywhere = _share(places.anywhere, right, belief)
    if feature[0] == "link":
        return 2.0 if anywhere >= _GOOD else 1.0 if anywhere >= _FAIR else 0.0
    if anywhere >= _SURE:
        return _ENOUGH_ONCE
    strong = _share(places.strong, right, belief)
    return 2.0 if strong >= _GOOD else 1.0 if strong >= _FAIR else 0.0


def _share(places: set[int], right: set[int], belief: tuple[float, int]) -> float:
    share, weight = belief
    return (len(places & right) + share * weight) / (len(places) + weight)
