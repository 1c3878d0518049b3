"""The categories of podcasts, as Apple lists them (Apple Podcasts categories), each with those within it."""

from __future__ import annotations

from collections.abc import Mapping


def _names(text: str) -> frozenset[str]:
    return frozenset(one.strip() for one in text.split(",") if one.strip())


CATEGORIES: Mapping[str, frozenset[str]] = {
    "Arts": _names("Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts"),
    "Business": _names("Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit"),
    "Comedy": _names("Comedy Interviews, Improv, Stand-Up"),
    "Education": _names("Courses, How To, Language Learning, Self-Improvement"),
    "Fiction": _names("Comedy Fiction, Drama, Science Fiction"),
    "Government": _names(""),
    "Health & Fitness": _names("Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality"),
    "History": _names(""),
    "Kids & Family": _names("Education for Kids, Parenting, Pets & Animals, Stories for Kids"),
    "Leisure": _names("Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video Games"),
    "Music": _names("Music Commentary, Music History, Music Interviews"),
    "News": _names("Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News, Tech News"),
    "Religion & Spirituality": _names("Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality"),
    "Science": _names(
        "Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, Nature, Physics, "
        "Social Sciences"
    ),
    "Society & Culture": _names("Documentary, Personal Journals, Philosophy, Places & Travel, Relationships"),
    "Sports": _names(
        "Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, Soccer, Swimming, "
        "Tennis, Volleyball, Wilderness, Wrestling"
    ),
    "TV & Film": _names("After Shows, Film History, Film Interviews, Film Reviews, TV Reviews"),
    "Technology": _names(""),
    "True Crime": _names(""),
}
