//! Any text with separators, read some rows at a time as a long file is: it says what it says when it
//! is held in memory.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((portions, text)) = bytes.split_first_chunk::<2>() else { return };
    ndcap_fuzz::windows_say_what_the_whole_says(*portions, text);
});
