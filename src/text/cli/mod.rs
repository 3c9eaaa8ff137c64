//! What the command line says besides refusals, answers and facts.

mod demo;
mod headers;
mod messages;
mod setup;
mod states;

pub use demo::*;
pub use headers::*;
pub use messages::*;
pub use setup::*;
pub use states::*;
