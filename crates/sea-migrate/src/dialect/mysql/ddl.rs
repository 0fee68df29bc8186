//! The SQL of `MySQL`: nothing is written yet, for its schemas are not read yet.
