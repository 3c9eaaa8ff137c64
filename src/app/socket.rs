//! The socket of a running `serve`: one JSON line in, one out. Whoever can open it (0600) may ask; the command still proves who
//! sends it.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};

use super::{App, Outcome};
use crate::model::{Answer, Command, Refusal};

/// The name of the socket in a workspace.
pub const SOCKET: &str = "standto.sock";

/// The longest command, in bytes.
const LINE_LIMIT: u64 = 1 << 20;

/// How long an asker waits for its answer, and a silent asker is kept.
const PATIENCE: Duration = Duration::from_secs(30);

/// What comes back.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "reply", content = "with", rename_all = "kebab-case")]
pub enum Reply {
    Answer(Answer),
    Refusal(Refusal),
    /// The engine failed; its log says more.
    Failed(String),
    NotACommand(String),
}

/// Opens the socket and answers for as long as the app lives. A socket left by a process that is gone is replaced: the lock
/// says that there is no other.
///
/// # Errors
/// The socket cannot be made.
pub fn listen(app: Arc<App>) -> io::Result<()> {
    let path = app.world.directory.join(SOCKET);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let listener = UnixListener::bind(&path)?;
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    tokio::spawn(async move {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => {
                    let app = Arc::clone(&app);
                    tokio::spawn(async move {
                        if let Err(error) = converse(&app, stream).await {
                            tracing::warn!(%error, "a command on the socket broke off");
                        }
                    });
                }
                Err(error) => {
                    tracing::error!(%error, "the socket takes no connection");
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            }
        }
    });
    Ok(())
}

async fn converse(app: &App, stream: UnixStream) -> io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut reader = BufReader::new(reader.take(LINE_LIMIT));
    let mut line = String::new();
    tokio::time::timeout(PATIENCE, reader.read_line(&mut line)).await.map_err(io::Error::other)??;
    let reply = match serde_json::from_str::<Command>(&line) {
        Err(error) => Reply::NotACommand(error.to_string()),
        Ok(command) => match app.execute(command).await {
            Ok(Outcome::Answer(answer)) => Reply::Answer(answer),
            Ok(Outcome::Refusal(refusal)) => Reply::Refusal(refusal),
            Err(error) => {
                tracing::error!(%error, "a command failed");
                Reply::Failed(error.to_string())
            }
        },
    };
    let mut text = serde_json::to_string(&reply)?;
    text.push('\n');
    writer.write_all(text.as_bytes()).await
}

/// Sends a command to the `serve` of a workspace and waits for its answer.
///
/// # Errors
/// Nobody answers there in time.
pub async fn ask(directory: &Path, command: &Command) -> io::Result<Reply> {
    let exchange = async {
        let mut stream = UnixStream::connect(directory.join(SOCKET)).await?;
        let mut text = serde_json::to_string(command)?;
        text.push('\n');
        stream.write_all(text.as_bytes()).await?;
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).await?;
        serde_json::from_str(&line).map_err(io::Error::from)
    };
    tokio::time::timeout(PATIENCE, exchange).await.map_err(io::Error::other)?
}
