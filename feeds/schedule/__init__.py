"""When a run starts: by the timetable, when a post is saved, when an issue comes due."""

from feeds.schedule.orders import BuildOrders
from feeds.schedule.running import watch
from feeds.schedule.signals import ending_on_signals
from feeds.schedule.timetable import Timetable, trigger_of
from feeds.schedule.watcher import Watcher

__all__ = ["BuildOrders", "Timetable", "Watcher", "ending_on_signals", "trigger_of", "watch"]
