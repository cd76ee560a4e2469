//! Random halls.
