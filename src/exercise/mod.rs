//! Exercise conduct: what a command or a due step means, as changes. Pure.
//!
//! Nothing here sends, waits or reads a clock: the engine calls, commits the changes in one transaction with their facts, and
//! then acts. Who is asked: `start` and `approve` open a run; `conduct` moves its clock; `stop` closes it; `release` turns an
//! inject into deliveries; `attempt` and `uncertain` tell what became of each try; `players` takes what comes back; `waiting`
//! lets conditional injects go.

mod attempt;
mod cast;
mod conditions;
mod conduct;
mod message;
mod opening;
mod players;
mod points;
mod release;
mod render;
mod safety;
mod script;
mod start;
mod stop;
mod uncertain;
mod view;
mod waiting;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

pub use attempt::{begin, cancelled, failed, may_send, retry, sent, stopped, uncertain};
pub use cast::{addressed, preflight};
pub use conditions::holds;
pub use conduct::{jump, pause, resume, speed};
pub use message::{Addressee, SINK_HOST, delivery_key};
pub use players::{ANSWER_LIMIT, acknowledge, answer};
pub use points::due;
pub use release::release;
pub use script::script_hash;
pub use start::{LinkHashes, StartRequest, approve, next_run, no_run, start};
pub use stop::{abort, end, may_abort};
pub use uncertain::{decide_uncertain, recover};
pub use view::View;
pub use waiting::{next_look, waiting};
