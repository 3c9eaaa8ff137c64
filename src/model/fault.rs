//! Faults: what is wrong with the input, where, and what would be accepted.

use super::Place;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub place: Place,
    pub code: FaultCode,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

/// What can be wrong. `text::faults` says each in both languages, with the remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultCode {
    /// The directory holds no standto.toml.
    NotAWorkspace {
        directory: String,
    },
    Unreadable {
        why: String,
    },
    NotText {
        tried: String,
    },
    TooLarge {
        bytes: u64,
        limit: u64,
    },
    Syntax {
        detail: String,
    },
    UnknownKey {
        key: String,
        accepted: Vec<String>,
    },
    MissingKey {
        key: String,
    },
    /// Exactly one of these keys must stand here.
    OneOf {
        keys: Vec<String>,
    },
    WrongType {
        found: String,
        expected: String,
    },
    UnknownWord {
        found: String,
        accepted: Vec<String>,
    },
    BadDate {
        found: String,
    },
    /// A local time with an offset: the zone is named apart.
    DateHasOffset {
        found: String,
    },
    BadTime {
        found: String,
    },
    BadZone {
        found: String,
    },
    BadLength {
        found: String,
    },
    BadPoint {
        found: String,
    },
    /// A deadline for people that does not name its length and its clock.
    BadDeadline {
        found: String,
    },
    BadAddress {
        found: String,
    },
    /// No address and port to listen on.
    BadListen {
        found: String,
    },
    BadUrl {
        found: String,
    },
    /// No name of a host or domain.
    BadHost {
        found: String,
    },
    BadId {
        found: String,
    },
    /// `why` is the word of a `CalendarProblem`.
    BadRule {
        found: String,
        why: String,
    },
    OutOfRange {
        found: String,
        least: String,
        most: String,
    },
    Empty {
        what: String,
    },
    EndBeforeStart,
    DuplicateId {
        kind: String,
        id: String,
        first: Place,
    },
    UnknownReference {
        kind: String,
        id: String,
        accepted: Vec<String>,
    },
    ConditionCycle {
        injects: Vec<String>,
    },
    Unreachable {
        inject: String,
    },
    MissingLanguage {
        lang: String,
    },
    TemplateTag {
        found: String,
    },
    UnknownVariable {
        name: String,
        /// The cast that does not declare it.
        exercise: String,
        accepted: Vec<String>,
    },
    NotAllowed {
        address: String,
    },
    JoinMissing {
        control: String,
        setting: String,
        other: Place,
    },
    JoinMismatch {
        setting: String,
        value: String,
    },
    NotADrillText,
    PathOutside {
        path: String,
    },
    /// `why` is the word of a `CalendarProblem`.
    BadCalendar {
        why: String,
    },
    /// imported/attack.csv was changed by hand, or comes from another program.
    BadTechniqueTable,
    /// A file to import that is no STIX bundle.
    NotABundle,
    NoTechniques,
    Limit {
        what: String,
        limit: u64,
    },
}
