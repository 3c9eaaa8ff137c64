//! What standto.toml and roster.toml say.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{
    Class, ConnectorId, ControlKind, Driver, GroupId, Lang, Level, PersonId, Place, PolicyId, PrincipalId, ScenarioId, Text,
    Tls,
};
use crate::time::{Length, Zone};

/// Where a secret is found. Its value never enters a file, a log or the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretRef {
    Env(String),
    File(PathBuf),
}

/// Who a level's measures are for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    Everyone,
    Group(GroupId),
}

/// From when until when a rule asks for a level, around an occurrence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelRule {
    pub level: Level,
    /// Counted from the occurrence's start.
    pub from: Length,
    /// Counted from the occurrence's end.
    pub until: Length,
    pub scope: Scope,
    pub place: Place,
}

/// Which events call for which level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    pub id: PolicyId,
    /// Empty: any class.
    pub classes: Vec<Class>,
    /// Empty: any parties. Otherwise one of them must take part, or the event's parties be unknown.
    pub parties: Vec<String>,
    /// Scenarios to rehearse before the window.
    pub threat: Vec<ScenarioId>,
    pub levels: Vec<LevelRule>,
    pub place: Place,
}

/// A target that can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connector {
    pub id: ConnectorId,
    pub kind: ControlKind,
    pub driver: Driver,
    pub place: Place,
}

/// How many principals must approve a window of a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalRule {
    pub level: Level,
    pub need: usize,
    /// Who may; empty: every principal with the role `approver`.
    pub of: Vec<PrincipalId>,
    pub deputies: Vec<Deputies>,
    /// How long before a window's start its approvers are asked.
    pub ask: Length,
    /// How long before its start an unanswered request goes to `escalate_to`.
    pub escalate: Length,
    pub escalate_to: Vec<PrincipalId>,
}

impl ApprovalRule {
    /// Two weeks: time for a meeting, and for what has to be ordered.
    pub const ASK: Length = Length { days: 14, ms: 0 };
    /// Two days.
    pub const ESCALATE: Length = Length { days: 2, ms: 0 };
}

/// Who may approve in somebody's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deputies {
    pub of: PrincipalId,
    pub by: Vec<PrincipalId>,
}

/// How many distinct days under windows of a level, or a higher one, a quarter may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    pub level: Level,
    pub days_per_quarter: u32,
    /// How many free days must lie between two stretches at that level or a higher one.
    pub min_gap_days: Option<u32>,
    pub place: Place,
}

/// How much the people of one role may work in a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cap {
    pub role: String,
    /// Of each person.
    pub hours_per_week: u32,
    pub place: Place,
}

/// Addresses that messages may go to: `name@host`, or `@host` for every address of a host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowList {
    pub entries: Vec<String>,
}

impl AllowList {
    /// Whether mail may go to this address. Only plain `local@host` addresses are ever allowed: no quotes, no groups, no
    /// comments, no second `@`. Hosts compare without case; subdomains are not included.
    pub fn allows(&self, address: &str) -> bool {
        let Some((local, host)) = address.split_once('@') else { return false };
        let is_plain =
            |part: &str, extra: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(c));
        if !is_plain(local, "!#$%&'*+-/=?^_`{|}~.") || !is_plain(host, "-.") {
            return false;
        }
        self.entries.iter().any(|entry| match entry.strip_prefix('@') {
            Some(allowed) => allowed.eq_ignore_ascii_case(host),
            None => entry.split_once('@').is_some_and(|(l, h)| l.eq_ignore_ascii_case(local) && h.eq_ignore_ascii_case(host)),
        })
    }
}

/// How mail leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailRoute {
    Smtp {
        host: String,
        port: u16,
        tls: Tls,
        user: Option<(String, SecretRef)>,
        connections: usize,
    },
    /// Messages are written to this directory as .eml files.
    Directory(PathBuf),
}

/// Mail of standto.toml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailSettings {
    /// The one address that everything comes from; senders in scenarios are display names on it.
    pub from: String,
    pub route: MailRoute,
    /// At most this many messages a minute, over all exercises.
    pub per_minute: u32,
}

/// A webhook that hears of posture and exercise facts, signed as Standard Webhooks says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    pub id: ConnectorId,
    pub url: String,
    pub secret: SecretRef,
    /// Private and loopback addresses are refused unless named here as `host` or `host:port`.
    pub allow_private: bool,
    pub place: Place,
}

/// The embedded web server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebSettings {
    /// Address and port; loopback unless told otherwise.
    pub listen: String,
    /// What links in mails begin with, without a slash at the end.
    pub public_url: String,
}

/// Everything of standto.toml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub operator: Text,
    pub zone: Zone,
    pub lang: Lang,
    pub allow: AllowList,
    pub groups: Vec<(GroupId, Vec<String>)>,
    pub connectors: Vec<Connector>,
    pub webhooks: Vec<Webhook>,
    pub mail: Option<MailSettings>,
    pub web: WebSettings,
    pub approvals: Vec<ApprovalRule>,
    pub policies: Vec<Policy>,
    pub budgets: Vec<Budget>,
    pub caps: Vec<Cap>,
}

impl Settings {
    /// The rule that says who approves windows of `level`: its own, or else that of the nearest lower level, so that a stricter
    /// level never needs less than a looser one by being left out.
    pub fn approval(&self, level: Level) -> Option<&ApprovalRule> {
        self.approvals.iter().filter(|rule| rule.level <= level).max_by_key(|rule| rule.level)
    }

    /// How many principals must approve a window of `level`; 0 when no rule speaks of it.
    pub fn approvals_needed(&self, level: Level) -> usize {
        self.approval(level).map_or(0, |rule| rule.need)
    }
}

/// A person of roster.toml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: Text,
    pub mail: String,
    pub zone: Zone,
    pub lang: Lang,
    pub roles: Vec<String>,
    pub place: Place,
}
