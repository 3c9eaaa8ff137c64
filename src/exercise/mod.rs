//! Exercise conduct: what a command or a due step means, as changes. Pure.
