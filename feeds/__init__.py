"""feed-republisher: turn a newsletter archive into feeds people subscribe to."""

__version__ = "0.1.0"
