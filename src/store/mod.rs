//! SQLite: one file per table group, migrations beside. The only place that knows SQL. IO.
