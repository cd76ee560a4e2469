//! Any bytes as a file named .csv. What is in it decides how it is read, so that every format that
//! is recognised by its first bytes is reached too.

#![no_main]

libfuzzer_sys::fuzz_target!(init: ndcap_fuzz::forgive_readers(), |bytes: &[u8]| {
    ndcap_fuzz::read("a.csv", bytes, bytes.len() % 2 == 0);
});
