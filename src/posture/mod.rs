//! Plan, ledger and now to steps; orders, approvals, preconditions, conflicts. Pure.
