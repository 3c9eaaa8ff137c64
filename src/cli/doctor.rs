//! `doctor`: what stands in the way of a start, point by point.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::actions::Secret;
use crate::app::{App, DATABASE};
use crate::controls::{Control, Means};
use crate::engine::LinkKey;
use crate::model::{MailRoute, Role, Settings, StoreError};
use crate::store::{self, WorkspaceLock};
use crate::text;
use crate::text::cli::Point;
use crate::time::tzdata_version;

/// How a point stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Fine,
    Warning,
    Bad,
}

struct Finding {
    mark: Mark,
    point: Point,
    words: String,
}

pub(super) async fn run(context: &Context) -> Result<Exit, Failure> {
    let lang = context.lang;
    context.be_somewhere()?;
    let mut findings = vec![finding(Mark::Fine, Point::Zones, text::cli::zones_found(tzdata_version(), lang))];
    match context.files() {
        Ok((workspace, _)) => {
            findings.push(finding(
                Mark::Fine,
                Point::Files,
                text::cli::clean(
                    [workspace.events.len(), workspace.playbooks.len(), workspace.scenarios.len(), workspace.exercises.len()],
                    lang,
                ),
            ));
            outside(context, &workspace.settings, &mut findings).await;
        }
        Err(Failure::Faults(faults)) => {
            findings.push(finding(Mark::Bad, Point::Files, text::cli::faults_found(faults.len(), lang)));
        }
        Err(other) => return Err(other),
    }
    inside(context, &mut findings).await;
    let is_bad = findings.iter().any(|finding| finding.mark == Mark::Bad);
    show(context, findings);
    Ok(if is_bad { Exit::Failed } else { Exit::Fine })
}

fn finding(mark: Mark, point: Point, words: String) -> Finding {
    Finding { mark, point, words }
}

/// Mail server, targets, webhooks.
async fn outside(context: &Context, settings: &Settings, findings: &mut Vec<Finding>) {
    let lang = context.lang;
    findings.push(match settings.mail.as_ref().map(|mail| &mail.route) {
        None => finding(Mark::Warning, Point::Mail, text::cli::no_mail(lang)),
        Some(MailRoute::Directory(path)) => {
            finding(Mark::Warning, Point::Mail, text::cli::mail_to_directory(&path.display().to_string(), lang))
        }
        Some(MailRoute::Smtp { host, port, .. }) => {
            let server = format!("{host}:{port}");
            let connect = tokio::net::TcpStream::connect((host.as_str(), *port));
            match tokio::time::timeout(Duration::from_secs(5), connect).await {
                Ok(Ok(_)) => finding(Mark::Fine, Point::Mail, text::cli::mail_server_answers(&server, lang)),
                Ok(Err(error)) => {
                    finding(Mark::Bad, Point::Mail, text::cli::mail_server_silent(&server, &error.to_string(), lang))
                }
                Err(late) => finding(Mark::Bad, Point::Mail, text::cli::mail_server_silent(&server, &late.to_string(), lang)),
            }
        }
    });
    if let Some(MailRoute::Smtp { user: Some((user, secret)), .. }) = settings.mail.as_ref().map(|mail| &mail.route) {
        findings.push(secret_finding(Point::Mail, user, Secret::resolve(secret, &context.directory).err(), context));
    }
    let means = Arc::new(Means::new(LinkKey::for_reading(&context.directory).references()));
    for connector in &settings.connectors {
        let is_writable = Control::open(connector, &context.directory, &means).is_writable().await;
        findings.push(if is_writable {
            finding(Mark::Fine, Point::Target, text::cli::target_writable(connector.id.as_str(), lang))
        } else {
            finding(Mark::Bad, Point::Target, text::cli::target_locked(connector.id.as_str(), lang))
        });
    }
    for webhook in &settings.webhooks {
        let failed = Secret::resolve(&webhook.secret, &context.directory).err();
        findings.push(secret_finding(Point::Webhook, webhook.id.as_str(), failed, context));
    }
}

fn secret_finding(point: Point, id: &str, failed: Option<crate::model::Trouble>, context: &Context) -> Finding {
    match failed {
        None => finding(Mark::Fine, point, text::cli::secret_found(id, context.lang)),
        Some(why) => finding(Mark::Bad, point, text::cli::secret_missing(id, &why.to_string(), context.lang)),
    }
}

/// Database, journal, engine, principals, clock.
async fn inside(context: &Context, findings: &mut Vec<Finding>) {
    let lang = context.lang;
    findings.push(match WorkspaceLock::take(&context.directory) {
        Ok(_) => finding(Mark::Warning, Point::Writer, text::cli::engine_rests(lang)),
        Err(StoreError::Locked { pid }) => {
            finding(Mark::Fine, Point::Writer, text::cli::engine_runs(pid.unwrap_or_default(), lang))
        }
        Err(error) => finding(Mark::Bad, Point::Writer, text::store::store_error(&error, lang)),
    });
    let path = context.directory.join(DATABASE);
    if !path.exists() {
        findings.push(finding(Mark::Warning, Point::Database, text::cli::no_database_yet(lang)));
        return;
    }
    findings.push(match store::room(&path) {
        Ok(room) => {
            let found = text::cli::database_found(store::sqlite_version(), room.bytes() >> 20, lang);
            finding(Mark::Fine, Point::Database, found)
        }
        Err(error) => finding(Mark::Bad, Point::Database, text::store::store_error(&error, lang)),
    });
    findings.push(match store::verify(&path) {
        Ok(verified) => {
            finding(Mark::Fine, Point::Journal, text::store::verified(verified.head.as_ref(), verified.entries, lang))
        }
        Err(error) => finding(Mark::Bad, Point::Journal, text::store::store_error(&error, lang)),
    });
    if let Ok(app) = context.reading().await
        && let Ok(found) = people_and_clock(context, &app).await
    {
        findings.extend(found);
    }
}

async fn people_and_clock(context: &Context, app: &App) -> Result<Vec<Finding>, StoreError> {
    let (lang, now) = (context.lang, context.now());
    let principals = app.world.store.principals().await?;
    let live: Vec<_> = principals.iter().filter(|known| known.is_live(now)).collect();
    let approvers = live.iter().filter(|known| known.has(Role::Approver)).count();
    let people = if live.iter().any(|known| known.has(Role::Operator)) {
        finding(Mark::Fine, Point::Principals, text::cli::principals_found(live.len(), approvers, lang))
    } else {
        finding(Mark::Warning, Point::Principals, text::cli::no_operator(lang))
    };
    let newest = match app.world.store.head().await? {
        Some((sequence, _)) => {
            let entries = app.world.store.entries(sequence - 1, 1, None, crate::model::Reach::All).await?;
            entries.first().map(|entry| entry.at)
        }
        None => None,
    };
    let zone = context.zone();
    let clock = match newest {
        Some(at) if at > now.plus_ms(1000) => finding(Mark::Bad, Point::Clock, text::cli::clock_behind(&zone.show(at), lang)),
        Some(_) | None => finding(Mark::Fine, Point::Clock, text::cli::clock_fine(&zone.show(now), lang)),
    };
    Ok(vec![people, clock])
}

fn show(context: &Context, findings: Vec<Finding>) {
    let lang = context.lang;
    if context.is_json() {
        let word = |mark| match mark {
            Mark::Fine => "fine",
            Mark::Warning => "warning",
            Mark::Bad => "bad",
        };
        let rows: Vec<_> = findings
            .iter()
            .map(|f| json!({ "mark": word(f.mark), "check": text::cli::point_name(f.point, lang), "finding": f.words }))
            .collect();
        output::json(&json!(rows));
        return;
    }
    let sign = |mark| match mark {
        Mark::Fine => "✓",
        Mark::Warning => "!",
        Mark::Bad => "✗",
    };
    let rows = findings.into_iter().map(|f| vec![sign(f.mark).to_owned(), text::cli::point_name(f.point, lang), f.words]);
    output::table(text::cli::doctor_header(lang), rows.collect());
}
