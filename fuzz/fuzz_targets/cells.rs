//! Any texts as the cells of a table whose headings are those of the template.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let cells = ndcap_fuzz::Cells::of(bytes);
    let submission = ndcap_fuzz::read("a.csv", cells.csv().as_bytes(), true);
    cells.no_amount_is_dropped(&submission);
});
