//! The embedded web server: player links now, the console later. IO.
