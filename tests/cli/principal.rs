//! People who may act: the first one, the token that is shown once, its end, and the way back when nobody is left.

use standto::app::{App, Outcome, Setup};
use standto::clock::Clock;
use standto::model::{Answer, Command, CommandBody, CommandId, Proof, Role};
use standto::time::Timestamp;

use crate::sandbox::Sandbox;

const ORDER: [&str; 8] = ["posture", "order", "--level", "watch", "--until", "2099-01-01T00:00", "--reason", "x"];

#[test]
fn the_first_principal_is_an_operator_and_needs_no_token() {
    let sandbox = Sandbox::small();
    sandbox.run(&["principal", "list"]).exits(0).says("principal add ID --role operator");
    sandbox.run(&["principal", "add", "bob", "--role", "approver"]).exits(3).complains("--role operator");
    sandbox.ja(&["principal", "add", "bob", "--role", "approver"]).exits(3).complains("運用者");
    sandbox.run(&ORDER).exits(3).complains("personal token");
    let run = sandbox.run(&["principal", "add", "olga", "--role", "operator", "--name", "Olga O."]).exits(0);
    let token = run.out.split("STANDTO_TOKEN=").nth(1).and_then(|rest| rest.split_whitespace().next());
    let token = token.expect("the token is shown").to_owned();
    sandbox.run(&["principal", "list"]).exits(0).says("Olga O.").says("valid").never_says(&token);
    sandbox.run(&["journal", "show"]).exits(0).says("olga").never_says(&token);
    sandbox.run(&["principal", "add", "bob", "--role", "operator"]).exits(3).complains("STANDTO_TOKEN");
    let database = std::fs::read(sandbox.path("standto.db")).expect("the database can be read");
    assert!(!database.windows(token.len()).any(|part| part == token.as_bytes()), "the token is stored");
}

#[test]
fn what_cannot_be_an_id_a_role_or_a_time_is_refused() {
    let sandbox = Sandbox::small();
    for id in ["", "a b", "../x", "交渉"] {
        sandbox.run(&["principal", "add", id, "--role", "operator"]).exits(3).complains("cannot be an id");
        sandbox.ja(&["principal", "add", id, "--role", "operator"]).exits(3).complains("IDとして使えません");
    }
    sandbox.run(&["principal", "add", "a", "--role", "king"]).exits(2).complains("\"king\"").complains("evaluator");
    for days in ["0", "-1", "4000000000"] {
        sandbox.run(&["principal", "add", "a", "--role", "operator", "--days", days]).exits(2).complains(days);
    }
    sandbox.run(&["principal", "list"]).exits(0).says("nobody may act yet");
}

#[test]
fn a_token_that_was_revoked_is_worth_nothing() {
    let sandbox = Sandbox::small();
    let operator = sandbox.operator();
    let bob = sandbox.colleague(&operator, "bob", "approver");
    sandbox.by(&bob, &["principal", "add", "eve", "--role", "operator"]).exits(3).complains("operator");
    sandbox.by(&operator, &["principal", "add", "bob", "--role", "director"]).exits(3).complains("principal revoke bob");
    sandbox.by(&operator, &["principal", "revoke", "bob"]).exits(0);
    sandbox.by(&bob, &["posture", "approve", "order/o-1"]).exits(3).complains("revoked");
    sandbox.run(&["principal", "list"]).exits(0).says("revoked");
    sandbox.ja(&["principal", "list"]).exits(0).says("失効");
    sandbox.by("no-such-token", &ORDER).exits(3).complains("unknown, expired or revoked");
    sandbox.by(&operator, &["principal", "revoke", "zoe"]).exits(3).complains("no principal zoe");
    let again = sandbox.colleague(&operator, "bob", "director");
    assert_ne!(again, bob);
    sandbox.by(&again, &["exercise", "start", "spring", "--live"]).exits(0);
}

/// A token that ran out: given long ago, for a day.
async fn expired_token(sandbox: &Sandbox) -> String {
    let past = Timestamp::parse("2024-01-01T00:00:00Z").expect("an instant");
    let setup = Setup { clock: Clock::manual(past), ..Setup::live() };
    let app = App::open(sandbox.root(), setup).await.expect("the workspace opens");
    let body = CommandBody::AddPrincipal { id: "old".into(), name: "Old".to_owned(), roles: vec![Role::Operator], days: 1 };
    let command = Command { id: CommandId::new("c-old"), proof: Proof::None, body };
    let outcome = app.execute(command).await.expect("the store works");
    let Outcome::Answer(Answer::Token { token, .. }) = outcome else { panic!("{outcome:?}") };
    token
}

#[tokio::test(flavor = "multi_thread")]
async fn when_every_token_ran_out_the_owner_of_the_files_adds_an_operator_and_nothing_else() {
    let sandbox = Sandbox::small();
    let old = expired_token(&sandbox).await;
    sandbox.by(&old, &ORDER).exits(3).complains("expired");
    sandbox.ja(&["principal", "list"]).exits(0).says("期限切れ");
    sandbox.run(&["doctor"]).exits(0).says("no operator's token holds");
    sandbox.run(&ORDER).exits(3).complains("personal token");
    sandbox.run(&["principal", "add", "new", "--role", "approver"]).exits(3).complains("--role operator");
    let new = sandbox.run(&["principal", "add", "new", "--role", "operator", "--token-only"]).exits(0).out;
    sandbox.by(new.trim(), &ORDER).exits(0);
    sandbox.run(&["principal", "add", "third", "--role", "operator"]).exits(3).complains("STANDTO_TOKEN");
}
