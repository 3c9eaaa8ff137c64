//! What the conduct of an exercise does and refuses, told on the small exercise of `fixture`.

mod attempts;
mod clockwork;
mod conditions;
mod moves;
mod players;
mod releases;
mod starts;
mod stops;
