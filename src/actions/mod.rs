//! Delivery channels: mail over SMTP or to a directory, signed webhooks; and the HTTP client of all others. IO.
//!
//! A channel sends one message once and says what came of it; it never decides whether to try again. The exercise marking, the
//! allow-list, the rate and the stop are held here, in the last functions before the wire, whatever the callers did before.

mod address;
mod directory;
mod gate;
mod http;
mod mail;
mod outbox;
mod rate;
mod received;
mod secret;
mod sent;
mod sink;
mod smtp;
mod webhook;

pub use gate::Gate;
pub use http::{Call, Http, Reply};
pub use mail::{Marking, OutgoingMail};
pub use outbox::Outbox;
pub use rate::RateLimit;
pub use received::Received;
pub use secret::Secret;
pub use sent::SendResult;
pub use sink::{AtEnd, Manners, Sink};
pub use webhook::{Webhooks, install_crypto};

#[cfg(test)]
mod tests;
