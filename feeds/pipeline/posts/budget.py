"""The most that reading one post may take: processor time and memory (`posts.seconds`, `posts.memory`)."""

from __future__ import annotations

from feeds.config import Config
from feeds.errors import Problem, Where
from feeds.pipeline.processes.meter import Budget, Limit

_PATIENCE = 1.0  # seconds that a run itself spends on reading a post


def budget_of(config: Config) -> Budget:
    """Return what reading a post may take by *config*."""
    return Budget(seconds=config.posts.seconds.total_seconds(), memory=config.posts.memory)


def patience_of(config: Config) -> Budget:
    """Return what reading a post may take in the process of the run, before it is left to another one."""
    budget = budget_of(config)
    return Budget(seconds=min(budget.seconds, _PATIENCE), memory=budget.memory)


def over_budget(config: Config, limit: Limit, where: Where) -> Problem:
    """Return the problem of the post at *where*, which took more than *limit* allows."""
    budget = budget_of(config)
    most = {
        "seconds": f"{budget.seconds:g} s of processor time",
        "memory": f"{budget.memory / 1024**2:,.0f} MB of memory",
    }
    hint = f"simplify it, divide it into several posts, or raise posts.{limit}"
    return Problem(where, f"takes more than {most[limit]} to read", hint)
