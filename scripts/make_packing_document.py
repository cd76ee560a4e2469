#!/usr/bin/env python3
"""Writes docs/packing.md: what `ndcap bench packing` achieves on published instances, on a trace of a
public cloud and on lists of ever more machines.

    cargo build --release
    python3 scripts/make_packing_document.py --instances DIR/vbp --trace DIR/test.parquet

Each file is packed by a process of its own; its seconds of processor time and its most memory are those
the system counts. Only the standard library is used. POSIX.
"""

import argparse
import csv
import io
import math
import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Steps: the default of the command for an instance, so many a machine for lists.
INSTANCE_STEPS = 500_000_000
STEPS_PER_MACHINE = 1_000
TRACE_STEPS = 400_000_000
SIZES = [10_000, 25_000, 50_000, 100_000, 200_000, 400_000]
PROMISED = {"Panigrahy": 1.0, "New": 4.0, "Triplet": 10.0}
# Mean gap over the optimum of the best published heuristics, in percent.
PUBLISHED = {"Panigrahy": 1.6, "New": 5.2, "Triplet": 16.8}
HOST = "vcpu=64,memory_gb=512"
# 64 cores at 4 vCPU a core in thousandths, 512 GiB in bytes.
MEASURED_HOST = "vcpu_milli=256000,ram_bytes=549755813888"


def packed(program, path, steps, room=None):
    """The command's line for the file, with processor seconds and MiB of its process."""
    command = [program, "bench", "packing", str(path), "--steps", str(steps), "--format", "csv"]
    if room:
        command += ["--bin", room]
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"failed with {process.returncode}: {' '.join(command)}")
        out.seek(0)
        [row] = csv.DictReader(io.TextIOWrapper(out, "utf-8"))
    names = ("items", "dimensions", "bins", "lower_bound", "steps")
    figures = {name: int(row[name]) for name in names}
    mebibytes = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return {
        "instance": row["instance"],
        **figures,
        "effort": steps,
        "seconds": usage.ru_utime + usage.ru_stime,
        "mebibytes": mebibytes,
    }


def gap(bins, bound):
    return 100 * (bins / bound - 1)


def slope(rows):
    """Of the line through the logarithms of items and seconds (least squares)."""
    points = [(math.log(row["items"]), math.log(row["seconds"])) for row in rows]
    x_mean = sum(x for x, _ in points) / len(points)
    y_mean = sum(y for _, y in points) / len(points)
    above = sum((x - x_mean) * (y - y_mean) for x, y in points)
    return above / sum((x - x_mean) ** 2 for x, _ in points)


def measured(count):
    """Machines as measuring sizes them: no two alike, many small ones, a few large."""
    chance = random.Random(20_260_101)
    for _ in range(count):
        size = chance.lognormvariate(0, 0.8)
        vcpu = int(2_000 * size * chance.lognormvariate(0, 0.5))
        ram = int(6e9 * size * chance.lognormvariate(0, 0.5))
        yield min(max(vcpu, 1), 60_000), min(max(ram, 1), 500_000_000_000)


def even(count):
    """Machines of all sizes alike: eight to a host, so that little room is left to choose."""
    chance = random.Random(20_260_102)
    for _ in range(count):
        yield chance.randint(2_000, 64_000), chance.randint(1 << 30, 64 << 30)


def write_list(path, rows):
    with open(path, "w", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["vcpu_milli", "ram_bytes"])
        lines.writerows(rows)


def instance_lines(known, rows):
    yield "| benchmark | instances | optimum reached | bound = optimum | mean gap % | promised % | best published heuristics % | longest s |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for benchmark, promised in PROMISED.items():
        own = [(int(k["OPT"]), r) for k, r in zip(known, rows) if k["benchmark"] == benchmark]
        mean = sum(gap(r["bins"], optimum) for optimum, r in own) / len(own)
        reached = sum(r["bins"] == optimum for optimum, r in own)
        tight = sum(r["lower_bound"] == optimum for optimum, r in own)
        longest = max(r["seconds"] for _, r in own)
        yield (
            f"| {benchmark} | {len(own)} | {reached} | {tight} | {mean:.2f} | {promised:.1f} "
            f"| {PUBLISHED[benchmark]:.1f} | {longest:.1f} |"
        )
    yield ""
    yield "| benchmark | instance | items | dimensions | optimum | bins | lower bound | s |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    for k, r in zip(known, rows):
        yield (
            f"| {k['benchmark']} | {r['instance']} | {r['items']} | {r['dimensions']} | {k['OPT']} "
            f"| {r['bins']} | {r['lower_bound']} | {r['seconds']:.1f} |"
        )


def slopes(rows):
    """Of all rows, and of those that used their effort: the others ended at their bound."""
    full = [row for row in rows if row["steps"] >= row["effort"]]
    text = f"Slope over all {len(rows)} lists {slope(rows):.2f}"
    if len(full) == len(rows):
        return f"{text}; each used its effort."
    if len(full) < 2:
        return f"{text}; {len(full)} of them used its effort, so that none is given of these."
    return f"{text}, over the {len(full)} that used their effort {slope(full):.2f}."


def list_lines(title, rows):
    yield f"{title} {slopes(rows)}" if len(rows) > 1 else title
    yield ""
    yield "| machines | hosts | lower bound | gap % | steps, millions | of effort % | s | MiB |"
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|"
    for row in rows:
        yield (
            f"| {row['items']:,} | {row['bins']:,} | {row['lower_bound']:,} "
            f"| {gap(row['bins'], row['lower_bound']):.3f} | {row['steps'] / 1e6:.1f} "
            f"| {100 * row['steps'] / row['effort']:.0f} | {row['seconds']:.2f} | {row['mebibytes']:.0f} |"
        )
    yield ""


HEAD = """# Packing

What `ndcap bench packing` achieves. Written by `scripts/make_packing_document.py` with an optimised build;
run it again when the packer changes. Bins and bounds are the same on every system, since the effort is
counted in steps; seconds are processor time of one thread of a two-core virtual server, memory is the most
the process held, reading the file included. A gap is bins over the optimum, or over the lower bound where the optimum is not known, less one.
"""

INSTANCES = """
## Published instances

{count} of the vector bin packing instances of Vectorpack/experiments_vector_paper (commit 09a07d92, MIT),
whose optimum is known. Effort: {steps:,} steps each, what the command spends by default. No answer is below
the optimum and no lower bound above it.

    ndcap bench packing DIR/vbp
"""

LISTS = """
## Machines onto hosts

Effort: at most {steps:,} steps a machine, for the trace {trace:,} in all. A list that reaches its bound ends
early; how much of the effort it used stands beside it. The slope is that of the line through the logarithms
of machines and seconds: 1 is time in proportion to machines.

    ndcap bench packing list.csv --bin vcpu=64,memory_gb=512 --steps N
"""


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--program", default=str(ROOT / "target/release/ndcap"))
    arguments.add_argument("--instances", type=Path, required=True)
    arguments.add_argument("--trace", type=Path, required=True)
    arguments.add_argument("--out", type=Path, default=ROOT / "docs/packing.md")
    arguments.add_argument("--jobs", type=int, default=1)
    given = arguments.parse_args()
    with open(given.instances / "index.csv", newline="") as file:
        known = list(csv.DictReader(file))
    lists = {}
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(given.jobs) as pool:
        def begin(path, steps, room=None):
            return pool.submit(packed, given.program, path, steps, room)

        instances = [begin(given.instances / k["path"], INSTANCE_STEPS) for k in known]
        trace = begin(given.trace, TRACE_STEPS, HOST)
        for name, rows in (("measured", measured), ("even", even)):
            lists[name] = []
            for size in SIZES:
                path = Path(folder) / f"{name}-{size}.csv"
                write_list(path, rows(size))
                lists[name].append(begin(path, STEPS_PER_MACHINE * size, MEASURED_HOST))
        instances = [line.result() for line in instances]
        trace = trace.result()
        lists = {name: [line.result() for line in lines] for name, lines in lists.items()}
    for k, row in zip(known, instances):
        if not row["lower_bound"] <= int(k["OPT"]) <= row["bins"]:
            sys.exit(f"{row['instance']}: optimum {k['OPT']}, found {row}")
    lines = [HEAD, INSTANCES.format(count=len(known), steps=INSTANCE_STEPS)]
    lines.extend(instance_lines(known, instances))
    lines.append(LISTS.format(steps=STEPS_PER_MACHINE, trace=TRACE_STEPS))
    lines.extend(
        list_lines(
            "Machines that arrived in a public cloud (Azure Public Dataset V1, CC-BY-4.0, as prepared by "
            "huaweicloud/trace_generation_rnn) onto hosts of 64 vCPU and 512 GiB. They come in few sizes.",
            [trace],
        )
    )
    lines.extend(
        list_lines(
            "Sizes as measuring gives them (seeded, two lognormal needs that go together), no two alike, "
            "onto hosts of 256 vCPU and 512 GiB.",
            lists["measured"],
        )
    )
    lines.extend(
        list_lines(
            "Sizes spread evenly from 2 to 64 vCPU and from 1 to 64 GiB (seeded), no two alike, onto the same "
            "hosts: some eight a host.",
            lists["even"],
        )
    )
    given.out.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
