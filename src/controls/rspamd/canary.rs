//! Canaries: messages that are scanned and never delivered, and what each must show for a change to count as active. Pure.
//!
//! Symbols are asserted, not scores: a scanner's other rules may weigh a canary as they like. Domains are those that RFC 2606
//! reserves, below a real top-level domain, because the scanner finds links to no others.

use std::collections::BTreeSet;

use super::scanner::{Scan, Verdict};
use crate::model::{GroupId, HeldSettings, Scope, SettingValue, Slot};
use crate::time::Timestamp;

/// Always young: the map of ages says so.
pub(super) const YOUNG: &str = "example.org";
/// Always old.
pub(super) const OLD: &str = "example.net";

/// Marks canaries in the scanner's history and log.
pub(super) const QUEUE_ID: &str = "canary";

/// Of a network for documentation: nobody's mail comes from there.
const IP: &str = "203.0.113.7";

const WINDOW: &str = "LOCAL_POLICY_WINDOW";
const TAG: &str = "LOCAL_POLICY_TAG";
const HOLD: &str = "LOCAL_POLICY_HOLD";
const YOUNG_DOMAIN: &str = "LOCAL_POLICY_YOUNG_DOMAIN";
const REPLY_CHAIN: &str = "LOCAL_POLICY_REPLY_CHAIN";
const REPLY: &str = "REPLY";

/// A message and what must be seen of it.
pub(super) struct Canary {
    pub scan: Scan,
    pub expect: Expect,
}

/// What a worker's verdict must show.
pub(super) struct Expect {
    /// Exactly these windows are open.
    pub windows: BTreeSet<String>,
    pub shown: BTreeSet<&'static str>,
    pub absent: BTreeSet<&'static str>,
    /// Whether the message must not be delivered as it is.
    pub is_held: bool,
}

impl Expect {
    /// The first thing that the verdict does not show as it should; None: all is as expected.
    pub(super) fn missing(&self, verdict: &Verdict) -> Option<String> {
        let open: BTreeSet<String> =
            verdict.symbols.get(WINDOW).map(|symbol| symbol.options.iter().cloned().collect()).unwrap_or_default();
        if open != self.windows {
            let list = |windows: &BTreeSet<String>| windows.iter().cloned().collect::<Vec<_>>().join(",");
            return Some(format!("{WINDOW} [{}], not [{}]", list(&open), list(&self.windows)));
        }
        if let Some(symbol) = self.shown.iter().find(|symbol| !verdict.has(symbol)) {
            return Some((*symbol).to_owned());
        }
        if let Some(symbol) = self.absent.iter().find(|symbol| verdict.has(symbol)) {
            return Some(format!("no {symbol}"));
        }
        let is_held = matches!(verdict.action.as_str(), "quarantine" | "reject");
        (self.is_held && !is_held).then(|| format!("quarantine, not {}", verdict.action))
    }
}

/// Every canary for what is held at an instant, where exactly `windows` are open: for everyone and for each group one that must be
/// caught, and an ordinary message that must not be.
pub(super) fn canaries(held: &HeldSettings, windows: &BTreeSet<String>, at: Timestamp) -> Vec<Canary> {
    let scopes: BTreeSet<&Scope> = held.keys().map(|slot| &slot.scope).collect();
    let lures = scopes.into_iter().map(|scope| lure(held, scope, windows, at));
    let mut canaries: Vec<Canary> = lures.collect();
    canaries.push(ordinary(windows.clone()));
    canaries
}

/// A message from a young domain, with a link there, in a thread that nobody here began.
fn lure(held: &HeldSettings, scope: &Scope, windows: &BTreeSet<String>, at: Timestamp) -> Canary {
    let now =
        |name: &str| held.get(&Slot { scope: scope.clone(), name: name.into() })?.stage(at).map(|stage| stage.value.clone());
    let acts = |value: Option<SettingValue>| match value {
        Some(SettingValue::Word(word)) if word == "hold" => 2,
        Some(SettingValue::Word(word)) if word == "tag" => 1,
        Some(_) | None => 0,
    };
    let has_days = matches!(now("young_days"), Some(SettingValue::Integer(days)) if days > 0);
    let young = if has_days { acts(now("young_action")) } else { 0 };
    let chain = acts(now("reply_chain_action"));
    let rules = [(young, YOUNG_DOMAIN), (chain, REPLY_CHAIN)];
    let mut shown: BTreeSet<&'static str> = rules.iter().filter(|(acts, _)| *acts > 0).map(|(_, symbol)| *symbol).collect();
    let strictest = young.max(chain);
    shown.extend([(1, TAG), (2, HOLD)].iter().filter(|(acts, _)| *acts == strictest).map(|(_, symbol)| *symbol));
    let to = match scope {
        Scope::Everyone => format!("canary@{OLD}"),
        Scope::Group(group) => recipient(group),
    };
    let message = format!(
        "From: Canary <canary@{YOUNG}>\r\nTo: <{to}>\r\nSubject: Canary\r\nMessage-ID: <lure@{YOUNG}>\r\n\
         In-Reply-To: <never-written@{OLD}>\r\nReferences: <never-written@{OLD}>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nhttps://canary.{YOUNG}/\r\n"
    );
    Canary {
        scan: scan(format!("canary@{YOUNG}"), to, message),
        expect: Expect { windows: windows.clone(), shown, absent: BTreeSet::new(), is_held: strictest == 2 },
    }
}

/// A message from an old domain without links, thread or attachment: no rule of ours may speak, but for its score, which other
/// rules make.
fn ordinary(windows: BTreeSet<String>) -> Canary {
    let to = format!("canary@{OLD}");
    let message = format!(
        "From: Canary <canary@{OLD}>\r\nTo: <{to}>\r\nSubject: Canary\r\nMessage-ID: <ordinary@{OLD}>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nAn ordinary message.\r\n"
    );
    let absent = BTreeSet::from([
        YOUNG_DOMAIN,
        REPLY_CHAIN,
        TAG,
        "LOCAL_POLICY_ATTACHMENT",
        "LOCAL_POLICY_LOOKALIKE",
        "LOCAL_POLICY_LURE",
        "LOCAL_POLICY_UNKNOWN_AGE",
    ]);
    Canary {
        scan: scan(format!("canary@{OLD}"), to, message),
        expect: Expect { windows, shown: BTreeSet::new(), absent, is_held: false },
    }
}

/// A message that leaves from here, and the answer to it: the scanner must know the thread.
pub(super) fn thread(windows: &BTreeSet<String>, number: &str) -> [Canary; 2] {
    let (here, there) = (format!("canary@{OLD}"), format!("canary@{YOUNG}"));
    let out = format!(
        "From: <{here}>\r\nTo: <{there}>\r\nSubject: Canary\r\nMessage-ID: <{number}@{OLD}>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nA question.\r\n"
    );
    let back = format!(
        "From: <{there}>\r\nTo: <{here}>\r\nSubject: Re: Canary\r\nMessage-ID: <re-{number}@{YOUNG}>\r\n\
         In-Reply-To: <{number}@{OLD}>\r\nReferences: <{number}@{OLD}>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nhttps://canary.{YOUNG}/\r\n"
    );
    let expect = |shown: &[&'static str], absent: &[&'static str]| Expect {
        windows: windows.clone(),
        shown: shown.iter().copied().collect(),
        absent: absent.iter().copied().collect(),
        is_held: false,
    };
    let sent = Scan { user: Some(here.clone()), ..scan(here.clone(), there.clone(), out) };
    [
        Canary { scan: sent, expect: expect(&[], &[HOLD, TAG]) },
        Canary { scan: scan(there, here, back), expect: expect(&[REPLY], &[REPLY_CHAIN]) },
    ]
}

fn scan(from: String, to: String, message: String) -> Scan {
    Scan {
        from,
        to: vec![to],
        ip: IP.to_owned(),
        queue_id: QUEUE_ID.to_owned(),
        message: message.into_bytes(),
        ..Scan::default()
    }
}

/// The address of a group's canary: the window map makes it a member of that group and of no other.
pub(super) fn recipient(group: &GroupId) -> String {
    format!("canary.{group}@{OLD}")
}
