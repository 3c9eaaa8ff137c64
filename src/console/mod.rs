//! The embedded web server: player links now, the console later. IO.
//!
//! Players need no account: a personal link shows their messages. Opening a page never changes anything, because mail scanners
//! open links; what changes something is a POST, and goes through `app::execute` as everything does. No connector, secret or
//! posture is reachable from here.

mod answers;
mod door;
mod pages;
mod server;

pub use server::{Bound, bind};
