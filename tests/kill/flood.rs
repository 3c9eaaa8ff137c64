//! An exercise of many messages, written into a scratch workspace.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The id of its exercise.
pub(crate) const EXERCISE: &str = "flood-2027";

/// How much is to be sent, and how quickly.
pub(crate) struct Flood {
    pub(crate) injects: usize,
    pub(crate) players: usize,
    /// Seconds of exercise time between two injects.
    pub(crate) every: usize,
}

impl Flood {
    /// How many messages it makes.
    pub(crate) fn messages(&self) -> usize {
        self.injects * self.players * 2
    }

    /// Writes scenario and cast: two organisations, every inject to all players of both.
    pub(crate) fn write(&self, workspace: &Path) {
        let mut scenario = String::from(SCENARIO);
        for number in 1..=self.injects {
            let at = number * self.every;
            let _ = write!(
                scenario,
                "\n[[inject]]\nid = \"I-{number:03}\"\nscene = \"S1\"\nat = \"T+00:{:02}:{:02}\"\nto = [\"part:all\"]\n\
                 channel = [\"mail\"]\nsender = \"Gauge\"\nsubject = \"Reading {number}\"\nbody = \"The water rises.\"\n",
                at / 60,
                at % 60
            );
        }
        let mut cast = String::from(CAST);
        for organisation in ["north", "south"] {
            let _ = write!(cast, "\n[[organisation]]\nid = \"{organisation}\"\nname = \"{organisation}\"\npart = \"all\"\n");
            let player = |number: usize| {
                format!(
                    "    {{ id = \"p{number}\", name = \"P{number}\", team = \"t\", mail = \"p{number}@{organisation}.example\" }},"
                )
            };
            let players: Vec<String> = (1..=self.players).map(player).collect();
            let _ = write!(cast, "players = [\n{}\n]\n", players.join("\n"));
        }
        fs::write(workspace.join("scenarios/flood.toml"), scenario).expect("the scenario is written");
        fs::write(workspace.join("exercises/flood.toml"), cast).expect("the cast is written");
    }
}

const SCENARIO: &str = r#"
[scenario]
id = "flood"
title = "Flood"
storyline = "Water."
length = "2h"

[[part]]
id = "all"
name = "All"
teams = [{ id = "t", name = "Team" }]

[[scene]]
id = "S1"
title = "Rain"
summary = "It rains."
starts = "T+00:00"
"#;

const CAST: &str = r#"
[exercise]
id = "flood-2027"
title = "Flood 2027"
scenario = "flood"
zone = "Asia/Tokyo"
contact = "exercise@office.example"
on_uncertain = "ask"
"#;
