//! Files to a checked workspace, every fault with its place. IO in source.rs only.
