//! Any bytes as a workbook: as they are where they begin as an archive does, else as the XML of a
//! package that is whole.

#![no_main]

libfuzzer_sys::fuzz_target!(init: ndcap_fuzz::forgive_readers(), |bytes: &[u8]| {
    let package = ndcap_fuzz::Package::of(bytes);
    ndcap_fuzz::read("a.xlsx", package.bytes(), bytes.len() % 2 == 0);
});
