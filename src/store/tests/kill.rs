//! A process that is killed while it writes: what was answered is there, whole, and nothing else is half there.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Place, by_engine, numbered};
use crate::model::{Change, CommandId};
use crate::store::{Open, Store, verify};

/// Kills come after so many answers, so that they meet the log at different lengths.
const KILLS: [usize; 10] = [1, 2, 3, 7, 20, 41, 60, 99, 150, 220];

#[tokio::test]
async fn what_was_answered_survives_being_killed() {
    let place = Place::new();
    let mut answered = 0;
    for kill in KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["store::tests::kill::write_until_killed", "--exact", "--ignored", "--nocapture"])
            .current_dir(place.path().parent().unwrap())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut answers = lines.filter_map(|line| line.strip_prefix("answered ")?.parse::<i64>().ok());
        let last = answers.by_ref().take(kill).last().expect("the child answers");
        child.kill().unwrap();
        child.wait().unwrap();
        // It went on answering until it died.
        answered = answers.last().unwrap_or(last);

        let verified = verify(&place.path()).unwrap();
        let (head, _) = verified.head.unwrap();
        assert!(head >= answered, "answered {answered}, but the journal ends with {head}");
        let store = place.open();
        let whole = CommandId::new(format!("c-{head}"));
        assert!(store.answer_of(&whole).await.unwrap().is_some(), "entry {head} without its command");
        let next = CommandId::new(format!("c-{}", head + 1));
        assert_eq!(store.answer_of(&next).await, Ok(None), "a command without its entry");
    }
    assert!(answered >= i64::try_from(KILLS.iter().sum::<usize>()).unwrap());
}

#[tokio::test]
#[ignore = "run, and killed, by what_was_answered_survives_being_killed"]
async fn write_until_killed() {
    let store = Store::open(Path::new("standto.db"), Open::WRITE).unwrap();
    let first = store.head().await.unwrap().map_or(1, |(sequence, _)| sequence + 1);
    for sequence in first..first + 100_000 {
        let command = Change::Answered { command: CommandId::new(format!("c-{sequence}")), answer: "x".repeat(700) };
        assert_eq!(store.commit(by_engine(vec![command, numbered(0)])).await, Ok(vec![sequence]));
        println!("answered {sequence}");
    }
}
