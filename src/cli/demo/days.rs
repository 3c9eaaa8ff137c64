//! An exercise told a day at a time, from its journal: what went out, and what became of the milestones. Reads only.

use std::collections::BTreeMap;

use super::Stage;
use crate::cli::exit::Failure;
use crate::cli::output;
use crate::milestones::shown_status;
use crate::model::{
    Exercise, Fact, InjectId, Lang, MilestoneId, MilestoneStatus, OrganisationId, Reach, RunState, Scenario, Text,
};
use crate::text;
use crate::text::terms::Term as _;
use crate::time::{DAY_MS, Elapsed, Timestamp};

/// How many columns a line of the demo fills.
const COLUMNS: usize = 100;

/// More entries than an exercise of the demo has in a day.
const PAGE: u32 = 5000;

pub(super) struct Days<'a> {
    stage: &'a Stage,
    run: i64,
    scenario: &'a Scenario,
    began: Timestamp,
    told: i64,
    /// The last journal entry that was told.
    after: i64,
}

impl<'a> Days<'a> {
    pub(super) fn new(stage: &'a Stage, run: i64, scenario: &'a Scenario, began: Timestamp) -> Self {
        Self { stage, run, scenario, began, told: 0, after: 0 }
    }

    /// How many days were told.
    pub(super) fn told(&self) -> i64 {
        self.told
    }

    /// Tells what happened since the last day.
    pub(super) async fn tell(&mut self) -> Result<(), Failure> {
        let (world, lang) = (&self.stage.app.world, self.stage.context.lang);
        let entries = world.store.entries(self.after, PAGE, Some(self.run), Reach::All).await?;
        self.after = entries.last().map_or(self.after, |entry| entry.sequence);
        let facts: Vec<(Option<&OrganisationId>, &Fact)> =
            entries.iter().filter_map(|entry| Some((entry.organisation.as_ref(), entry.fact.as_ref()?))).collect();
        let count = |is: fn(&Fact) -> bool| facts.iter().filter(|(_, fact)| is(fact)).count();
        let counts = [
            count(|fact| matches!(fact, Fact::DeliverySent { .. })),
            count(|fact| matches!(fact, Fact::Acknowledged { .. })),
            count(|fact| matches!(fact, Fact::Answered { .. })),
        ];
        let date = world.workspace().settings.zone.local(self.began.plus_ms(self.told * DAY_MS)).date();
        self.told += 1;
        output::print(&text::cli::demo_day(self.told, &date.to_string(), counts, lang));
        for line in self.lines(&facts, lang) {
            output::print(&output::clipped(&line, COLUMNS));
        }
        Ok(())
    }

    fn lines(&self, facts: &[(Option<&OrganisationId>, &Fact)], lang: Lang) -> Vec<String> {
        let mut releases: BTreeMap<(Elapsed, &InjectId), (&Text, Vec<&str>)> = BTreeMap::new();
        let mut lines = Vec::new();
        for (organisation, fact) in facts {
            let who = organisation.map_or("", |id| id.as_str());
            if let Fact::InjectReleased { inject, at_exercise, subject, .. } = fact {
                releases.entry((*at_exercise, inject)).or_insert((subject, Vec::new())).1.push(who);
            } else if let Some((at, milestone, status, reason)) = standing(fact) {
                let title = self.scenario.milestone(milestone).map_or(milestone.as_str(), |rule| rule.title.get(lang));
                let said = text::cli::demo_milestone(title, status, reason, lang);
                lines.push((at, format!("    {at:<9} ◆      {who:<17}  {said}")));
            }
        }
        for ((at, inject), (subject, to)) in releases {
            lines.push((at, format!("    {at:<9} {:<6} {:<17}  {}", inject.as_str(), to.join(", "), subject.get(lang))));
        }
        lines.sort_by_key(|(at, _)| *at);
        lines.into_iter().map(|(_, line)| line).collect()
    }
}

/// What a fact says of a milestone: when, which, how it stands now (None: its deadline passed), and why.
fn standing(fact: &Fact) -> Option<(Elapsed, &MilestoneId, Option<MilestoneStatus>, &str)> {
    if let Fact::MilestoneMet { milestone, due, at_exercise, .. } = fact {
        let status = if at_exercise > due { MilestoneStatus::Late } else { MilestoneStatus::Met };
        return Some((*at_exercise, milestone, Some(status), ""));
    }
    if let Fact::MilestoneRejected { milestone, at_exercise, reason, .. } = fact {
        return Some((*at_exercise, milestone, Some(MilestoneStatus::Rejected), reason));
    }
    if let Fact::MilestoneMissed { milestone, due, .. } = fact {
        return Some((*due, milestone, Some(MilestoneStatus::Missed), ""));
    }
    if let Fact::MilestoneOverdue { milestone, due, .. } = fact {
        return Some((*due, milestone, None, ""));
    }
    None
}

/// One line for each organisation: its messages and its milestones.
pub(super) fn summary(state: &RunState, cast: &Exercise, scenario: &Scenario, lang: Lang) -> Vec<Vec<String>> {
    let mut header = text::cli::demo_summary_header(lang);
    header.extend(scenario.milestones.iter().map(|rule| text::cli::demo_deadline(rule.due, lang)));
    let rows = cast.organisations.iter().map(|organisation| {
        let own = || state.deliveries.iter().filter(|head| head.organisation == organisation.id && head.inject.is_some());
        let answers = state.responses.iter().filter(|one| one.organisation == organisation.id && one.text.is_some());
        let counts = [
            own().filter(|head| head.sent_at.is_some()).count(),
            own().filter(|head| head.acknowledged_at.is_some()).count(),
            answers.count(),
        ];
        let mut row = vec![organisation.name.get(lang).to_owned()];
        row.extend(counts.map(|count| count.to_string()));
        row.extend(scenario.milestones.iter().map(|rule| {
            let of = state.milestones.iter().find(|row| row.organisation == organisation.id && row.milestone == rule.id);
            of.map_or("", |row| shown_status(row, row.due).term(lang)).to_owned()
        }));
        row
    });
    std::iter::once(header).chain(rows).collect()
}
