//! Facts to a report, and a report to bytes. Pure.
