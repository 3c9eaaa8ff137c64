//! The stop: closed once, it lets no new message out, at once and for good. Holds no lock while anything is sent.

use std::sync::Arc;

use tokio::sync::watch;

/// Shared by everything that sends for one exercise (or for the surge half). Clones are the same gate.
#[derive(Clone, Debug)]
pub struct Gate(Arc<watch::Sender<bool>>);

impl Default for Gate {
    fn default() -> Self {
        Self::open()
    }
}

impl Gate {
    pub fn open() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Nothing passes from here on. Closing twice is fine.
    pub fn close(&self) {
        self.0.send_replace(true);
    }

    pub fn is_closed(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns when the gate is closed; whoever waits for something else selects on it.
    pub async fn closed(&self) {
        // The sender lives in self, so the channel cannot end while this waits.
        let _ = self.0.subscribe().wait_for(|is_closed| *is_closed).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn closing_wakes_whoever_waits_and_stays() {
        let gate = Gate::open();
        let other = gate.clone();
        let waiting = tokio::spawn(async move { other.closed().await });
        assert!(!gate.is_closed());
        gate.close();
        waiting.await.unwrap();
        assert!(gate.is_closed());
        gate.closed().await;
    }
}
