//! SMTP: a few connections of our own, one message at a time on each, each phase with its own answer.
//!
//! lettre speaks the protocol; the phases are told apart here, because only a connection that is lost after the message was
//! handed over leaves a doubt. lettre's own pool is not used: it writes a message in two pieces and waits 40 ms in between.

use std::fmt::Display;
use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Response, Severity};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::mail::Composed;
use super::outbox::Guard;
use super::{Secret, SendResult};
use crate::model::{Tls, Trouble, TroubleKind};

/// How long each phase may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    pub(super) connect: Duration,
    pub(super) command: Duration,
    /// From handing the message over to the answer; RFC 5321 knows servers that take long here.
    pub(super) answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), command: Duration::from_secs(30), answer: Duration::from_mins(2) }
    }
}

/// Where the server is and how to speak to it.
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: Tls,
    pub(super) login: Option<(String, Secret)>,
    /// At most this many at once.
    pub(super) connections: usize,
}

enum Security {
    Plain,
    Starttls(TlsParameters),
    Implicit(TlsParameters),
}

/// A server and the idle connections to it.
pub(super) struct Smtp {
    server: Server,
    security: Security,
    patience: Patience,
    permits: Semaphore,
    idle: Mutex<Vec<AsyncSmtpConnection>>,
}

/// What became of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// It can take the next message.
    Ready,
    /// It is in the middle of a message that will not be sent.
    Started,
    Broken,
    /// It was of no use from the first command on: an idle connection that the server had given up.
    Stale,
}

impl Smtp {
    /// Connects to nothing yet. A password goes in clear to this machine only.
    pub(super) fn new(server: Server, patience: Patience) -> Result<Self, Trouble> {
        let is_here = matches!(server.host.as_str(), "localhost" | "127.0.0.1" | "::1");
        if server.tls == Tls::None && server.login.is_some() && !is_here {
            return Err(Trouble::new(TroubleKind::Tls, "tls = \"none\" with a password"));
        }
        let parameters = || TlsParameters::new(server.host.clone()).map_err(|error| Trouble::new(TroubleKind::Tls, error));
        let security = match server.tls {
            Tls::None => Security::Plain,
            Tls::Starttls => Security::Starttls(parameters()?),
            Tls::Implicit => Security::Implicit(parameters()?),
        };
        let permits = Semaphore::new(server.connections.clamp(1, 100));
        Ok(Self { server, security, patience, permits, idle: Mutex::new(Vec::new()) })
    }

    /// Sends one message once, over an idle connection or a new one.
    pub(super) async fn send(&self, mail: &Composed, guard: &Guard<'_>) -> SendResult {
        let permit = tokio::select! {
            biased;
            () = guard.gate.closed() => return SendResult::Stopped,
            permit = self.permits.acquire() => permit,
        };
        let Ok(_permit) = permit else { return retry(Trouble::new(TroubleKind::Internal, "closed")) };
        loop {
            let idle = self.lock().pop();
            let is_reused = idle.is_some();
            let connecting = async {
                match idle {
                    Some(connection) => Ok(connection),
                    None => self.connect().await,
                }
            };
            let connected = tokio::select! {
                biased;
                () = guard.gate.closed() => return SendResult::Stopped,
                connected = connecting => connected,
            };
            let mut connection = match connected {
                Ok(connection) => connection,
                Err(why) => return retry(why),
            };
            let (result, after) = self.transmit(&mut connection, mail, guard).await;
            self.put_back(connection, after).await;
            if !(is_reused && after == After::Stale) {
                return result;
            }
        }
    }

    /// Says good-bye on every idle connection.
    pub(super) async fn rest(&self) {
        let idle = std::mem::take(&mut *self.lock());
        for mut connection in idle {
            // The server may be gone already; then there is nobody to say it to.
            let _ = timeout(self.patience.connect, connection.quit()).await;
        }
    }

    /// The last function before the socket. Allow-list and gate are asked again here, before each phase.
    async fn transmit(&self, connection: &mut AsyncSmtpConnection, mail: &Composed, guard: &Guard<'_>) -> (SendResult, After) {
        let sender = Mail::new(Some(mail.from.clone()), Vec::new()).to_string();
        let recipient = Rcpt::new(mail.to.clone(), Vec::new()).to_string();
        let phases = [
            (sender, Severity::PositiveCompletion),
            (recipient, Severity::PositiveCompletion),
            (Data.to_string(), Severity::PositiveIntermediate),
        ];
        for (number, (command, wanted)) in phases.into_iter().enumerate() {
            if let Some(refused) = guard.refused(mail.to.as_ref()) {
                return (refused, if number == 0 { After::Ready } else { After::Started });
            }
            if let Err((result, after)) = self.phase(connection, &command, wanted).await {
                let is_first = number == 0 && after == After::Broken;
                return (result, if is_first { After::Stale } else { after });
            }
        }
        if guard.gate.is_closed() {
            // The server waits for the text: without it, and without its end, there is no message.
            return (SendResult::Stopped, After::Broken);
        }
        self.hand_over(connection, &mail.text).await
    }

    async fn phase(
        &self,
        connection: &mut AsyncSmtpConnection,
        command: &str,
        wanted: Severity,
    ) -> Result<(), (SendResult, After)> {
        let name = command.split([' ', '\r']).next().unwrap_or_default();
        match timeout(self.patience.command, connection.command(command)).await {
            Err(_) => Err((retry(Trouble::new(TroubleKind::Timeout, name)), After::Broken)),
            Ok(Ok(response)) if response.code().severity == wanted => Ok(()),
            Ok(Ok(response)) => Err((retry(Trouble::new(TroubleKind::Answer, told(&response))), After::Broken)),
            Ok(Err(error)) => Err(refusal(&error).unwrap_or((retry(Trouble::new(TroubleKind::Lost, error)), After::Broken))),
        }
    }

    /// The text and its end in one write. From here on, no answer means doubt.
    async fn hand_over(&self, connection: &mut AsyncSmtpConnection, text: &str) -> (SendResult, After) {
        match timeout(self.patience.answer, connection.command(stuffed(text))).await {
            Ok(Ok(response)) if response.code().severity == Severity::PositiveCompletion => {
                (SendResult::Sent { answer: Trouble::new(TroubleKind::Answer, told(&response)).detail }, After::Ready)
            }
            Ok(Err(error)) => refusal(&error).unwrap_or((SendResult::Uncertain, After::Broken)),
            Ok(Ok(_)) | Err(_) => (SendResult::Uncertain, After::Broken),
        }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Trouble> {
        let hello = ClientId::default();
        let Patience { connect, command, .. } = self.patience;
        let address = (self.server.host.as_str(), self.server.port);
        let mut connection = match &self.security {
            Security::Implicit(tls) => {
                let opened = AsyncSmtpConnection::connect_tokio1(address, Some(connect), &hello, Some(tls.clone()), None);
                limited(command, encrypted_trouble, opened).await?
            }
            Security::Plain | Security::Starttls(_) => {
                let stream = limited(connect, |_| TroubleKind::Connect, TcpStream::connect(address)).await?;
                stream.set_nodelay(true).map_err(|error| Trouble::new(TroubleKind::Connect, error))?;
                let greeted = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello);
                limited(command, |_| TroubleKind::Connect, greeted).await?
            }
        };
        if let Security::Starttls(tls) = &self.security {
            limited(command, |_| TroubleKind::Tls, connection.starttls(tls.clone(), &hello)).await?;
        }
        if let Some((user, password)) = &self.server.login {
            let credentials = Credentials::new(user.clone(), password.expose().to_owned());
            let login = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
            limited(command, |_| TroubleKind::Login, login).await?;
        }
        Ok(connection)
    }

    async fn put_back(&self, mut connection: AsyncSmtpConnection, after: After) {
        let is_ready = match after {
            After::Ready => true,
            After::Started => matches!(timeout(self.patience.command, connection.command(Rset)).await, Ok(Ok(_))),
            After::Broken | After::Stale => false,
        };
        if is_ready {
            self.lock().push(connection);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<AsyncSmtpConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn retry(why: Trouble) -> SendResult {
    SendResult::Retry { why, after: None }
}

async fn limited<T, E: Display>(
    limit: Duration,
    kind: impl Fn(&E) -> TroubleKind,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, Trouble> {
    match timeout(limit, work).await {
        Ok(done) => done.map_err(|error| Trouble::new(kind(&error), error)),
        Err(_) => Err(Trouble::new(TroubleKind::Timeout, format!("{} s", limit.as_secs()))),
    }
}

/// Whether a connection failed for its encryption: rustls tells by input that is invalid.
fn encrypted_trouble(error: &lettre::transport::smtp::Error) -> TroubleKind {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        let io = inner.downcast_ref::<std::io::Error>();
        if io.is_some_and(|io| io.kind() == std::io::ErrorKind::InvalidData) {
            return TroubleKind::Tls;
        }
        source = inner.source();
    }
    TroubleKind::Connect
}

/// What a negative answer means; None when there was no answer. 421 is the server's good-bye.
fn refusal(error: &lettre::transport::smtp::Error) -> Option<(SendResult, After)> {
    let code = error.status()?;
    let words = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let why = Trouble::new(TroubleKind::Answer, format!("{code} {words}"));
    let after = if code.to_string() == "421" { After::Broken } else { After::Started };
    let result = if error.is_permanent() { SendResult::Failed { why } } else { retry(why) };
    Some((result, after))
}

fn told(response: &Response) -> String {
    let words: Vec<&str> = response.message().collect();
    format!("{} {}", response.code(), words.join(" "))
}

/// The text with its leading dots doubled (RFC 5321, 4.5.2), and the line that ends it.
fn stuffed(text: &str) -> String {
    let mut out = text.replace("\r\n.", "\r\n..");
    if out.starts_with('.') {
        out.insert(0, '.');
    }
    if !out.ends_with("\r\n") {
        out.push_str("\r\n");
    }
    out.push_str(".\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::stuffed;

    #[test]
    fn every_leading_dot_is_doubled_and_one_line_ends_it() {
        assert_eq!(stuffed(".\r\na.\r\n..\r\n.\r\n"), "..\r\na.\r\n...\r\n..\r\n.\r\n");
        assert_eq!(stuffed("no end"), "no end\r\n.\r\n");
    }
}
