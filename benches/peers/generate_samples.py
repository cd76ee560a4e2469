#!/usr/bin/env python3
"""Writes samples of use as CSV or Parquet, the same for the same arguments on every machine.

    generate_samples.py ROWS WORKLOADS OUT [--days 30] [--order time|workload|mixed]

Workload w of WORKLOADS has ROWS / WORKLOADS samples, spread evenly over the days from 2025-01-01 on. CPU
and RAM are percentages with two decimals: a level of the workload, a wave over the day, and noise; one
sample in 97 states no RAM. Needs duckdb, which writes the rows in parallel; all arithmetic is on whole
numbers, so that no library's random numbers decide.
"""

import argparse
import duckdb


def noise(of: str, salt: int) -> str:
    """0 to 1 from a whole number: two steps of a linear congruence, cut to its upper bits."""
    one = f"((({of}) * 1103515245 + {12345 + salt}) % 2147483648)"
    two = f"(({one} * 1103515245 + {54321 + salt}) % 2147483648)"
    return f"(({two} // 65536) / 32768.0)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=int)
    parser.add_argument("workloads", type=int)
    parser.add_argument("out")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--order", choices=["time", "workload", "mixed"], default="time")
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    each = a.rows // a.workloads
    # Workload and number of the sample of row i; mixed steps through all rows by a stride that shares
    # no factor with their number.
    w, t = {
        "time": (f"i % {a.workloads}", f"i // {a.workloads}"),
        "workload": (f"i // {each}", f"i % {each}"),
        "mixed": (f"((i * 7919) % {a.rows}) % {a.workloads}", f"((i * 7919) % {a.rows}) // {a.workloads}"),
    }[a.order]
    level = f"(10 + 60 * {noise('w', 1)})"
    wave = f"(12 * abs(((t * {a.days} * 24 // {each}) % 24) - 12) / 12.0)"
    cpu = f"round(least(100, greatest(0, {level} + {wave} + 30 * {noise(f'w * {each} + t', 2)} - 15)), 2)"
    ram = f"round(least(100, 20 + 60 * {noise('w', 3)} + 10 * {noise(f'w * {each} + t', 4)}), 2)"
    query = f"""
        select printf('VM-%06d', w) as workload_id,
               date '2025-01-01' + cast(t * {a.days} // {each} as integer) as at,
               {cpu} as cpu_util_pct,
               case when (w + t) % 97 = 0 then null else {ram} end as ram_util_pct
        from (select {w} as w, {t} as t from range({each * a.workloads}) as rows(i))
    """
    form = "(format parquet)" if a.out.endswith(".parquet") else "(header, delimiter ',')"
    db = duckdb.connect(config={"threads": a.threads, "preserve_insertion_order": True})
    db.execute(f"copy ({query}) to '{a.out}' {form}")


if __name__ == "__main__":
    main()
