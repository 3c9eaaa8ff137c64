//! The clock of an exercise: a list of segments, each from one wall instant on at one rate.
//!
//! Pause is rate 0 and exact; a jump is a segment; a change of speed is a segment. Nothing of the queue is rewritten when the
//! clock changes, because rows carry the time on this clock.

use serde::{Deserialize, Serialize};

use crate::time::{Elapsed, Timestamp};

/// Speed in thousandths: 1000 is wall speed, 0 is pause.
pub type Rate = u32;

pub const WALL_SPEED: Rate = 1000;

/// The fastest a live exercise may run, in [`Rate`] units: 60 times.
pub const LIVE_SPEED_LIMIT: Rate = 60_000;

/// From `wall` on, exercise time is `exercise` plus the wall time passed, times `rate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    pub wall: Timestamp,
    pub exercise: Elapsed,
    pub rate: Rate,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExerciseClock {
    segments: Vec<Segment>,
}

impl ExerciseClock {
    /// A clock that starts from zero at `wall`.
    pub fn started(wall: Timestamp, rate: Rate) -> Self {
        Self { segments: vec![Segment { wall, exercise: Elapsed::ZERO, rate }] }
    }

    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Exercise time at a wall instant. Before the last change the clock shows that change's time: a wall clock that is set
    /// back never turns an exercise back.
    pub fn at(&self, wall: Timestamp) -> Elapsed {
        let Some(last) = self.segments.last() else { return Elapsed::ZERO };
        let passed = i128::from(wall.since(last.wall).max(0));
        let run = passed * i128::from(last.rate) / i128::from(WALL_SPEED);
        last.exercise.plus_ms(i64::try_from(run).unwrap_or(i64::MAX))
    }

    /// The first wall instant at which the clock shows `exercise`, if it ever does at the present rate.
    pub fn wall_of(&self, exercise: Elapsed) -> Option<Timestamp> {
        let last = self.segments.last()?;
        let missing = exercise.as_ms() - last.exercise.as_ms();
        if missing <= 0 {
            return Some(last.wall);
        }
        if last.rate == 0 {
            return None;
        }
        let (missing, rate) = (i128::from(missing), i128::from(last.rate));
        let wait = (missing * i128::from(WALL_SPEED) + rate - 1) / rate;
        Some(last.wall.plus_ms(i64::try_from(wait).unwrap_or(i64::MAX)))
    }

    /// The present rate; 0 when paused or not started.
    pub fn rate(&self) -> Rate {
        self.segments.last().map_or(0, |segment| segment.rate)
    }

    /// The rate before the present one: what resume goes back to.
    pub fn rate_before_pause(&self) -> Rate {
        self.segments.iter().rev().map(|segment| segment.rate).find(|rate| *rate > 0).unwrap_or(WALL_SPEED)
    }

    /// The same clock, from `now` on at another rate.
    #[must_use]
    pub fn with_rate(mut self, now: Timestamp, rate: Rate) -> Self {
        let exercise = self.at(now);
        self.segments.push(Segment { wall: now, exercise, rate });
        self
    }

    /// The same clock, from `now` on showing `exercise`.
    #[must_use]
    pub fn jumped(mut self, now: Timestamp, exercise: Elapsed) -> Self {
        let rate = self.rate();
        self.segments.push(Segment { wall: now, exercise, rate });
        self
    }
}

#[cfg(test)]
#[path = "exercise_clock_tests.rs"]
mod tests;
