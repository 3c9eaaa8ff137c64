//! What one try to send came to. Says it; never decides what follows.

use crate::model::Trouble;

/// The result of one try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendResult {
    /// The other side took it, and answered this.
    Sent { answer: String },
    /// It certainly did not go; later may help. `after`: the other side's or the limiter's own word, in milliseconds.
    Retry { why: Trouble, after: Option<i64> },
    /// It certainly did not go, and never will like this.
    Failed { why: Trouble },
    /// The whole message was handed over and no answer came: it may or may not have gone.
    Uncertain,
    /// The gate was closed before the message was handed over: it certainly did not go.
    Stopped,
}
