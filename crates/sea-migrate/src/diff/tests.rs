//! Comparing small schemas that are made by hand.
