//! The way in for connections: how many at once, and for how long. IO.
//!
//! A client that is slow, or says nothing, holds its place for [`LIFETIME`] and no longer, whatever it sends meanwhile; further
//! clients wait in the operating system's queue. So nobody can take the file descriptors that database and mail need. Who
//! serves strangers puts a reverse proxy before it, which also brings TLS and limits per address.

use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Sleep;

/// Connections at once: well below the 1,024 file descriptors that a process usually gets.
pub(super) const PLACES: usize = 256;

/// From accepting a connection to its last byte. One connection carries one request.
pub(super) const LIFETIME: Duration = Duration::from_secs(30);

pub(super) struct Door {
    listener: TcpListener,
    places: Arc<Semaphore>,
    lifetime: Duration,
}

impl Door {
    pub(super) fn new(listener: TcpListener, places: usize, lifetime: Duration) -> Self {
        Self { listener, places: Arc::new(Semaphore::new(places)), lifetime }
    }
}

impl Listener for Door {
    type Io = Visit;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Visit, SocketAddr) {
        let place = Arc::clone(&self.places).acquire_owned().await.expect("nobody closes the semaphore");
        let (stream, from) = Listener::accept(&mut self.listener).await;
        (Visit { stream, over: Box::pin(tokio::time::sleep(self.lifetime)), _place: place }, from)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection that fails once its time is over.
pub(super) struct Visit {
    stream: TcpStream,
    over: Pin<Box<Sleep>>,
    /// Given back when the connection closes.
    _place: OwnedSemaphorePermit,
}

impl Visit {
    fn in_time(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        match self.over.as_mut().poll(cx) {
            Poll::Ready(()) => Err(io::ErrorKind::TimedOut.into()),
            Poll::Pending => Ok(()),
        }
    }
}

impl AsyncRead for Visit {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.in_time(cx)?;
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Visit {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.in_time(cx)?;
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, cx: &mut Context<'_>, pieces: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        self.in_time(cx)?;
        Pin::new(&mut self.stream).poll_write_vectored(cx, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    async fn open(places: usize, lifetime: Duration) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/", get(async || "here"));
        tokio::spawn(async move { axum::serve(Door::new(listener, places, lifetime), router).await });
        address
    }

    async fn ask(address: SocketAddr) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn a_client_that_dribbles_is_cut_off() {
        let address = open(1, Duration::from_millis(150)).await;
        let mut slow = TcpStream::connect(address).await.unwrap();
        let mut sent = 0;
        for byte in b"GET / HTTP/1.1\r\nx-slow: ".iter().chain(std::iter::repeat_n(&b'a', 400)) {
            if slow.write_all(&[*byte]).await.is_err() {
                break;
            }
            sent += 1;
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(sent < 100, "{sent} bytes were taken, one every 10 ms, in 150 ms");
    }

    #[tokio::test]
    async fn silent_clients_keep_nobody_out_for_long() {
        let address = open(2, Duration::from_millis(150)).await;
        let silent = [TcpStream::connect(address).await.unwrap(), TcpStream::connect(address).await.unwrap()];
        let answer = tokio::time::timeout(Duration::from_secs(5), ask(address)).await.expect("a place came free");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("here"), "{answer}");
        drop(silent);
    }

    #[tokio::test]
    async fn no_more_are_let_in_than_there_are_places() {
        let address = open(1, Duration::from_mins(1)).await;
        let silent = TcpStream::connect(address).await.unwrap();
        let waiting = tokio::spawn(ask(address));
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(!waiting.is_finished());
        drop(silent);
        let answer = tokio::time::timeout(Duration::from_secs(5), waiting).await.expect("the place came free").unwrap();
        assert!(answer.ends_with("here"), "{answer}");
    }
}
