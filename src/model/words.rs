//! Closed sets of words: how each is spelt in files, in the database and in JSON.
//!
//! What a person reads comes from `text::terms`.

use std::fmt;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The value spelt so, if any.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    )+};
}

words! {
    /// Posture levels, cumulative: each includes what the lower ones ask.
    Level {
        Baseline = "baseline",
        Watch = "watch",
        Elevated = "elevated",
        Surge = "surge",
        Restricted = "restricted",
    }

    /// What kind of policy event it is.
    Class {
        Summit = "summit",
        Ministerial = "ministerial",
        Election = "election",
        Negotiation = "negotiation",
        Visit = "visit",
        CentralBank = "central-bank",
        Legislature = "legislature",
        Legal = "legal",
        Commemoration = "commemoration",
        Conference = "conference",
        Sport = "sport",
        Military = "military",
        Other = "other",
    }

    /// How sure it is that an event takes place.
    Certainty {
        Confirmed = "confirmed",
        Tentative = "tentative",
        Rumoured = "rumoured",
    }

    /// How exactly an event's date is known.
    Precision {
        Instant = "instant",
        Day = "day",
        Month = "month",
        Quarter = "quarter",
        /// The event falls somewhere between start and end.
        Range = "range",
    }

    /// Who may read an event's title.
    Handling {
        Clear = "clear",
        Green = "green",
        Amber = "amber",
        Red = "red",
    }

    /// How an inject or message reaches people.
    Channel {
        Mail = "mail",
        /// The player's page alone.
        Page = "page",
    }

    /// How an exercise is run.
    Mode {
        /// Every recipient is rewritten to a sink; a database of its own; any speed.
        Rehearsal = "rehearsal",
        /// Players get messages.
        Live = "live",
    }

    /// Where an exercise stands.
    ExercisePhase {
        /// Asked for; a live one waits for a second principal.
        Proposed = "proposed",
        Running = "running",
        Paused = "paused",
        Ended = "ended",
        Aborted = "aborted",
    }

    /// Why a window that took effect is contested: what the files say otherwise now.
    Contest {
        /// Its event has other bounds.
        Moved = "moved",
        Cancelled = "cancelled",
        /// Its event or occurrence is in no calendar any more.
        Vanished = "vanished",
        /// Its event is no longer sure enough, or not known to the day.
        Unconfirmed = "unconfirmed",
        /// Its level calls for other measures, settings or targets.
        Measures = "measures",
        /// No rule of the workspace asks for it like that.
        Rule = "rule",
    }

    /// The life of an inject for one organisation (FEMA words).
    InjectPhase {
        /// Waits for its time or its condition.
        Waiting = "waiting",
        /// Its condition came true; the release is in the queue.
        Synchronized = "synchronized",
        Released = "released",
        Complete = "complete",
        Skipped = "skipped",
        Recalled = "recalled",
    }

    /// Why a message is sent.
    Purpose {
        Original = "original",
        Correction = "correction",
    }

    /// Where a delivery stands.
    DeliveryPhase {
        /// In the queue.
        Due = "due",
        /// The intent to send is committed; the result is not known yet.
        Claimed = "claimed",
        Sent = "sent",
        /// Failed for now; a later attempt is in the queue.
        Retry = "retry",
        Failed = "failed",
        Cancelled = "cancelled",
        /// standto stopped between intent and result: a person or `on_uncertain` decides.
        Uncertain = "uncertain",
    }

    /// What to do with an uncertain delivery after a restart.
    OnUncertain {
        Ask = "ask",
        Resend = "resend",
    }

    /// What a milestone has come to.
    MilestoneStatus {
        Pending = "pending",
        AtRisk = "at-risk",
        Met = "met",
        Late = "late",
        Missed = "missed",
        Rejected = "rejected",
    }

    /// Where a request for approval that is not answered stands.
    RequestStage {
        Asked = "asked",
        /// It went to those whom the rule names for requests that nobody answers.
        Escalated = "escalated",
        /// The window began and is not applied.
        Unanswered = "unanswered",
    }

    /// Whether a standing approval still counts.
    StandingState {
        Holds = "holds",
        /// The rule, or its measures, settings or targets are not what was approved.
        Changed = "changed",
        /// No policy asks for the level any more.
        NoRule = "no-rule",
        /// The quarter is over.
        Over = "over",
    }

    /// Where what we applied to a target stands.
    LedgerPhase {
        /// The intent is committed; the change may or may not have been made.
        Applying = "applying",
        Active = "active",
        /// The intent to restore is committed.
        Reverting = "reverting",
        /// The target is not what we wrote: a person decides.
        Conflict = "conflict",
        /// A person takes the target back early: the intent to restore is committed.
        Releasing = "releasing",
        /// A person took the target back: it is left alone until the windows that held it end, or another window asks for it.
        Released = "released",
    }

    /// Where a window stands.
    Standing {
        Over = "over",
        /// It holds: it began and is allowed.
        Live = "live",
        /// It began, but approvals are missing.
        Unapplied = "unapplied",
        /// It lies ahead and has the approvals it needs.
        Approved = "approved",
        /// It lies ahead and approvals are missing.
        Waiting = "waiting",
        /// It lies ahead and needs no approval.
        Future = "future",
    }

    /// How grave a difference between two plans is, the least grave first.
    Gravity {
        Harmless = "harmless",
        Immediate = "immediate",
        Undecided = "undecided",
        Lapsing = "lapsing",
        TakenBack = "taken-back",
        Contested = "contested",
    }

    /// What a principal may do.
    Role {
        /// Manages principals and the workspace; may order postures.
        Operator = "operator",
        Approver = "approver",
        Director = "director",
        Controller = "controller",
        Evaluator = "evaluator",
    }

    /// How messages to the mail server are protected.
    Tls {
        None = "none",
        Starttls = "starttls",
        Implicit = "implicit",
    }

    /// How a file control's settings are written.
    FileFormat {
        Toml = "toml",
        Json = "json",
    }

    /// A condition of one measure that must hold before it is applied.
    Precondition {
        /// The target can be observed and changed.
        Writable = "writable",
        /// Somebody of the roster has the role `reviewer`.
        Reviewers = "reviewers",
    }

    /// Why a part of a calendar or a recurrence rule could not be used as it is written.
    CalendarProblem {
        NotACalendar = "not-a-calendar",
        /// Bytes that are no text were replaced.
        BytesReplaced = "bytes-replaced",
        /// An event outside any VCALENDAR, or inside something else.
        Misplaced = "misplaced",
        NoStart = "no-start",
        EndBeforeStart = "end-before-start",
        BadDate = "bad-date",
        /// A later version of the same event is in the same file.
        OlderVersion = "older-version",
        /// Not `FREQ=…;NAME=VALUE`.
        RuleSyntax = "rule-syntax",
        /// A part's name or value is not allowed.
        RulePart = "rule-part",
        RuleUntil = "rule-until",
        /// More often than once an hour.
        RuleTooOften = "rule-too-often",
        /// Only the first RRULE of an event is used.
        SecondRule = "second-rule",
        /// EXRULE was taken out of the standard.
        ExclusionRule = "exclusion-rule",
        /// An RDATE with a length of its own: its start is used, with the event's length.
        PeriodLength = "period-length",
        /// RANGE=THISANDFUTURE: the change of all later instances was not carried over.
        ThisAndFuture = "this-and-future",
    }

    /// How serious a note is.
    Severity {
        Info = "info",
        Warning = "warning",
        Alarm = "alarm",
    }

    /// What can go wrong between standto and the outside world.
    TroubleKind {
        /// More messages than `per_minute` allows; later is fine.
        RateLimit = "rate-limit",
        /// The recipient is not on the allow-list.
        NotAllowed = "not-allowed",
        /// A field that cannot stand in a message: line breaks, control characters, no address.
        BadField = "bad-field",
        /// Text that says it is no exercise.
        NotADrill = "not-a-drill",
        TooLarge = "too-large",
        /// The name of a host does not resolve, or nobody answers there.
        Connect = "connect",
        Tls = "tls",
        Login = "login",
        Timeout = "timeout",
        /// The connection broke.
        Lost = "lost",
        /// What the other side answered, with its code.
        Answer = "answer",
        /// The receiver is gone for good (410).
        Gone = "gone",
        /// The receiver points elsewhere, which is not followed.
        Redirect = "redirect",
        /// The host resolves to a private, loopback or link-local address.
        PrivateAddress = "private-address",
        Unreadable = "unreadable",
        NotWritable = "not-writable",
        /// A directory, a link, a device: not a file to be replaced.
        NotPlainFile = "not-plain-file",
        /// The settings file is not of its format.
        NotParsable = "not-parsable",
        /// The setting is not there after the change.
        NotShown = "not-shown",
        /// A secret that is not there, or cannot be used.
        Secret = "secret",
        /// A webhook or connector that standto.toml does not name.
        Unknown = "unknown",
        /// standto.toml says nothing about how mail leaves.
        NoMail = "no-mail",
        /// Nobody of the roster has the role or id.
        Nobody = "nobody",
        /// The exercise was stopped before the message left.
        Stopped = "stopped",
        /// Something of standto itself: a task that died.
        Internal = "internal",
    }
}
