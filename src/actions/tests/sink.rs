//! The sink against a sender that does not keep to the rules.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::actions::Sink;

/// Sends the bytes in one piece and reads until the sink hangs up.
async fn said(sink: &Sink, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", sink.port())).await.unwrap();
    // The sink may hang up while this is written.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

const START: &[u8] = b"EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n";

#[tokio::test]
async fn a_bare_line_feed_smuggles_nothing_in() {
    let sink = Sink::start().await.unwrap();
    let smuggled = [START, b"Subject: x\r\n\r\ntext\n.\nMAIL FROM:<evil@b.example>\n"].concat();
    let answer = said(&sink, &smuggled).await;
    assert!(answer.trim_end().ends_with("500 Lines end in CRLF, within 4096 bytes"), "{answer}");
    assert_eq!(sink.count(), 0);
}

#[tokio::test]
async fn endless_lines_and_messages_are_cut_off() {
    let sink = Sink::start().await.unwrap();
    said(&sink, &[START, &[b'x'; 5000], b"\r\n.\r\n"].concat()).await;
    let line = [&[b'x'; 1000][..], b"\r\n"].concat();
    said(&sink, &[START, &line.repeat(17_000), b".\r\n"].concat()).await;
    assert_eq!(sink.count(), 0);

    let answer = said(&sink, &[START, b"..dot\r\n.\r\nQUIT\r\n"].concat()).await;
    assert!(answer.trim_end().ends_with("221 Goodbye"), "{answer}");
    assert_eq!(sink.received()[0].raw, ".dot\r\n");
}
