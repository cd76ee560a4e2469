#!/usr/bin/env python3
"""ndcap beside what a planner would write instead: DuckDB, polars for Python, and the floor, on the same files.

Every command runs as a whole process, in turn (A B C A B C …), so that a machine that slows down slows all of
them; what is printed are medians. After the runs the totals by agency are held against the truth of the
generator, and those of DuckDB and polars against ours: a ratio of two programs that say different things is none.

usage: compare.py [--peers FOLDER] [--ndcap PATH] [--work FOLDER] [--runs N] [--write FILE] PART…
  PART      messy:ROWS, clean:ROWS, totals:ROWS, xlsx:ROWS, growth:SHAPE:ROWS,ROWS,…
  --peers   folder with peers.py and gen_workloads.py       default ../shared/peers
  --write   Markdown file whose tables between <!-- NAME --> and <!-- /NAME --> are replaced

needs: pip install duckdb polars pandas openpyxl fastexcel numpy xlsxwriter
"""
import argparse, csv, json, math, os, pathlib, re, shutil, statistics, subprocess, sys, time

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Rows that the generator makes at a time.
PIECE = 5_000_000


class Run:
    """What the operating system says of one finished process: CPU and wall seconds, most memory in MiB."""

    def __init__(self, command, environment=None):
        began = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
        self.output = process.stdout.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        self.wall = time.monotonic() - began
        self.cpu = used.ru_utime + used.ru_stime
        self.memory = used.ru_maxrss / 1024
        self.code = os.waitstatus_to_exitcode(status)


def in_turn(commands, runs, before):
    """Runs each command `runs` times, after one run that does not count; by name the list of runs."""
    done = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, (command, codes) in commands.items():
            before(name)
            run = Run(command)
            if run.code not in codes:
                sys.exit(f"{' '.join(map(str, command))}: exit code {run.code}")
            if turn > 0 or runs == 1:
                done[name].append(run)
    return done


def median(runs, of):
    return statistics.median(getattr(run, of) for run in runs)


class Bench:
    def __init__(self, arguments):
        self.ndcap = pathlib.Path(arguments.ndcap).resolve()
        self.peers = pathlib.Path(arguments.peers)
        self.work = pathlib.Path(arguments.work)
        self.runs = arguments.runs
        self.work.mkdir(parents=True, exist_ok=True)
        if not (self.peers / "peers.py").is_file():
            sys.exit(f"skipped: no {self.peers / 'peers.py'}")

    # Files

    def file(self, shape, rows):
        path = self.work / f"{shape}-{rows}.csv"
        if path.with_suffix(".truth.json").is_file() and path.is_file():
            return path
        if rows <= PIECE:
            self.generate(shape, rows, path, 7)
            return path
        # The generator holds all rows: a larger list is put together of several, each with its own seed, and
        # the number of the piece in the codes of its workloads.
        pieces = [min(PIECE, rows - first) for first in range(0, rows, PIECE)]
        truth = {"rows": 0, "broken": 0, "pieces": len(pieces), "by_agency": {}}
        piece = self.work / "piece.csv"
        with open(path, "wb") as whole:
            for number, count in enumerate(pieces):
                self.generate(shape, count, piece, 7 + number)
                with open(piece, "rb") as lines:
                    head = lines.readline()
                    if number == 0:
                        whole.write(head)
                    while block := lines.readlines(1 << 24):
                        whole.write(b"".join(block).replace(b"VM-", b"VM-%d-" % number))
                of_piece = json.loads(piece.with_suffix(".truth.json").read_text())
                truth["rows"] += of_piece["rows"]
                truth["broken"] += of_piece["broken"]
                for own in of_piece["by_agency"]:
                    sums = truth["by_agency"].setdefault(own["agency"], {"agency": own["agency"]})
                    for name, value in own.items():
                        if name != "agency":
                            sums[name] = sums.get(name, 0) + value
        piece.unlink()
        piece.with_suffix(".truth.json").unlink()
        truth["by_agency"] = list(truth["by_agency"].values())
        path.with_suffix(".truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
        return path

    def generate(self, shape, rows, path, seed):
        command = [sys.executable, self.peers / "gen_workloads.py", str(rows), path, "--seed", str(seed)]
        subprocess.run(command + (["--messy"] if shape == "messy" else []), check=True)

    def store(self, name):
        return self.work / f"store-{name}"

    def fresh(self, name):
        shutil.rmtree(self.store(name), ignore_errors=True)

    def ingest(self, file, name, *more):
        # Rows that are broken on purpose are rejected: exit code 2.
        return [self.ndcap, "ingest", file, "--quiet", "--store", self.store(name), *more], {0, 2}

    # Parts

    def shape(self, shape, rows):
        file = self.file(shape, rows)
        commands = {"ndcap": self.ingest(file, "ndcap")}
        for engine in ("duckdb", "polars", "scan"):
            out = self.work / f"out-{engine}"
            commands[engine] = ([sys.executable, self.peers / "peers.py", engine, shape, file, out], {0})

        def before(name):
            self.fresh(name)
            shutil.rmtree(self.work / f"out-{name}", ignore_errors=True)

        done = in_turn(commands, self.runs, before)
        self.hold_totals(file, done)
        table = ["| | CPU s | wall s | peak MiB | rows/s | MB/s | CPU, ours to it | wall, ours to it | peak, ours to it |",
                 "|---|---|---|---|---|---|---|---|---|"]
        ours = done["ndcap"]
        names = {"ndcap": "ndcap", "duckdb": "DuckDB script", "polars": "polars for Python script",
                 "scan": "floor: read as text, write Parquet"}
        for name, runs in done.items():
            wall = median(runs, "wall")
            ratios = ["", "", ""] if name == "ndcap" else [
                f"{median(ours, of) / median(runs, of):.2f}" for of in ("cpu", "wall", "memory")]
            table.append("| {} | {:.2f} | {:.2f} | {:,.0f} | {:,.0f} | {:,.0f} | {} |".format(
                names[name], median(runs, "cpu"), wall, median(runs, "memory"), rows / wall,
                file.stat().st_size / 1e6 / wall, " | ".join(ratios)))
        return table

    def hold_totals(self, file, done):
        """Ours agree with the truth of the generator agency by agency, and the peers' sums with it."""
        self.hold_totals_of("ndcap", file)
        truth = json.loads(file.with_suffix(".truth.json").read_text())["by_agency"]
        for engine in ("duckdb", "polars"):
            peer = json.loads(done[engine][-1].output)
            assert peer["rows"] == sum(true["rows"] for true in truth), (engine, peer)
            assert peer["vcpu"] == sum(true["vcpu"] for true in truth), (engine, peer)

    def hold_totals_of(self, name, file):
        """What a store says agrees with the truth of the generator agency by agency."""
        told = json.loads(file.with_suffix(".truth.json").read_text())
        truth = told["by_agency"]
        listed = Run([self.ndcap, "inventory", "--format", "csv", "--quiet", "--store", self.store(name)])
        ours = {row["agency"]: row for row in csv.DictReader(listed.output.splitlines())}
        assert len(ours) == len(truth), f"{len(ours)} agencies, not {len(truth)}"
        for true in truth:
            own = ours[true["agency"]]
            assert int(own["workloads_count"]) == true["rows"], (own, true)
            assert int(own["vcpu_count"]) == true["vcpu"], (own, true)
            assert abs(float(own["ram_gib"]) - true["ram_gib"]) < 0.001, (own, true)
            # The truth is rounded to a tenth, piece by piece, our bytes are not: half a tenth, and a byte a row.
            off = abs(float(own["disk_used_gib"]) - true["disk_used_gib"])
            assert off < 0.05 * told.get("pieces", 1) + 0.01, (own, true)

    def totals(self, rows):
        """Totals by agency over the store: ours, and DuckDB over the same Parquet."""
        file = self.file("messy", rows)
        self.fresh("totals")
        Run(self.ingest(file, "totals")[0])
        parquet = self.store("totals") / "submissions" / "*" / "*" / "workload.parquet"
        query = (f"import duckdb; c = duckdb.connect(); c.execute('set threads=2'); print(c.execute(\"select agency_id, "
                 f"count(*), sum(vcpu_count), sum(ram_bytes), sum(disk_provisioned_bytes), sum(disk_used_bytes) from "
                 f"'{parquet}' group by 1 order by 1\").fetchall())")
        commands = {
            "ndcap": ([self.ndcap, "inventory", "--format", "csv", "--quiet", "--store", self.store("totals")], {0}),
            "duckdb": ([sys.executable, "-c", query], {0}),
        }
        done = in_turn(commands, self.runs, lambda name: None)
        own = list(csv.DictReader(done["ndcap"][-1].output.splitlines()))
        theirs = {row[0]: row for row in eval(done["duckdb"][-1].output)}
        for row in own:
            peer = theirs[row["agency_id"]]
            assert int(row["workloads_count"]) == peer[1] and int(row["vcpu_count"]) == peer[2], (row, peer)
        return self.two(done, {"ndcap": "ndcap inventory", "duckdb": "DuckDB over the same Parquet"})

    def xlsx(self, rows):
        """A workbook of one sheet as agencies write it: ours takes it in, the others only read its cells."""
        file = self.work / f"sheet-{rows}.xlsx"
        if not file.is_file():
            workbook(self.file("messy", rows), file)
        done_by = "print(len(d), len(d.columns), int(d['Dung lượng cấp phát (GB)'].astype(int).sum()))"
        pandas = f"import pandas; d = pandas.read_excel(r'{file}', header=2); {done_by}"
        done_by = done_by.replace("astype(int)", "cast(polars.Int64)")
        polars = f"import polars; d = polars.read_excel(r'{file}', read_options={{'header_row': 2}}); {done_by}"
        commands = {
            "ndcap": self.ingest(file, "xlsx"),
            "pandas": ([sys.executable, "-c", pandas], {0}),
            "polars": ([sys.executable, "-c", polars], {0}),
        }
        names = {"ndcap": "ndcap ingest", "pandas": "pandas + openpyxl, reading alone",
                 "polars": "polars for Python (calamine), reading alone"}
        # cargo build --release --example calamine_alone
        calamine = self.ndcap.parent / "examples" / "calamine_alone"
        if calamine.is_file():
            commands["calamine"] = ([calamine, file], {0})
            names["calamine"] = "calamine, reading alone"
        done = in_turn(commands, self.runs, lambda name: name == "ndcap" and self.fresh("xlsx"))
        # The workbook says what the text says that it was made of.
        self.hold_totals_of("xlsx", self.file("messy", rows))
        said = {name: done[name][-1].output.split() for name in ("pandas", "polars")}
        assert said["pandas"] == said["polars"] and said["pandas"][:2] == [str(rows), "20"], said
        if "calamine" in done:
            # The title, the headings and the rows; every cell that is filled.
            assert done["calamine"][-1].output.split()[0] == str(rows + 2), done["calamine"][-1].output
        return self.two(done, names)

    def two(self, done, names):
        table = ["| | CPU s | wall s | peak MiB | CPU, ours to it | wall, ours to it |", "|---|---|---|---|---|---|"]
        ours = done["ndcap"]
        for name, runs in done.items():
            ratios = ["", ""] if name == "ndcap" else [
                f"{median(ours, of) / median(runs, of):.2f}" for of in ("cpu", "wall")]
            table.append("| {} | {:.2f} | {:.2f} | {:,.0f} | {} |".format(
                names[name], median(runs, "cpu"), median(runs, "wall"), median(runs, "memory"), " | ".join(ratios)))
        return table

    def growth(self, shape, sizes):
        """Taking in longer and longer lists, and what is asked of the store then."""
        table = ["| rows | ingest: CPU s | wall s | peak MiB | CPU µs a row | inventory: wall s | peak MiB "
                 "| demand: CPU s | wall s | peak MiB |", "|---|---|---|---|---|---|---|---|---|---|"]
        points = []
        for rows in sizes:
            file = self.file(shape, rows)
            runs = in_turn({"ingest": self.ingest(file, "growth")}, self.runs, lambda name: self.fresh("growth"))["ingest"]
            self.hold_totals_of("growth", file)
            store = ["--quiet", "--store", self.store("growth")]
            asked = in_turn({
                "inventory": ([self.ndcap, "inventory", "--format", "csv", *store], {0}),
                "demand": ([self.ndcap, "demand", "--by", "agency", "--format", "json", *store], {0}),
            }, self.runs, lambda name: None)
            points.append((math.log(rows), math.log(median(runs, "cpu")), math.log(median(runs, "wall"))))
            inventory, demand = asked["inventory"], asked["demand"]
            table.append("| {:,} | {:.2f} | {:.2f} | {:,.0f} | {:.2f} | {:.2f} | {:,.0f} | {:.2f} | {:.2f} | {:,.0f} |".format(
                rows, median(runs, "cpu"), median(runs, "wall"), median(runs, "memory"), median(runs, "cpu") / rows * 1e6,
                median(inventory, "wall"), median(inventory, "memory"),
                median(demand, "cpu"), median(demand, "wall"), median(demand, "memory")))
            self.fresh("growth")
        table += ["", f"Log–log slope of taking in: CPU {slope(points, 1):.3f}, wall {slope(points, 2):.3f}."]
        return table


def workbook(text, file):
    """Writes a list as an agency keeps it in Excel: a merged title, headings with borders, sizes and shares as
    numbers, days as dates, everything else as text, and a twentieth column with who answers for the machine."""
    import datetime
    import xlsxwriter
    people = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Cường", "Phạm Thu Dung", "Hoàng Minh Đức", "Vũ Thị Hạnh"]
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet("Máy ảo")
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    with open(text, encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        headings = next(rows) + ["Cán bộ phụ trách"]
        sheet.merge_range(0, 0, 0, len(headings) - 1, "DANH SÁCH MÁY ẢO", head)
        sheet.write_row(2, 0, headings, head)
        for number, row in enumerate(rows, 3):
            for column, cell in enumerate(row + [people[number % len(people)]]):
                if re.fullmatch(r"\d+(,\d+)?", cell):
                    sheet.write_number(number, column, float(cell.replace(",", ".")))
                elif re.fullmatch(r"\d\d/\d\d/\d{4}", cell):
                    sheet.write_datetime(number, column, datetime.datetime.strptime(cell, "%d/%m/%Y"), day)
                elif cell:
                    sheet.write_string(number, column, cell)
    book.close()


def slope(points, of):
    """Least squares over the points."""
    mean = [sum(point[k] for point in points) / len(points) for k in (0, of)]
    above = sum((point[0] - mean[0]) * (point[of] - mean[1]) for point in points)
    return above / sum((point[0] - mean[0]) ** 2 for point in points)


def write(path, name, table):
    """Replaces what stands between the marks of a table."""
    text = path.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- /{re.escape(name)} -->)", re.S)
    assert pattern.search(text), f"{path} has no <!-- {name} -->"
    body = "\n" + "\n".join(table) + "\n\n"
    path.write_text(pattern.sub(lambda found: found[1] + body + found[2], text), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="+", metavar="PART")
    parser.add_argument("--peers", default=ROOT / ".." / "shared" / "peers")
    parser.add_argument("--ndcap", default=ROOT / "target" / "release" / "ndcap")
    parser.add_argument("--work", default=ROOT / "target" / "peers")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", type=pathlib.Path)
    arguments = parser.parse_args()
    bench = Bench(arguments)
    for part in arguments.parts:
        kind, *rest = part.split(":")
        if kind in ("messy", "clean"):
            table = bench.shape(kind, int(rest[0]))
        elif kind == "growth":
            table = bench.growth(rest[0], [int(rows) for rows in rest[1].split(",")])
        else:
            table = getattr(bench, {"totals": "totals", "xlsx": "xlsx"}[kind])(int(rest[0]))
        name = part.split(",")[0] if kind != "growth" else f"growth:{rest[0]}"
        print(f"\n{part}\n", *table, sep="\n", flush=True)
        if arguments.write:
            write(arguments.write, name, table)


if __name__ == "__main__":
    main()
