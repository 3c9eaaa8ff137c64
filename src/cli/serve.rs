//! `serve`: the engine, the player pages, the socket, the house clock, until SIGTERM or SIGINT.

use std::sync::Arc;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::app::{self, Adoption, App, Setup};
use crate::console;
use crate::engine::{Chore, Duty, Engine, Hands, House};
use crate::store::WorkspaceLock;
use crate::text;

pub(super) async fn run(context: &Context) -> Result<Exit, Failure> {
    let lang = context.lang;
    context.be_somewhere()?;
    let _lock = WorkspaceLock::take(&context.directory)?;
    let app = Arc::new(App::open(&context.directory, Setup::live()).await?);
    tell(&app.adoption, context);
    let failed = |what: &str, error: &std::io::Error| Failure::said(text::cli::cannot_listen(what, &error.to_string(), lang));
    let listen = app.world.workspace().settings.web.listen.clone();
    let pages = console::bind(Arc::clone(&app), &listen).await.map_err(|error| failed(&listen, &error))?;
    let address = pages.address().map_err(|error| failed(&listen, &error))?;
    let engine = Arc::new(Engine::new(Arc::clone(&app.world), Hands::new(context.directory.clone(), None), Duty::Everything));
    app.heed_endex().await?;
    let recovered = engine.recover().await?;
    app::listen(Arc::clone(&app)).map_err(|error| failed(app::SOCKET, &error))?;
    output::print(&text::cli::serving(&address.to_string(), std::process::id(), lang));
    if recovered.uncertain > 0 {
        output::print(&text::cli::found_uncertain(recovered.uncertain, lang));
    }

    let (stop, stopped) = watch::channel(false);
    let wait = |mut stopped: watch::Receiver<bool>| async move {
        // The sender lives until this function returns.
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    let web = tokio::spawn(pages.serve(wait(stopped.clone())));
    let watcher = tokio::spawn(app::watch_for_endex(Arc::clone(&app)));
    let chores = tokio::spawn(keep_house(Arc::clone(&app), Arc::clone(&engine), stopped.clone()));
    let signals = tokio::spawn(async move {
        wait_for_signal().await;
        let _ = stop.send(true);
        stop
    });
    let done = Box::pin(engine.run(wait(stopped))).await;
    signals.abort();
    watcher.abort();
    let _ = std::fs::remove_file(context.directory.join(app::SOCKET));
    if let Err(error) = done {
        return Err(error.into());
    }
    let rest = async {
        let _ = web.await;
        let _ = chores.await;
    };
    // Connections that linger do not keep the process.
    let _ = tokio::time::timeout(std::time::Duration::from_secs(3), rest).await;
    output::print(&text::cli::stopped(lang));
    Ok(Exit::Fine)
}

/// What the files' state means for who runs this.
fn tell(adoption: &Adoption, context: &Context) {
    match adoption {
        // Whoever may write takes newer files over by itself.
        Adoption::InForce { .. } | Adoption::Newer | Adoption::Accepted { .. } => {}
        Adoption::Waiting { windows } => {
            output::complain(&text::cli::accept_waits(windows, &context.zone(), context.lang));
        }
        Adoption::Faulty { faults } => {
            output::faults(faults, context.lang);
            output::complain(&text::cli::old_revision_stays(context.lang));
        }
    }
}

async fn wait_for_signal() {
    let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
}

/// Does what the house clock says is due, until the stop.
async fn keep_house(app: Arc<App>, engine: Arc<Engine>, mut stopped: watch::Receiver<bool>) {
    let mut house = match House::open().await {
        Ok(house) => house,
        Err(error) => {
            tracing::error!(%error, "files are not read again and targets are not looked at until the next start");
            return;
        }
    };
    let mut last = app.adoption.clone();
    loop {
        let chore = tokio::select! {
            chore = house.next() => chore,
            _ = stopped.wait_for(|stop| *stop) => None,
        };
        let done = match chore {
            None => break,
            Some(Chore::LookAtTargets) => engine.check_drift().await,
            Some(Chore::ReadFiles) => app.refresh(None).await.map(|adoption| {
                if adoption != last {
                    match &adoption {
                        Adoption::InForce { .. } | Adoption::Newer | Adoption::Accepted { .. } => {
                            tracing::info!("the files are in force");
                        }
                        Adoption::Waiting { windows } => {
                            tracing::warn!(?windows, "a change of the files waits for `standto plan accept`");
                        }
                        Adoption::Faulty { faults } => {
                            tracing::error!(faults = faults.len(), "the files have faults; the last revision stays in force");
                        }
                    }
                    last = adoption;
                }
            }),
        };
        if let Err(error) = done {
            tracing::error!(%error, ?chore, "a chore failed");
        }
    }
    house.close().await;
}
