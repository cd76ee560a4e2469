//! Tables and figures as values, and their renderers. Knows nothing of how figures were computed.

pub mod chart;
