//! The stop flags of running exercises: what makes `abort` hold within milliseconds, whatever else is under way.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::actions::Gate;

/// One gate a run, open until it is aborted or ended. Corrections and surge mail pass through a gate of their own.
#[derive(Default)]
pub struct Gates {
    runs: Mutex<HashMap<i64, Gate>>,
    service: Gate,
}

impl Gates {
    pub fn of_run(&self, run: i64) -> Gate {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner).entry(run).or_default().clone()
    }

    /// For what is no exercise message: reminders, corrections.
    pub fn service(&self) -> Gate {
        self.service.clone()
    }

    /// No message of the run passes from here on.
    pub fn close(&self, run: i64) {
        self.of_run(run).close();
    }
}
