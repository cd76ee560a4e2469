//! Integration tests: one crate, so that polars is linked once.

mod cases;
mod command;
mod documents;
mod explain;
mod findings;
mod formats;
mod hostile;
mod licences;
mod run;
mod store;
mod tidy;
mod workshop;
