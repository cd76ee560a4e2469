//! Integration tests: one crate, so that polars is linked once.

mod command;
mod documents;
mod explain;
mod findings;
mod forge;
mod hostile;
mod licences;
mod run;
mod source;
mod store;
mod tidy;
mod workshop;
