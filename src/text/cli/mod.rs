//! What the command line says besides refusals, answers and facts.

mod demo;
mod files;
mod headers;
mod messages;
mod setup;
mod states;
mod typed;

pub use demo::*;
pub use files::*;
pub use headers::*;
pub use messages::*;
pub use setup::*;
pub use states::*;
pub use typed::*;
