//! Milestones: gates, and what was met, late, missed, rejected. Pure.
