//! Turns the resource inventories of government agencies into data-centre capacity that can be
//! defended: demand, hosts, racks, power, quarters.
//!
//! The rooms stand in reading order; a room may use the rooms above it, never those below. A test
//! holds the order.

pub mod language;

pub mod text;

pub mod time;

pub mod unit;

pub mod chance;

pub mod schema;

pub mod diagnostic;

pub mod reference;

pub mod library;

pub mod plan;

pub mod submission;

pub mod hall;

pub mod inventory;

pub mod utilisation;

pub mod duplicates;

pub mod reconcile;

pub mod quality;

pub mod demand;

pub mod placement;

pub mod explain;

pub mod scenario;

pub mod compliance;

pub mod report;

pub mod template;

pub mod returned;

pub mod synth;

pub mod cli;
