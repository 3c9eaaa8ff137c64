//! Windows before they are filled: what asks for them and their bounds. Many are made, for budgets; few are filled.

use super::calls::Earlier;
use super::days::{Days, touched};
use crate::model::{Event, Level, LevelRule, NoteCode, Occurrence, Order, Policy, Scope, WindowId};
use crate::time::{DAY_MS, Timestamp, Zone};

/// What asks for a window.
pub(super) enum Asker<'a> {
    Rule { event: &'a Event, occurrence: Occurrence, policy: &'a Policy, rule: &'a LevelRule },
    Order(&'a Order),
}

/// A window's bounds.
pub(super) struct Draft<'a> {
    pub(super) asker: Asker<'a>,
    pub(super) level: Level,
    pub(super) scope: &'a Scope,
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    pub(super) earlier: Earlier,
}

/// A draft's level and bounds, with the days of the workspace's zone that it touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) level: Level,
    from: Timestamp,
    until: Timestamp,
    pub(super) days: Days,
}

impl Stretch {
    pub(super) fn of(draft: &Draft, zone: &Zone) -> Self {
        Self::new(draft.level, draft.from, draft.until, zone)
    }

    pub(super) fn new(level: Level, from: Timestamp, until: Timestamp, zone: &Zone) -> Self {
        Self { level, from, until, days: touched(zone, from, until) }
    }

    pub(super) fn overlaps(&self, from: Timestamp, until: Timestamp) -> bool {
        self.from < until && self.until > from
    }
}

impl Draft<'_> {
    pub(super) fn overlaps(&self, from: Timestamp, until: Timestamp) -> bool {
        self.from < until && self.until > from
    }

    /// `event/nominal start/policy/level`, or `order/<order id>`. A second rule of one policy for the same level, which only
    /// another scope can make useful, adds its number.
    pub(super) fn id(&self) -> WindowId {
        match &self.asker {
            Asker::Rule { event, occurrence, policy, rule } => {
                let earlier = policy.levels.iter().take_while(|other| other != rule);
                let number = match earlier.filter(|other| other.level == rule.level).count() {
                    0 => String::new(),
                    count => format!("/{}", count + 1),
                };
                WindowId::new(format!("{}/{}/{}/{}{number}", event.id, occurrence.nominal, policy.id, rule.level))
            }
            Asker::Order(order) => WindowId::new(format!("order/{}", order.id)),
        }
    }
}

/// The window a rule asks for around an occurrence; an error says that it would end before it starts.
pub(super) fn around<'a>(
    event: &'a Event,
    policy: &'a Policy,
    rule: &'a LevelRule,
    occurrence: &Occurrence,
) -> Result<Draft<'a>, NoteCode> {
    let from = occurrence.zone.shift(occurrence.from, rule.from);
    let until = occurrence.zone.shift(occurrence.until, rule.until);
    if until <= from {
        let (event, policy) = (event.id.to_string(), policy.id.to_string());
        return Err(NoteCode::WindowEmpty { event, policy, level: rule.level });
    }
    let asker = Asker::Rule { event, occurrence: occurrence.clone(), policy, rule };
    Ok(Draft { asker, level: rule.level, scope: &rule.scope, from, until, earlier: Earlier::default() })
}

/// The window of an order; None when it was ended before it began.
pub(super) fn ordered(order: &Order) -> Option<Draft<'_>> {
    let until = order.ended_at.map_or(order.until, |ended| ended.min(order.until));
    let earlier = Earlier::default();
    let draft = Draft { asker: Asker::Order(order), level: order.level, scope: &order.scope, from: order.from, until, earlier };
    (until > order.from).then_some(draft)
}

/// Tells each window of one occurrence and policy which of the others come before it: those that start earlier; of those that
/// start together the lower level, then the rule that is written first.
pub(super) fn line_up(drafts: &mut [Draft]) {
    drafts.sort_by_key(|draft| (draft.from, draft.level));
    for at in 1..drafts.len() {
        let (before, rest) = drafts.split_at_mut(at);
        let Some(draft) = rest.first_mut() else { return };
        let lasting = before.iter().filter(|other| other.until >= draft.until);
        draft.earlier =
            Earlier { started: before.iter().map(|other| other.level).max(), lasting: lasting.map(|other| other.level).max() };
    }
}

/// How far before and after a range an occurrence may lie and still open a window in it.
pub(super) fn reach(policies: &[&Policy], from: Timestamp, until: Timestamp) -> (Timestamp, Timestamp) {
    // A calendar day may have 25 hours, and a zone may skip a whole one.
    let slack = |ms: i64| ms + ms.abs() / 24 + 2 * DAY_MS;
    let rules = || policies.iter().flat_map(|policy| &policy.levels);
    let lead = rules().map(|rule| -rule.from.rough_ms()).max().unwrap_or(0);
    let tail = rules().map(|rule| rule.until.rough_ms()).max().unwrap_or(0);
    (from.plus_ms(-slack(tail)), until.plus_ms(slack(lead)))
}
