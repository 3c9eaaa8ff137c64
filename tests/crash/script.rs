//! What people do in the scenario, at which instant. The same in every run.

use std::collections::BTreeMap;

use standto::model::{CommandBody, Level, Mode, WALL_SPEED, WindowId};
use standto::time::{Elapsed, HOUR_MS, MINUTE_MS, Timestamp};

pub(crate) const EXERCISE: &str = "tide-2027";

/// The only day of the scenario.
const DAY: &str = "2027-03-01";

/// One thing that somebody does.
pub(crate) enum Act {
    /// A principal gives a command.
    By(&'static str, CommandBody),
    /// A principal gives a command about the window of the calendar's event at this level.
    OnWindow(&'static str, Level, fn(WindowId) -> CommandBody),
    /// A principal approves a window as it is.
    Approve(&'static str, Which),
    Player(Reply),
    /// Nobody does anything: the state is looked at.
    Look,
}

/// Which window.
pub(crate) enum Which {
    /// Of the calendar's event, at this level.
    Level(Level),
    Id(&'static str),
}

/// A player acknowledges a message, or answers it.
pub(crate) struct Reply {
    pub(crate) run: i64,
    pub(crate) inject: &'static str,
    /// Organisation and player.
    pub(crate) who: (&'static str, &'static str),
    pub(crate) text: Option<&'static str>,
}

/// An instant of the day, in Tokyo.
pub(crate) fn at(time: &str) -> Timestamp {
    Timestamp::parse(&format!("{DAY}T{time}:00+09:00")).expect("a time of day")
}

/// Everything, in order.
pub(crate) fn script() -> Vec<(Timestamp, Act)> {
    let mut all = vec![
        (at("08:00"), approve("chief", Level::Elevated)),
        (at("08:00"), approve("chief", Level::Surge)),
        (at("08:05"), approve("deputy", Level::Surge)),
        (at("08:10"), order(Level::Elevated, "12:30", "15:00")),
        (at("08:12"), approve_order("chief", "order/o-1")),
        (at("09:55"), finish_task()),
        (at("12:20"), Act::Look),
        (at("14:30"), Act::By("lead", CommandBody::EndOrder { order: "o-1".into() })),
        (at("15:00"), order(Level::Surge, "15:00", "16:00")),
        (at("15:01"), approve_order("chief", "order/o-2")),
        (at("15:01"), approve_order("deputy", "order/o-2")),
        (at("15:10"), Act::By("lead", CommandBody::RevertControl { target: "gate".into(), keep: false })),
    ];
    all.extend(first_run());
    all.extend(second_run());
    all.push((at("16:30"), Act::Look));
    all.sort_by_key(|(at, _)| *at);
    all
}

/// The exercise as planned: six hours, with a pause, a jump and another speed.
fn first_run() -> Vec<(Timestamp, Act)> {
    let exercise = || EXERCISE.into();
    let jump = Elapsed::from_ms(2 * HOUR_MS + 40 * MINUTE_MS);
    vec![
        (at("08:30"), start()),
        (at("08:31"), Act::By("chief", CommandBody::ApproveExercise { exercise: exercise() })),
        (at("08:45"), reply(1, "I-010", ("south", "duty"), None)),
        (at("08:50"), reply(1, "I-010", ("north", "soc"), Some("We look."))),
        (at("08:52"), reply(1, "I-010", ("north", "press"), Some("So do we."))),
        (at("09:05"), reply(1, "I-010", ("south", "duty"), Some("Nothing here."))),
        (at("09:20"), reply(1, "I-020", ("north", "soc"), Some("Isolated."))),
        (at("09:25"), meet("north", "hypothesis", "basis")),
        (at("09:40"), reject("north", "hypothesis")),
        (at("10:00"), Act::By("lead", CommandBody::PauseExercise { exercise: exercise() })),
        (at("10:05"), reply(1, "I-020", ("north", "soc"), Some("And reported."))),
        (at("10:20"), Act::By("lead", CommandBody::ResumeExercise { exercise: exercise() })),
        (at("11:00"), meet("south", "hypothesis", "basis")),
        (at("11:05"), meet("north", "hypothesis", "basis")),
        (at("11:20"), Act::By("lead", CommandBody::JumpExercise { exercise: exercise(), to: jump })),
        (at("11:30"), meet("south", "containment", "scope")),
        (at("11:40"), Act::By("lead", CommandBody::SpeedExercise { exercise: exercise(), rate: 2 * WALL_SPEED })),
        (at("11:45"), reply(1, "I-050", ("south", "duty"), None)),
        (at("12:50"), Act::By("lead", CommandBody::EndExercise { exercise: exercise() })),
    ]
}

/// The same exercise again, aborted while messages are out.
fn second_run() -> Vec<(Timestamp, Act)> {
    let exercise = || EXERCISE.into();
    vec![
        (at("13:10"), start()),
        (at("13:11"), Act::By("chief", CommandBody::ApproveExercise { exercise: exercise() })),
        (at("13:25"), reply(2, "I-010", ("north", "soc"), Some("Again?"))),
        (at("13:51"), Act::By("lead", CommandBody::AbortExercise { exercise: exercise() })),
    ]
}

fn start() -> Act {
    Act::By("lead", CommandBody::StartExercise { exercise: EXERCISE.into(), mode: Mode::Live, rate: WALL_SPEED })
}

fn order(level: Level, from: &str, until: &str) -> Act {
    let (from, until) = (Some(at(from)), at(until));
    Act::By("lead", CommandBody::OrderPosture { level, group: None, from, until, reason: "The talks go on".to_owned() })
}

fn approve_order(who: &'static str, window: &'static str) -> Act {
    Act::Approve(who, Which::Id(window))
}

fn approve(who: &'static str, level: Level) -> Act {
    Act::Approve(who, Which::Level(level))
}

fn finish_task() -> Act {
    let finish = |window| {
        let (measure, evidence) = ("keep-logs".into(), "T-12".to_owned());
        CommandBody::FinishTask { window, measure, evidence }
    };
    Act::OnWindow("lead", Level::Watch, finish)
}

fn reply(run: i64, inject: &'static str, who: (&'static str, &'static str), text: Option<&'static str>) -> Act {
    Act::Player(Reply { run, inject, who, text })
}

fn meet(organisation: &str, milestone: &str, field: &str) -> Act {
    let evidence = BTreeMap::from([(field.to_owned(), format!("{organisation} saw it"))]);
    let (organisation, milestone) = (organisation.into(), milestone.into());
    Act::By("lead", CommandBody::MeetMilestone { exercise: EXERCISE.into(), organisation, milestone, evidence })
}

fn reject(organisation: &str, milestone: &str) -> Act {
    let reason = "No source is named".to_owned();
    let (organisation, milestone) = (organisation.into(), milestone.into());
    Act::By("lead", CommandBody::RejectMilestone { exercise: EXERCISE.into(), organisation, milestone, reason })
}
