//! standto: surge defence that follows the diplomatic calendar, and the exercises that rehearse it.

pub mod actions;
pub mod attack;
pub mod calendar;
pub mod clock;
pub mod console;
pub mod controls;
pub mod engine;
pub mod exercise;
pub mod input;
pub mod milestones;
pub mod model;
pub mod plan;
pub mod posture;
pub mod queue;
pub mod report;
pub mod store;
pub mod text;
pub mod time;
