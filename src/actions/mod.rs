//! Delivery channels: mail over SMTP or to a directory, signed webhooks. IO.
