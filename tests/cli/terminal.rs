//! At a terminal an approval is asked about first; nothing but a yes approves.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::sandbox::Sandbox;

/// What ends the input at a terminal.
const END: &str = "\u{4}";

/// Runs a command at a terminal of its own where somebody types; its exit code, and all that the terminal showed.
fn at_terminal(mut command: Command, typed: &str) -> (Option<i32>, String) {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("there are terminals");
    grantpt(&terminal).and_then(|()| unlockpt(&terminal)).expect("it can be opened");
    let name = ptsname(&terminal, Vec::new()).expect("it has a name");
    let name = name.to_str().expect("its name is text");
    let side = || Stdio::from(OpenOptions::new().read(true).write(true).open(name).expect("its other side opens"));
    command.stdin(side()).stdout(side()).stderr(side());
    let mut terminal = File::from(terminal);
    let mut child = command.spawn().expect("it starts");
    // The sides here are closed with the command, so that reading ends when the child does.
    drop(command);
    terminal.write_all(typed.as_bytes()).expect("it can be typed at");
    let (mut shown, mut part) = (Vec::new(), [0; 4096]);
    while let Ok(count @ 1..) = terminal.read(&mut part) {
        shown.extend_from_slice(part.get(..count).unwrap_or_default());
    }
    let code = child.wait().expect("it ends").code();
    (code, String::from_utf8_lossy(&shown).into_owned())
}

#[test]
fn only_a_yes_at_a_terminal_approves_what_is_shown() {
    let sandbox = Sandbox::small();
    // 2099, so that nothing is over when this is tried.
    sandbox.edit("calendar/2027.toml", "2027-", "2099-");
    sandbox.edit("standto.toml", "level = \"elevated\"\nneed = 1", "level = \"watch\"\nneed = 1");
    let olga = sandbox.operator();
    let ann = sandbox.colleague(&olga, "ann", "approver");
    let order = ["posture", "order", "--level", "watch", "--until", "2099-01-01T00:00", "--reason", "A delegation leaves"];
    sandbox.by(&olga, &order).exits(0);
    let window = ["posture", "approve", "order/o-1"];
    let quarter = ["posture", "approve", "--standing", "talks", "--level", "watch", "--quarter", "2099-Q2"];
    let typed = |arguments: &[&str], lang: &str, typed: &str| {
        let mut command = sandbox.command(arguments);
        command.env("STANDTO_TOKEN", &ann).env("LANG", lang);
        at_terminal(command, typed)
    };
    let journal = || sandbox.run(&["journal", "show"]).exits(0).out;
    let before = journal();
    for answer in ["no\n", "\n", "yes, but\n", END] {
        for arguments in [&window[..], &quarter] {
            let (code, shown) = typed(arguments, "en_GB.UTF-8", answer);
            assert_eq!(code, Some(3), "{answer:?}: {shown}");
            assert!(shown.contains("(hash ") && shown.contains("yes or no") && shown.contains("not approved"), "{shown}");
            assert_eq!(journal(), before, "{answer:?} wrote something");
        }
    }
    let (code, shown) = typed(&window, "ja_JP.UTF-8", "いいえ\n");
    assert_eq!((code, journal()), (Some(3), before.clone()), "{shown}");

    let (code, shown) = typed(&window, "en_GB.UTF-8", "Yes\n");
    assert!(code == Some(0) && shown.contains("yes or no") && shown.contains("1 of 1"), "{shown}");
    let (code, shown) = typed(&quarter, "ja_JP.UTF-8", "はい\n");
    assert!(code == Some(0) && shown.contains("承認しますか"), "{shown}");
    let after = journal();
    let told: Vec<&str> = after.lines().filter(|line| !before.contains(line)).collect();
    assert_eq!(told.iter().filter(|line| line.contains("pproved")).count(), 2, "{told:#?}");
    // Whoever knows what they do is not asked.
    let withdraw = ["posture", "withdraw", "order/o-1", "--reason", "Again"];
    sandbox.by(&ann, &withdraw).exits(0);
    let (code, shown) = typed(&[&window[..], &["--yes"]].concat(), "en_GB.UTF-8", "");
    assert!(code == Some(0) && !shown.contains("yes or no"), "{shown}");
}
