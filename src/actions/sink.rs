//! A small SMTP server on loopback that keeps what it gets: what rehearsals and the demo send to, and tests send against.
//!
//! It never passes anything on, listens on nothing but loopback, and can be told to misbehave.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use mailin::{Action, AuthMechanism, Handler, Response, SessionBuilder, response};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use super::Received;

/// RFC 5321 allows 1,000 bytes.
const LINE_LIMIT: u64 = 4096;
const MESSAGE_LIMIT: usize = 16 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_mins(1);

/// How the sink behaves; by default it takes everything at once.
#[derive(Clone, Debug, Default)]
pub struct Manners {
    /// Recipients that are answered with this code.
    pub refuse: BTreeMap<String, u16>,
    /// User and password; None: nobody has to log in.
    pub login: Option<(String, String)>,
    pub before_recipient: Duration,
    pub before_answer: Duration,
    pub at_end: AtEnd,
    /// Hangs up after so many messages on a connection.
    pub hang_up_after: Option<usize>,
}

/// What happens when a message is complete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AtEnd {
    /// It is kept and answered with 250.
    #[default]
    Accept,
    /// It is not kept and answered with this code.
    Answer(u16),
    /// It is kept, and the connection closed without an answer.
    KeepAndDrop,
}

#[derive(Default)]
struct Shared {
    manners: Mutex<Manners>,
    received: Mutex<Vec<Received>>,
    connections: AtomicUsize,
}

/// A running sink; dropping it stops it.
pub struct Sink {
    port: u16,
    shared: Arc<Shared>,
    listening: JoinHandle<()>,
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Sink {
    /// Listens on a free port of 127.0.0.1.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Shared::default());
        let listening = tokio::spawn(listen(listener, shared.clone()));
        Ok(Self { port, shared, listening })
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Holds for every command from now on.
    pub fn behave(&self, manners: Manners) {
        *lock(&self.shared.manners) = manners;
    }

    /// Everything kept so far, in the order of arrival.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.shared.received).clone()
    }

    pub fn count(&self) -> usize {
        lock(&self.shared.received).len()
    }

    /// How many connections were ever accepted.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn listen(listener: TcpListener, shared: Arc<Shared>) {
    let mut sessions = tokio::task::JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else { continue };
                shared.connections.fetch_add(1, Ordering::SeqCst);
                let shared = shared.clone();
                // A session that breaks is the sender's to notice.
                sessions.spawn(async move { drop(serve(stream, &shared).await) });
            }
            Some(_) = sessions.join_next() => {}
        }
    }
}

/// One connection, to its end.
async fn serve(stream: TcpStream, shared: &Arc<Shared>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let manners = lock(&shared.manners).clone();
    let mut builder = SessionBuilder::new("sink.standto.invalid");
    if manners.login.is_some() {
        builder.enable_auth(AuthMechanism::Plain).enable_auth(AuthMechanism::Login).insecure_enable_plaintext_auth();
    }
    let whole = Arc::new(Mutex::new(None));
    let desk = Desk { shared: shared.clone(), whole: whole.clone(), from: String::new(), to: Vec::new(), raw: Vec::new() };
    let mut session = builder.build(IpAddr::V4(Ipv4Addr::LOCALHOST), desk);
    write(&mut stream, &session.greeting()).await?;
    let mut messages = 0;
    loop {
        let mut line = Vec::new();
        let mut limited = (&mut stream).take(LINE_LIMIT);
        if timeout(PATIENCE, limited.read_until(b'\n', &mut line)).await?? == 0 {
            return Ok(());
        }
        if !line.ends_with(b"\r\n") {
            return write(&mut stream, &Response::custom(500, "Lines end in CRLF, within 4096 bytes".to_owned())).await;
        }
        let mut answer = session.process(&line);
        let manners = lock(&shared.manners).clone();
        if line.len() > 8 && line[..8].eq_ignore_ascii_case(b"RCPT TO:") {
            sleep(manners.before_recipient).await;
        }
        let complete = lock(&whole).take();
        if let Some(message) = complete {
            messages += 1;
            match finish(message, &manners, shared).await {
                Some(told) => answer = told.unwrap_or(answer),
                None => return Ok(()),
            }
        }
        let is_last = answer.action == Action::Close || answer.code == 554;
        if answer.action != Action::NoReply {
            write(&mut stream, &answer).await?;
        }
        if is_last || manners.hang_up_after.is_some_and(|limit| messages >= limit) {
            return Ok(());
        }
    }
}

/// Keeps a complete message, or does what the manners say. `None`: hang up; `Some(None)`: the usual answer.
async fn finish(message: Received, manners: &Manners, shared: &Shared) -> Option<Option<Response>> {
    sleep(manners.before_answer).await;
    match manners.at_end {
        AtEnd::Accept => {
            lock(&shared.received).push(message);
            Some(None)
        }
        AtEnd::Answer(code) => Some(Some(Response::custom(code, "As told".to_owned()))),
        AtEnd::KeepAndDrop => {
            lock(&shared.received).push(message);
            None
        }
    }
}

async fn write(stream: &mut BufReader<TcpStream>, answer: &Response) -> io::Result<()> {
    stream.get_mut().write_all(&answer.buffer()?).await
}

/// Collects one message at a time.
struct Desk {
    shared: Arc<Shared>,
    whole: Arc<Mutex<Option<Received>>>,
    from: String,
    to: Vec<String>,
    raw: Vec<u8>,
}

impl Handler for Desk {
    fn mail(&mut self, _ip: IpAddr, _domain: &str, from: &str) -> Response {
        from.clone_into(&mut self.from);
        self.to.clear();
        response::OK
    }

    fn rcpt(&mut self, to: &str) -> Response {
        if let Some(code) = lock(&self.shared.manners).refuse.get(to) {
            return Response::custom(*code, "As told".to_owned());
        }
        self.to.push(to.to_owned());
        response::OK
    }

    fn data_start(&mut self, _domain: &str, _from: &str, _is8bit: bool, _to: &[String]) -> Response {
        self.raw.clear();
        response::OK
    }

    fn data(&mut self, line: &[u8]) -> io::Result<()> {
        if self.raw.len() + line.len() > MESSAGE_LIMIT {
            return Err(io::Error::other("message too large"));
        }
        self.raw.extend_from_slice(line);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let raw = String::from_utf8_lossy(&std::mem::take(&mut self.raw)).into_owned();
        let message = Received { from: std::mem::take(&mut self.from), to: std::mem::take(&mut self.to), raw };
        *lock(&self.whole) = Some(message);
        response::OK
    }

    fn auth_plain(&mut self, _authorization: &str, user: &str, password: &str) -> Response {
        self.auth_login(user, password)
    }

    fn auth_login(&mut self, user: &str, password: &str) -> Response {
        let is_right = lock(&self.shared.manners).login.as_ref().is_some_and(|(u, p)| u == user && p == password);
        if is_right { response::AUTH_OK } else { response::INVALID_CREDENTIALS }
    }
}
