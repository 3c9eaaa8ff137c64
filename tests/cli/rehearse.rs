//! `exercise rehearse`: the whole script to nobody, in a place of its own.

use crate::sandbox::Sandbox;

#[test]
fn a_rehearsal_writes_its_reports_and_touches_nothing_else() {
    let sandbox = Sandbox::small();
    let before = sandbox.files();
    let run = sandbox.run(&["exercise", "rehearse", "spring"]).exits(0);
    run.says("nothing left this machine").says("aar.en.html").says("aar.ja.html").says("Spring exercise");
    let new: Vec<String> = sandbox.files().into_iter().filter(|file| !before.contains(file)).collect();
    let place = "rehearsals/spring/";
    assert!(new.iter().all(|file| file.starts_with(place)), "{new:?}");
    let mails: Vec<&String> = new.iter().filter(|file| file.starts_with("rehearsals/spring/mail/")).collect();
    assert_eq!(mails.len(), 2, "{new:?}");
    assert!(sandbox.read("rehearsals/spring/aar.en.html").contains("Spring exercise"));
    assert!(sandbox.read("rehearsals/spring/aar.ja.html").contains("春季演習"));
    for mail in mails {
        assert!(!sandbox.read(mail).contains("ann@office.example"), "{mail} is addressed to a player");
    }
    assert_eq!(sandbox.read("controls/mx1.toml"), crate::sandbox::CONTROL);
    let database = format!("{place}rehearsal.db");
    sandbox.run(&["journal", "verify", "--database", &database]).exits(0).says("journal intact");
    sandbox.ja(&["report", "aar", "spring", "--database", &database, "-o", "again.html"]).exits(0);
    assert!(sandbox.read("again.html").contains("春季演習"));
}

#[test]
fn a_rehearsal_gives_way_to_the_next_one_but_never_overwrites_other_files() {
    let sandbox = Sandbox::small();
    sandbox.run(&["exercise", "rehearse", "spring", "--into", "tries"]).exits(0);
    sandbox.ja(&["exercise", "rehearse", "spring", "--into", "tries"]).exits(0).says("リハーサル");
    sandbox.write("notes/mine.txt", "mine");
    let run = sandbox.run(&["exercise", "rehearse", "spring", "--into", "notes"]).exits(3);
    run.complains("notes holds other files").complains("--into");
    assert_eq!(sandbox.read("notes/mine.txt"), "mine");
    sandbox.run(&["exercise", "rehearse", "autumn"]).exits(3).complains("no exercise autumn");
}

#[test]
fn a_rehearsal_needs_neither_mail_nor_allow_list() {
    let sandbox = Sandbox::small();
    sandbox.edit("standto.toml", "directory = \"outbox\"", "smtp = { host = \"mail.invalid\", port = 25, tls = \"none\" }");
    sandbox.run(&["exercise", "rehearse", "spring"]).exits(0).says("2 / 0 / 0");
}
