//! The loop that carries out: posture, injects, deliveries; recovery; rehearsal. IO.
//!
//! Design: one tick looks at the state and does all that is due now; what is due is a matter of stored state and the clock, so
//! a tick that comes late, twice, or after a restart does the right thing. The intent of an act is committed before the act,
//! its result after; decisions are made by the pure modules, under [`World::turn`].

mod acts;
mod deliver;
mod drift;
mod error;
mod gates;
mod hands;
mod house;
mod links;
mod outsiders;
mod posture;
mod publish;
mod recover;
mod requests;
mod rest;
mod steps;
mod tick;
mod world;

pub use drift::{Drift, look_at_targets, record_drift};
pub use error::EngineError;
pub use gates::Gates;
pub use hands::Hands;
pub use house::{Chore, House};
pub use links::{LinkKey, fresh_token, token_hash};
pub use recover::Recovered;
pub use tick::{Duty, Engine, Next};
pub use world::{World, plan_around};
