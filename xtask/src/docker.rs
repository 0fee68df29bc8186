//! docker, as a program that is started: which engine, which stack, what is called, and what came of it.
//!
//! Calls are values that can be shown and tested; only `child` starts anything. No file here decides about a deploy.

pub(crate) mod attended;
pub(crate) mod call;
pub(crate) mod child;
pub(crate) mod engine;
pub(crate) mod look;
pub(crate) mod stack;
pub(crate) mod version;

pub(crate) use self::{
    call::{Call, OnSignal},
    child::{Ended, How, Seen},
    engine::Engine,
    stack::{Stack, Stage},
};
