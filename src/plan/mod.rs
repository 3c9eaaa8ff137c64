//! Occurrences and policy to windows, and windows to the posture over time. Pure.
