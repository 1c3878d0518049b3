"""Look up where links lead and find those that were lost; remember the answers for the next build."""

from feeds.lookups.report import FailedAddress, LookUpReport, log, log_look_up
from feeds.lookups.session import look_up

__all__ = ["FailedAddress", "LookUpReport", "log", "log_look_up", "look_up"]
