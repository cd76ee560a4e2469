//! `ndcap bench FILE…` and `--generate`: stages are timed, and what is taken in is what was meant.

use crate::command::Workdir;

#[test]
fn made_up_lists_of_both_shapes_are_taken_in_as_they_are_meant() {
    let work = Workdir::new();
    for shape in ["clean", "messy"] {
        // Above a mebibyte, so that it is read some rows at a time.
        let done = work.ndcap(&[
            "bench",
            "--generate",
            "9000",
            "--shape",
            shape,
            "--seed",
            "5",
            "--format",
            "json",
        ]);
        assert_eq!(done.code, 0, "{}", done.stderr);
        let lines: serde_json::Value = serde_json::from_str(&done.stdout).expect("is JSON");
        let lines = lines.as_array().expect("a list of lines");
        let stages: Vec<&str> = lines.iter().filter_map(|line| line["stage"].as_str()).collect();
        assert_eq!(stages, ["read", "recognise", "normalise", "check", "write", "all"], "{shape}");
        for line in lines {
            assert_eq!(
                (line["rows"].as_i64(), line["file"].as_str()),
                (Some(9_000), Some(&*format!("{shape}.csv")))
            );
            assert!(line["seconds"].as_f64().is_some_and(|seconds| seconds >= 0.0), "{line}");
        }
        assert!(lines[5]["rows_per_s"].as_f64().is_some_and(|each| each > 0.0), "{}", lines[5]);
    }
}

#[test]
fn files_of_ones_own_are_timed_and_nothing_is_kept() {
    let work = Workdir::new();
    work.write("ds.csv", "Mã máy ảo,Số vCPU,RAM (GB)\nVM-1,4,16\nVM-2,8,32\n");
    let done =
        work.ndcap(&["bench", "ds.csv", "--agency", "MOET", "--runs", "3", "--format", "csv"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stdout.contains("ds.csv,all,2,"), "{}", done.stdout);
    assert!(!work.path("store").exists(), "nothing is kept");
    let done = work.ndcap(&["bench"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("--generate ROWS"), "{}", done.stderr);
}
