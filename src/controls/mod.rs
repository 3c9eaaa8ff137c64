//! Connectors to what is changed: the six verbs for a settings file. IO.
