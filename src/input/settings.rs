//! standto.toml. Pure.
//!
//! Secrets are only named here; nothing in this module reads one.

use std::path::PathBuf;

use super::connector::{CONNECTOR, connector};
use super::document::Record;
use super::faults::Faults;
use super::formats::{self, inside, length};
use super::shape::{Kind, Shape, Within, may, must, words};
use crate::model::{
    AllowList, ApprovalRule, Budget, Cap, Class, ConnectorId, Deputies, FaultCode, GroupId, Lang, Level, LevelRule, MailRoute,
    MailSettings, Policy, PolicyId, PrincipalId, ScenarioId, Scope, SecretRef, Settings, Text, Tls, WebSettings, Webhook,
};
use crate::time::Zone;

const LISTEN: &str = "127.0.0.1:8470";
const PUBLIC_URL: &str = "http://127.0.0.1:8470";
const PER_MINUTE: u32 = 600;
const CONNECTIONS: usize = 4;

pub(super) const LANGS: Kind = Kind::Word(|| Lang::ALL.iter().map(|lang| lang.tag()).collect());

pub(super) static SETTINGS: Shape = Shape::new(
    "settings",
    &[
        must("operator", Kind::Text),
        must("zone", Kind::Form(&formats::ZONE)),
        may("lang", LANGS),
        may("allow", Kind::Table(&ALLOW)),
        may("group", Kind::Tables(&GROUP)),
        may("connector", Kind::Tables(&CONNECTOR)),
        may("mail", Kind::Table(&MAIL)),
        may("webhook", Kind::Tables(&WEBHOOK)),
        may("web", Kind::Table(&WEB)),
        may("approval", Kind::Tables(&APPROVAL)),
        may("budget", Kind::Tables(&BUDGET)),
        may("cap", Kind::Tables(&CAP)),
        may("policy", Kind::Tables(&POLICY)),
    ],
);

static ALLOW: Shape = Shape::new("allow", &[must("recipients", Kind::List(&Kind::Form(&formats::ALLOWED)))]);

static GROUP: Shape = Shape::new(
    "group",
    &[must("id", Kind::Id(Within::Workspace)), must("members", Kind::List(&Kind::Form(&formats::ADDRESS)))],
);

static MAIL: Shape = Shape::one_of(
    "mail",
    &[&["directory", "smtp"]],
    &[
        must("from", Kind::Form(&formats::ADDRESS)),
        may("per_minute", Kind::Integer { least: 1, most: 60_000 }),
        may("directory", Kind::Form(&formats::PATH)),
        may("smtp", Kind::Table(&SMTP)),
    ],
);

static SMTP: Shape = Shape::new(
    "smtp",
    &[
        must("host", Kind::Str),
        must("port", Kind::Integer { least: 1, most: 65_535 }),
        must("tls", words!(Tls)),
        may("user", Kind::Str),
        may("password", Kind::Table(&SECRET)),
        may("connections", Kind::Integer { least: 1, most: 32 }),
    ],
);

pub(super) static SECRET: Shape =
    Shape::one_of("secret", &[&["env", "file"]], &[may("env", Kind::Name), may("file", Kind::Str)]);

static WEBHOOK: Shape = Shape::new(
    "webhook",
    &[
        must("id", Kind::Id(Within::Workspace)),
        must("url", Kind::Form(&formats::URL)),
        must("secret", Kind::Table(&SECRET)),
        may("allow_private", Kind::Boolean),
    ],
);

static WEB: Shape =
    Shape::new("web", &[may("listen", Kind::Form(&formats::LISTEN)), may("public_url", Kind::Form(&formats::URL))]);

static APPROVAL: Shape = Shape::new(
    "approval",
    &[
        must("level", words!(Level)),
        must("need", Kind::Integer { least: 1, most: 16 }),
        may("of", Kind::List(&Kind::Name)),
        may("deputies", Kind::Tables(&DEPUTIES)),
        may("ask", Kind::Form(&formats::LEAD)),
        may("escalate", Kind::Form(&formats::LEAD)),
        may("escalate_to", Kind::List(&Kind::Name)),
    ],
);

static DEPUTIES: Shape = Shape::new("deputies", &[must("of", Kind::Name), must("by", Kind::List(&Kind::Name))]);

static BUDGET: Shape = Shape::new(
    "budget",
    &[
        must("level", words!(Level)),
        must("days_per_quarter", Kind::Integer { least: 0, most: 92 }),
        may("min_gap_days", Kind::Integer { least: 1, most: 366 }),
    ],
);

static CAP: Shape =
    Shape::new("cap", &[must("role", Kind::Name), must("hours_per_week", Kind::Integer { least: 1, most: 168 })]);

static POLICY: Shape = Shape::new(
    "policy",
    &[
        must("id", Kind::Id(Within::Workspace)),
        may("when", Kind::Table(&WHEN)),
        may("threat", Kind::List(&Kind::Ref("scenario", Within::Workspace))),
        must("levels", Kind::Tables(&LEVEL)),
    ],
);

static WHEN: Shape = Shape::new("when", &[may("class", Kind::List(&words!(Class))), may("parties", Kind::List(&Kind::Str))]);

static LEVEL: Shape = Shape::new(
    "level",
    &[
        must("level", words!(Level)),
        must("from", Kind::Form(&formats::LENGTH)),
        must("until", Kind::Form(&formats::LENGTH)),
        may("scope", Kind::Scope),
    ],
);

/// The settings of a file that was held against [`SETTINGS`].
pub(super) fn decode(root: Record<'_>, faults: &mut Faults) -> Option<Settings> {
    let allow = AllowList { entries: root.record("allow").map(|allow| allow.strings("recipients")).unwrap_or_default() };
    for member in root.records("group").into_iter().flat_map(|group| group.values("members")) {
        allowed(&allow, member, faults);
    }
    Some(Settings {
        operator: root.text("operator")?,
        zone: root.read("zone", Zone::named)?,
        lang: lang(root).unwrap_or_default(),
        groups: root.records("group").into_iter().filter_map(group).collect(),
        connectors: root.records("connector").into_iter().filter_map(connector).collect(),
        webhooks: root.records("webhook").into_iter().filter_map(webhook).collect(),
        mail: root.record("mail").and_then(|record| mail(record, faults)),
        web: web(root.record("web")),
        approvals: root.records("approval").into_iter().filter_map(|record| approval(record, faults)).collect(),
        policies: root.records("policy").into_iter().filter_map(|record| policy(record, faults)).collect(),
        budgets: root.records("budget").into_iter().filter_map(budget).collect(),
        caps: root.records("cap").into_iter().filter_map(cap).collect(),
        allow,
    })
}

/// The settings of a workspace whose own cannot be read: enough to check the other files against.
pub(super) fn stand_in() -> Settings {
    Settings {
        operator: Text::default(),
        zone: Zone::utc(),
        lang: Lang::default(),
        allow: AllowList::default(),
        groups: Vec::new(),
        connectors: Vec::new(),
        webhooks: Vec::new(),
        mail: None,
        web: web(None),
        approvals: Vec::new(),
        policies: Vec::new(),
        budgets: Vec::new(),
        caps: Vec::new(),
    }
}

/// A language tag, spelt exactly.
pub(super) fn lang(record: Record<'_>) -> Option<Lang> {
    record.read("lang", |tag| Lang::ALL.into_iter().find(|lang| lang.tag() == tag))
}

/// Reports an address outside the allow-list.
pub(super) fn allowed(allow: &AllowList, address: super::document::Value<'_>, faults: &mut Faults) {
    let Some(text) = address.str() else { return };
    if (formats::ADDRESS.fault)(text).is_none() && !allow.allows(text) {
        faults.push(address.place(), FaultCode::NotAllowed { address: text.to_owned() });
    }
}

fn group(record: Record<'_>) -> Option<(GroupId, Vec<String>)> {
    Some((GroupId::new(record.str("id")?), record.strings("members")))
}

pub(super) fn secret(record: Record<'_>) -> Option<SecretRef> {
    let env = record.string("env").map(SecretRef::Env);
    env.or_else(|| record.string("file").map(|file| SecretRef::File(PathBuf::from(file))))
}

fn mail(record: Record<'_>, faults: &mut Faults) -> Option<MailSettings> {
    let route = match (record.read("directory", inside), record.record("smtp")) {
        (Some(directory), _) => MailRoute::Directory(directory),
        (None, Some(smtp)) => smtp_route(smtp, faults)?,
        (None, None) => return None,
    };
    Some(MailSettings { from: record.string("from")?, route, per_minute: record.integer("per_minute").unwrap_or(PER_MINUTE) })
}

fn smtp_route(smtp: Record<'_>, faults: &mut Faults) -> Option<MailRoute> {
    for (key, other) in [("user", "password"), ("password", "user")] {
        if smtp.has(key) && !smtp.has(other) {
            faults.push(smtp.place_of(key), FaultCode::MissingKey { key: other.to_owned() });
        }
    }
    let user = smtp.string("user").zip(smtp.record("password").and_then(secret));
    Some(MailRoute::Smtp {
        host: smtp.string("host")?,
        port: smtp.integer("port")?,
        tls: smtp.read("tls", Tls::from_word)?,
        user,
        connections: smtp.integer("connections").unwrap_or(CONNECTIONS),
    })
}

fn webhook(record: Record<'_>) -> Option<Webhook> {
    Some(Webhook {
        id: ConnectorId::new(record.str("id")?),
        url: record.string("url")?,
        secret: secret(record.record("secret")?)?,
        allow_private: record.boolean("allow_private").unwrap_or(false),
        place: record.id_place(),
    })
}

fn web(record: Option<Record<'_>>) -> WebSettings {
    let written = |key: &str, default: &str| record.and_then(|record| record.string(key)).unwrap_or_else(|| default.to_owned());
    WebSettings {
        listen: written("listen", LISTEN),
        public_url: written("public_url", PUBLIC_URL).trim_end_matches('/').to_owned(),
    }
}

fn approval(record: Record<'_>, faults: &mut Faults) -> Option<ApprovalRule> {
    let of = record.read_all("of", |id| Some(PrincipalId::from(id)));
    let need: usize = record.integer("need")?;
    if !of.is_empty() && of.len() < need {
        let code = FaultCode::OutOfRange { found: need.to_string(), least: "1".to_owned(), most: of.len().to_string() };
        faults.push(record.place_of("need"), code);
    }
    let deputies = record.records("deputies").into_iter().filter_map(|record| deputies(record, &of, faults)).collect();
    Some(ApprovalRule {
        level: record.read("level", Level::from_word)?,
        need,
        of,
        deputies,
        ask: record.read("ask", length).unwrap_or(ApprovalRule::ASK),
        escalate: record.read("escalate", length).unwrap_or(ApprovalRule::ESCALATE),
        escalate_to: record.read_all("escalate_to", |id| Some(PrincipalId::from(id))),
    })
}

/// Who may stand in for one of the approvers: other people than that one, at least one, each named once.
fn deputies(record: Record<'_>, approvers: &[PrincipalId], faults: &mut Faults) -> Option<Deputies> {
    let of = PrincipalId::from(record.str("of")?);
    if !approvers.is_empty() && !approvers.contains(&of) {
        let accepted = approvers.iter().map(ToString::to_string).collect();
        let code = FaultCode::UnknownReference { kind: "approver".to_owned(), id: of.to_string(), accepted };
        faults.push(record.place_of("of"), code);
    }
    let by = record.read_all("by", |id| Some(PrincipalId::from(id)));
    if by.is_empty() && record.has("by") {
        faults.push(record.place_of("by"), FaultCode::Empty { what: "by".to_owned() });
    }
    for (at, id) in by.iter().enumerate() {
        let first = if *id == of { record.place_of("of") } else { record.place_of("by") };
        if *id == of || by.iter().take(at).any(|earlier| earlier == id) {
            let (kind, id) = ("approver".to_owned(), id.to_string());
            faults.push(record.place_of("by"), FaultCode::DuplicateId { kind, id, first });
        }
    }
    Some(Deputies { of, by })
}

fn budget(record: Record<'_>) -> Option<Budget> {
    Some(Budget {
        level: record.read("level", Level::from_word)?,
        days_per_quarter: record.integer("days_per_quarter")?,
        min_gap_days: record.integer("min_gap_days"),
        place: record.place(),
    })
}

fn cap(record: Record<'_>) -> Option<Cap> {
    Some(Cap {
        role: record.string("role")?,
        hours_per_week: record.integer("hours_per_week")?,
        place: record.place_of("role"),
    })
}

fn policy(record: Record<'_>, faults: &mut Faults) -> Option<Policy> {
    let when = record.record("when");
    let levels = record.records("levels");
    if levels.is_empty() && record.has("levels") {
        faults.push(record.place_of("levels"), FaultCode::Empty { what: "levels".to_owned() });
    }
    Some(Policy {
        id: PolicyId::new(record.str("id")?),
        classes: when.map(|when| when.read_all("class", Class::from_word)).unwrap_or_default(),
        parties: when.map(|when| when.strings("parties")).unwrap_or_default(),
        threat: record.read_all("threat", |id| Some(ScenarioId::from(id))),
        levels: levels.into_iter().filter_map(|record| level_rule(record, faults)).collect(),
        place: record.id_place(),
    })
}

fn level_rule(record: Record<'_>, faults: &mut Faults) -> Option<LevelRule> {
    let (from, until) = (record.read("from", length)?, record.read("until", length)?);
    if until.rough_ms() <= from.rough_ms() {
        faults.push(record.place_of("until"), FaultCode::EndBeforeStart);
    }
    let scope = match record.str("scope").and_then(|scope| scope.strip_prefix("group:")) {
        Some(group) => Scope::Group(GroupId::from(group)),
        None => Scope::Everyone,
    };
    let level = record.read("level", Level::from_word)?;
    Some(LevelRule { level, from, until, scope, place: record.place() })
}
