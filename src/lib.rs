//! standto: surge defence that follows the diplomatic calendar, and the exercises that rehearse it.
//!
//! ```text
//! calendar/*  standto.toml  playbooks/*  roster.toml      scenarios/*  exercises/*
//!      \           |            |           /                  \        /
//!       +--------------- input ------------+-------------------- +             text -> revision, or a list of faults
//!                          |                                     |
//!   calendar ---------->  plan  <--------- roster             exercise          occurrences, windows, posture | injects due
//!                          |                                     |
//!                       posture ---------> queue <---------------+   <-- clock  ledger difference -> steps; claim, lease, retry
//!                                            |
//!                                          engine --> controls, actions         decide (pure), then act; intent first, result after
//!                                            |
//!                                     facts, journal, ledger (store)
//!                                            |
//!                             milestones ------------> report                   facts -> judgments -> html, json
//!   cli, console: two faces; every change goes through app::execute(Command)
//! ```
//!
//! The map, in the order of `ls src`:
//!
//! actions      delivery channels: mail, webhook; the SMTP sink of the demo        (IO)
//! app          builds everything; `execute(Command)`: the one way in
//! attack       ATT&CK index from bytes: look-up, revocation chains                (pure)
//! calendar     events to occurrences: recurrence, iCalendar                       (pure)
//! cli          one file per subcommand
//! clock        the only reader of the wall clock; the manual clock
//! console      the embedded web server: player links
//! controls     connectors to what is changed: settings files, rspamd, tasks       (IO)
//! engine       the loop that carries out; recovery; rehearsal
//! exercise     conditions, legal moves, what a release or an answer means          (pure)
//! input        files to a checked revision, every fault with its place             (IO in source.rs only)
//! milestones   gates; what was met, late, missed, rejected                         (pure)
//! model        the nouns and their legal transitions                               (pure)
//! plan         occurrences and policy to windows, to posture over time             (pure)
//! posture      plan, ledger and now to steps; approvals, preconditions, conflicts  (pure)
//! queue        due steps: claim, lease, retry; survives restart
//! report       facts to a report to bytes; a plan to a picture                     (pure)
//! store        `SQLite`: one file per table group, migrations beside               (IO)
//! text         codes and arguments to words, English and Japanese                  (pure)
//! time         instants, local times, zones: the only place that names the date libraries (pure)
//!
//! Rules of direction are a table in `tests/architecture.rs`. Pure modules do no IO, are not async, read no clock, log nothing:
//! `now` is an argument. What thinks and acts is two functions: one decides and returns [`model::Change`]s, the other carries
//! them out. A list of changes is one transaction, together with its facts.

pub mod actions;
pub mod app;
pub mod attack;
pub mod calendar;
pub mod cli;
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
