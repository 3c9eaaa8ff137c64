//! Events to dated occurrences: recurrence, iCalendar. Pure.
