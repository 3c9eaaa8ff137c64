"""10,000 empty jobs due at one instant, as APScheduler runs them: how many ran, and how late.

Nothing is kept on disk: the in-memory job store is the fastest that APScheduler has. Once with the grace that is its default
(one second: later jobs are dropped), once without a limit.

Usage: peer_apscheduler.py [JOBS]
"""

import logging
import sys
import threading
import time
from datetime import datetime, timedelta, timezone

try:
    import apscheduler
    from apscheduler.events import EVENT_JOB_EXECUTED, EVENT_JOB_MISSED
    from apscheduler.schedulers.background import BackgroundScheduler
except ImportError as error:
    print(f"{error}; pip install apscheduler==3.11.3", file=sys.stderr)
    sys.exit(3)


def burst(jobs, grace):
    """Lateness in seconds of those that ran, and how many were dropped."""
    late, ended, done = [], [0, 0], threading.Event()
    scheduler = BackgroundScheduler(timezone=timezone.utc, job_defaults={} if grace else {"misfire_grace_time": None})
    # Long enough to add all of them before the first is due.
    due = datetime.now(timezone.utc) + timedelta(seconds=5 + jobs / 2000)

    def job():
        late.append(time.time() - due.timestamp())

    def count(event):
        ended[event.code == EVENT_JOB_MISSED] += 1
        if sum(ended) == jobs:
            done.set()

    scheduler.add_listener(count, EVENT_JOB_EXECUTED | EVENT_JOB_MISSED)
    for number in range(jobs):
        scheduler.add_job(job, "date", run_date=due, id=str(number))
    scheduler.start()
    done.wait(timeout=300)
    scheduler.shutdown(wait=False)
    return sorted(late), ended[1]


def main():
    logging.disable(logging.CRITICAL)
    jobs = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for grace in (True, False):
        late, dropped = burst(jobs, grace)
        kind = "default grace" if grace else "no limit of grace"
        if not late:
            print(f"APScheduler {apscheduler.__version__}, {kind}: none of {jobs} ran, {dropped} dropped")
            continue
        p50, p99, most = (late[min(len(late) - 1, len(late) * part // 100)] * 1000 for part in (50, 99, 100))
        print(
            f"APScheduler {apscheduler.__version__}, {kind}: {len(late)} of {jobs} ran, {dropped} dropped, "
            f"late p50 {p50:.0f} ms, p99 {p99:.0f} ms, max {most:.0f} ms (not durable)"
        )


main()
