//! ATT&CK technique ids: look-up and revocation chains, from bytes. Pure.
