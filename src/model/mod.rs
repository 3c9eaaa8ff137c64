//! The nouns of standto and their legal transitions. Pure: no IO, no clock, no async, no logging.
//!
//! Every other module speaks in these types. Words a person reads come from `text`.

mod change;
mod command;
mod condition;
mod drill;
mod event;
mod exercise_clock;
mod fact;
mod fact_run;
mod fault;
mod id;
mod note;
mod place;
mod plan;
mod playbook;
mod posture;
mod principal;
mod reach;
mod refusal;
mod run;
mod scenario;
mod settings;
mod step;
mod store_error;
mod text;
mod trouble;
mod words;
mod workspace;

pub use change::*;
pub use command::*;
pub use condition::*;
pub use drill::*;
pub use event::*;
pub use exercise_clock::*;
pub use fact::*;
pub use fault::*;
pub use id::*;
pub use note::*;
pub use place::*;
pub use plan::*;
pub use playbook::*;
pub use posture::*;
pub use principal::*;
pub use reach::*;
pub use refusal::*;
pub use run::*;
pub use scenario::*;
pub use settings::*;
pub use step::*;
pub use store_error::*;
pub use text::*;
pub use trouble::*;
pub use words::*;
pub use workspace::*;
