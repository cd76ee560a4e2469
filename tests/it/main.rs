//! Integration tests: one crate, so that polars is linked once.

mod cases;
mod catalogue;
mod check;
mod command;
mod diff;
mod documents;
mod explain;
mod findings;
mod forge;
mod formats;
mod forms;
mod fuzzed;
mod hostile;
mod licences;
mod long;
mod measure;
mod profiles;
mod returned;
mod run;
mod shows;
mod source;

mod store;
mod tidy;
mod workshop;
