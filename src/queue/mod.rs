//! Due steps: claim, lease, retry, finish; survives restart.
