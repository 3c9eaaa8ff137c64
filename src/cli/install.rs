//! `posture install`: the rules of a mail filter.

use serde_json::json;

use super::args::Install;
use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::controls::{Installed, Layout, install};
use crate::model::{Connector, Driver, Rspamd, SettingValue, Work, Workspace};
use crate::text;

pub(super) async fn run(context: &Context, arguments: Install) -> Result<Exit, Failure> {
    let (workspace, _) = context.files()?;
    let (connector, settings) = filter(&workspace, &arguments.connector, context)?;
    let layout = Layout { config: arguments.config, workspace: context.directory.clone() };
    let done = install(settings, &layout, memory_days(&workspace, connector), arguments.preview).await;
    let done = done.map_err(|fault| Failure::said(text::cli::not_installed(&fault.to_string(), context.lang)))?;
    if context.is_json() {
        let row = |(path, done): &(std::path::PathBuf, Installed)| json!({ "file": path, "state": word(*done) });
        output::json(&json!({ "preview": arguments.preview, "files": done.iter().map(row).collect::<Vec<_>>() }));
        return Ok(Exit::Fine);
    }
    for (path, done) in &done {
        output::print(&text::cli::installed(&path.display().to_string(), word(*done), arguments.preview, context.lang));
    }
    if !arguments.preview && done.iter().any(|(_, done)| *done != Installed::Same) {
        output::print(&text::cli::restart_filter(context.lang));
    }
    Ok(Exit::Fine)
}

fn word(done: Installed) -> &'static str {
    match done {
        Installed::New => "new",
        Installed::Changed => "changed",
        Installed::Same => "same",
    }
}

/// The connector of this name, or the one that there is of this driver.
fn filter<'a>(workspace: &'a Workspace, name: &str, context: &Context) -> Result<(&'a Connector, &'a Rspamd), Failure> {
    let all: Vec<(&Connector, &Rspamd)> = workspace
        .settings
        .connectors
        .iter()
        .filter_map(|connector| match &connector.driver {
            Driver::Rspamd(settings) => Some((connector, settings)),
            Driver::File { .. } => None,
        })
        .collect();
    let known: Vec<&str> = all.iter().map(|(connector, _)| connector.id.as_str()).collect();
    match (all.iter().find(|(connector, _)| connector.id.as_str() == name), &all[..]) {
        (Some(found), _) => Ok(*found),
        (None, [only]) if name == "rspamd" => Ok(*only),
        (None, _) => Err(Failure::Said(Exit::Faults, text::cli::no_such_filter(name, &known, context.lang))),
    }
}

/// The longest memory of what was written here that a measure asks of this kind of control.
fn memory_days(workspace: &Workspace, connector: &Connector) -> Option<i64> {
    let measures = workspace.playbooks.iter().flat_map(|playbook| &playbook.measures);
    let asked = measures.filter_map(|measure| match &measure.work {
        Work::Control { control, set } if *control == connector.kind => set.get(&"reply_memory_days".into()),
        Work::Control { .. } | Work::Task { .. } => None,
    });
    asked.filter_map(|value| if let SettingValue::Integer(days) = value { Some(*days) } else { None }).max()
}
