#!/usr/bin/env python3
"""Percentiles of a store's samples by ndcap and by DuckDB over the same Parquet files.

    compare_samples.py NDCAP STORE [--runs 5] [--quantity cpu_util_pct] [--percentile 95] [--threads 2]

Runs both in turn, each as a process of its own from its start to its end (DuckDB by its Python package,
its import included), checks that both have the same workloads and that every figure agrees to nine
digits, and prints a line of Markdown for each: median processor seconds (user and system), median wall
seconds, largest peak memory. Needs duckdb.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

DUCK = """
import duckdb, sys
files, quantity, share, threads, out = sys.argv[1:]
db = duckdb.connect(config={"threads": int(threads)})
db.execute(f"copy (select agency_id, workload_id, quantile_cont({quantity}, {share}) as p, "
           f"max({quantity}) as most, count({quantity}) as n "
           f"from read_parquet('{files}', hive_partitioning = false) group by agency_id, workload_id) "
           f"to '{out}' (format parquet)")
"""

DUCK_BARE = """
import duckdb, sys
files, quantity, share, threads, out = sys.argv[1:]
db = duckdb.connect(config={"threads": int(threads)})
db.execute(f"copy (select workload_id, quantile_cont({quantity}, {share}) as p "
           f"from read_parquet('{files}', hive_partitioning = false) group by workload_id) "
           f"to '{out}' (format parquet)")
"""


def run(command: list[str], env: dict[str, str]) -> tuple[float, float, float]:
    """Processor seconds, wall seconds and peak MiB of a process."""
    start = time.monotonic()
    child = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"failed: {command}")
    return used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ndcap")
    parser.add_argument("store")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quantity", default="cpu_util_pct")
    parser.add_argument("--percentile", type=float, default=95)
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    files = f"{a.store}/submissions/*/*/utilisation/**/*.parquet"
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs, bare = (f"{folder}/{name}.parquet" for name in ("ours", "theirs", "bare"))
        env = dict(os.environ, RAYON_NUM_THREADS=str(a.threads), POLARS_MAX_THREADS=str(a.threads))
        duck = [files, a.quantity, str(a.percentile / 100), str(a.threads)]
        commands = {
            "ndcap utilisation": [a.ndcap, "utilisation", "--store", a.store, "--quantity", a.quantity,
                                  "--percentile", f"{a.percentile:g}", "--format", "parquet",
                                  "--out", ours, "--quiet"],
            "DuckDB quantile_cont": [sys.executable, "-c", DUCK_BARE, *duck, bare],
            "DuckDB quantile_cont, max, count": [sys.executable, "-c", DUCK, *duck, theirs],
        }
        seen = {name: [] for name in commands}
        for _ in range(a.runs):
            for name, command in commands.items():
                seen[name].append(run(command, env))
        check(ours, theirs, f"{a.quantity}_p{a.percentile:g}".replace(".", "_"), a.quantity)
    base = None
    print("| | CPU s | wall s | peak MiB | CPU, wall against DuckDB |\n|---|---|---|---|---|")
    medians = {n: [statistics.median(of) for of in zip(*runs)] for n, runs in seen.items()}
    base = medians["DuckDB quantile_cont"]
    for name, (cpu, wall, _) in medians.items():
        peak = max(of[2] for of in seen[name])
        print(f"| {name} | {cpu:.2f} | {wall:.2f} | {peak:.0f} | {cpu / base[0]:.2f}, {wall / base[1]:.2f} |")


def check(ours: str, theirs: str, column: str, quantity: str) -> None:
    """Every workload of either has the same figures in both."""
    import duckdb

    workloads, differ, rows = duckdb.execute(
        f"""select count(*),
                   count(*) filter (where not coalesce(
                       abs(a.{column} - b.p) <= 1e-9 * greatest(1, abs(b.p))
                       and a.{quantity}_max = b.most and a.{quantity}_samples_count = b.n, false)),
                   sum(b.n)
            from '{ours}' a full join '{theirs}' b
              on a.agency_id = b.agency_id and a.workload_id = b.workload_id"""
    ).fetchone()
    if differ:
        sys.exit(f"{differ} of {workloads} workloads differ")
    print(f"{workloads} workloads, {rows} samples: every figure agrees\n")


if __name__ == "__main__":
    main()
