"""One .ics file read and expanded over two years, as Python programs do it: with dateutil alone, and with recurring-ical-events.

Usage: peer_calendar.py FILE FROM UNTIL (dates, UNTIL exclusive)
"""

import resource
import sys
import time
from datetime import date, datetime, timedelta, timezone

try:
    import icalendar
    from dateutil.rrule import rrulestr
except ImportError as error:
    print(f"{error}; pip install icalendar python-dateutil recurring-ical-events", file=sys.stderr)
    sys.exit(3)


def moment(value):
    """An all-day start counts from midnight in UTC."""
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, tzinfo=timezone.utc)


def with_dateutil(calendar, begin, end):
    found = 0
    for event in calendar.walk("VEVENT"):
        start = moment(event["DTSTART"].dt)
        if "RRULE" not in event:
            found += begin <= start < end
            continue
        rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=start)
        except_ = event.get("EXDATE", [])
        except_ = except_ if isinstance(except_, list) else [except_]
        skipped = {moment(stamp.dt) for dates in except_ for stamp in dates.dts}
        found += sum(1 for at in rule.between(begin, end, inc=True) if at not in skipped and at < end)
    return found


def main():
    path, first, last = sys.argv[1:4]
    begin, end = (moment(date.fromisoformat(text)) for text in (first, last))
    started = time.perf_counter()
    with open(path, "rb") as file:
        calendar = icalendar.Calendar.from_ical(file.read())
    read = time.perf_counter() - started
    started = time.perf_counter()
    found = with_dateutil(calendar, begin, end)
    took = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"icalendar {icalendar.__version__} + dateutil: read {read:.2f} s, expanded {took:.2f} s, {found} occurrences, "
        f"peak {peak:.0f} MiB"
    )
    try:
        import recurring_ical_events
    except ImportError:
        print("recurring-ical-events is not installed")
        return
    started = time.perf_counter()
    found = len(recurring_ical_events.of(calendar).between(begin, end - timedelta(seconds=1)))
    took = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"recurring-ical-events: expanded {took:.2f} s, {found} occurrences, peak {peak:.0f} MiB")


main()
