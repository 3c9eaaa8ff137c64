//! The loop that carries out: posture, injects, deliveries; recovery; rehearsal. IO.
