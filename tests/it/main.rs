//! Integration tests: one crate, so that polars is linked once.

mod command;
mod documents;
mod explain;
mod hostile;
// mod licences;
// mod run;
mod store;
mod tidy;
mod workshop;
