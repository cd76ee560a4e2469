"""Makes the input files of the corpus in tests/cases.

usage: make_cases.py

Each case is a folder tests/cases/{accepted,rejected}/<claim> named by what it claims. This script
writes its input and, where it has one, its case.toml and mapping file; what is expected of it is
rewritten by `UPDATE=1 cargo test --test it cases` and then read and judged by a person.

The same bytes come out of every run: no clock, fixed dates in zip files and properties, nothing
compressed. Run it in a virtual environment of its own:

    python3 -m venv .venv && .venv/bin/pip install openpyxl==3.1.5 xlwt==1.3.0 pyarrow==26.0.1
    .venv/bin/python scripts/make_cases.py && git status --short tests/cases

All names, machines and amounts are made up.
"""

import csv
import datetime
import gzip
import io
import json
import re
import struct
import sys
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
import pyarrow
import pyarrow.parquet
import xlwt
from openpyxl.styles import Font

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "cases"
LEGACY = json.loads((ROOT / "datasets/reference/legacy_encodings.json").read_text("utf-8"))

made = set()


def write(outcome, claim, suffix, content, sender=None, mapping=None, same_as=None, says=None):
    """Writes one case; `content` is text (UTF-8) or bytes."""
    name = f"{outcome}/{claim}"
    assert name not in made, f"{name} is made twice"
    made.add(name)
    folder = CORPUS / outcome / claim
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.name != "expected.json":
            old.unlink()
    data = content.encode("utf-8") if isinstance(content, str) else content
    (folder / f"input{suffix}").write_bytes(data)
    lines = []
    if sender is not None:
        lines.append(f'sender = "{sender}"')
    if mapping is not None:
        lines.append('map = "map.toml"')
        (folder / "map.toml").write_text(mapping, "utf-8")
    if same_as is not None:
        lines.append(f'same_as = "{same_as}"')
    if says is not None:
        lines.append("\n[says]" if lines else "[says]")
        lines += [f"{code} = {json.dumps(words, ensure_ascii=False)}" for code, words in says.items()]
    if lines:
        (folder / "case.toml").write_text("\n".join(lines) + "\n", "utf-8")


def accept(claim, suffix, content, **more):
    """A file without an error, of which at least one row is taken."""
    write("accepted", claim, suffix, content, **more)


def reject(claim, suffix, content, **more):
    """A file with an error."""
    write("rejected", claim, suffix, content, **more)


# Workbooks


def grid(text):
    """Rows of cells: one line a row, | between cells, 'x for text, 85% for a share, ISO days."""
    return [[cell(piece.strip()) for piece in line.split("|")] for line in text.strip("\n").split("\n")]


def cell(text):
    if text == "":
        return None
    if text.startswith("'"):
        return text[1:]
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text) if "." in text else int(text)
    if re.fullmatch(r"-?\d+(\.\d+)?%", text):
        return ("share", float(text[:-1]) / 100)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return datetime.date.fromisoformat(text)
    return text


def sheet(name, text, merged=(), hidden=False, hidden_rows=(), hidden_columns=(), fonts=None):
    """A sheet of a workbook; `fonts` maps places of cells to the names of their fonts."""
    return dict(
        name=name, rows=grid(text), merged=merged, hidden=hidden,
        hidden_rows=hidden_rows, hidden_columns=hidden_columns, fonts=fonts or {},
    )


def workbook(*sheets, epoch=None, patch=None):
    """An .xlsx; `patch` maps the name of a part to a function of its text."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    if epoch is not None:
        book.epoch = epoch
    for one in sheets:
        page = book.create_sheet(one["name"])
        for row, cells in enumerate(one["rows"], 1):
            for column, content in enumerate(cells, 1):
                if content is not None:
                    put(page.cell(row, column), content)
        for span in one["merged"]:
            page.merge_cells(span)
        if one["hidden"]:
            page.sheet_state = "hidden"
        for row in one["hidden_rows"]:
            page.row_dimensions[row].hidden = True
        for column in one["hidden_columns"]:
            page.column_dimensions[column].hidden = True
        for place, font in one["fonts"].items():
            page[place].font = Font(name=font)
    raw = io.BytesIO()
    book.save(raw)
    return same_bytes(raw.getvalue(), patch or {})


def put(target, content):
    if isinstance(content, tuple):
        target.value = content[1]
        target.number_format = "0%"
    elif isinstance(content, datetime.date):
        target.value = content
        target.number_format = "dd/mm/yyyy"
    elif isinstance(content, str) and content.startswith("="):
        # A text that begins like a formula, not a formula.
        target.value = content
        target.data_type = "s"
    else:
        target.value = content


def same_bytes(raw, patch):
    """The workbook without anything that differs from run to run, and without its theme."""
    made_at = "2025-01-01T00:00:00Z"
    parts = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as source:
        for name in source.namelist():
            if name.startswith("xl/theme/"):
                continue
            text = source.read(name).decode("utf-8")
            text = re.sub(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rf"\g<1>{made_at}", text)
            text = re.sub(r'<Override [^>]*theme1?\.xml"[^>]*/>', "", text)
            text = re.sub(r"<Relationship [^>]*/theme/theme1\.xml[^>]*/>", "", text)
            if name in patch:
                text = patch[name](text)
            parts[name] = text.encode("utf-8")
    return zipped(parts)


def zipped(parts):
    """A zip file whose entries are stored, in the order given, with one date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            target.writestr(entry, data)
    return out.getvalue()


def old_workbook(name, text):
    """An .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(name)
    for row, cells in enumerate(grid(text)):
        for column, content in enumerate(cells):
            if content is not None:
                page.write(row, column, content)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def open_document(name, text):
    """An .ods."""

    def xml(content):
        if content is None:
            return "<table:table-cell/>"
        if isinstance(content, (int, float)):
            kind = f'office:value-type="float" office:value="{content}"'
        else:
            kind = 'office:value-type="string"'
        return f"<table:table-cell {kind}><text:p>{content}</text:p></table:table-cell>"

    rows = "".join(
        f"<table:table-row>{''.join(map(xml, cells))}</table:table-row>" for cells in grid(text)
    )
    urn = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<office:document-content xmlns:office="{urn}office:1.0" xmlns:table="{urn}table:1.0" '
        f'xmlns:text="{urn}text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="{name}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest:manifest xmlns:manifest="{urn}manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    return zipped({
        "mimetype": kind.encode(),
        "content.xml": content.encode("utf-8"),
        "META-INF/manifest.xml": manifest.encode(),
    })


def binary_workbook(name, text):
    """An .xlsb with the few records that hold cells ([MS-XLSB] 2.3.1: type, size, content)."""

    def record(kind, content=b""):
        head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        size, rest = b"", len(content)
        while rest >= 128:
            size += bytes([rest & 0x7F | 0x80])
            rest >>= 7
        return head + size + bytes([rest]) + content

    def wide(text):
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    rows = grid(text)
    width = max(map(len, rows))
    body = record(129) + record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))
    body += record(145)
    for number, cells in enumerate(rows):
        body += record(0, struct.pack("<IIHHBBI", number, 0, 300, 0, 0, 0, 0))
        for column, content in enumerate(cells):
            place = struct.pack("<II", column, 0)
            if isinstance(content, str):
                body += record(6, place + wide(content))
            elif content is not None:
                body += record(5, place + struct.pack("<d", content))
    body += record(146) + record(130)
    book = record(131) + record(143)
    book += record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide(name))
    book += record(144) + record(132)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"

    def relations(kind, target):
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="rId1" Type="{relation}/{kind}" Target="{target}"/></Relationships>'
        ).encode()

    types = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.bin" '
        'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
        '<Override PartName="/xl/worksheets/sheet1.bin" '
        'ContentType="application/vnd.ms-excel.worksheet"/></Types>'
    )
    return zipped({
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations("officeDocument", "xl/workbook.bin"),
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": relations("worksheet", "worksheets/sheet1.bin"),
        "xl/worksheets/sheet1.bin": body,
    })


def columnar(text):
    """A Parquet file of the rows of a CSV: whole numbers where all cells are, else texts."""
    headings, *rows = csv.reader(io.StringIO(text))
    table = {}
    for at, heading in enumerate(headings):
        cells = [row[at] or None for row in rows]
        numbers = all(cell is None or cell.isdigit() for cell in cells)
        table[heading] = [int(cell) if numbers and cell else cell for cell in cells]
    raw = io.BytesIO()
    pyarrow.parquet.write_table(
        pyarrow.table(table), raw, compression="none", store_schema=False, use_dictionary=False
    )
    return raw.getvalue()


def json_lines(text):
    """One JSON object a line for the rows of a CSV, empty cells left out."""
    headings, *rows = csv.reader(io.StringIO(text))
    lines = []
    for row in rows:
        cells = {heading: cell for heading, cell in zip(headings, row) if cell}
        cells = {key: int(cell) if cell.isdigit() else cell for key, cell in cells.items()}
        lines.append(json.dumps(cells, ensure_ascii=False))
    return "\n".join(lines) + "\n"


def zstandard(data):
    """A zstandard frame of one block that is not compressed (RFC 8878)."""
    head = struct.pack("<IBI", 0xFD2FB528, 0b1010_0000, len(data))
    return head + (len(data) << 3 | 1).to_bytes(3, "little") + data


# Encodings


def windows_1258(text):
    """The text in Windows-1258, whose tone marks stand behind their letters."""
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", parts.replace(tone, ""))
            out += base.encode("cp1258") + tone.encode("cp1258")
    return out


def typed_for(font, text):
    """The letters a spreadsheet holds when the text was typed for a font of old."""
    letters = {meant: typed for typed, meant in LEGACY[font].items()}
    return "".join(letters.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def separated(text, separator):
    """The text of a CSV with another separator."""
    out = io.StringIO()
    rows = csv.reader(io.StringIO(text))
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(rows)
    return out.getvalue()


# Cases: layout


def layout():
    accept("title-lines-above-the-headings-are-no-rows", ".csv", """\
BỘ TƯ PHÁP,,CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM,
CỤC CÔNG NGHỆ THÔNG TIN,,Độc lập - Tự do - Hạnh phúc,
,,,
PHỤ LỤC I. DANH SÁCH MÁY ẢO,,,
(Kèm theo Công văn số 12/CNTT-HT),,,
Đơn vị tính: máy,,,
STT,Mã máy ảo,Số vCPU,RAM (GiB)
1,VM-1,4,8
2,VM-2,8,16
""")
    accept("a-heading-over-two-rows-of-a-csv-names-its-columns", ".csv", """\
STT,Mã máy chủ,CPU,,Bộ nhớ,
,,Số lượng,Tổng số core,Dung lượng (GB),Loại
1,SV-1,2,32,512,DDR4
2,SV-2,1,8,64,DDR3
""")
    accept("units-on-a-row-of-their-own-below-the-headings-count", ".csv", """\
STT;Mã máy ảo;Số vCPU;RAM;Ổ cứng
;;core;(MB);GB
1;VM-1;4;8192;100
""")
    accept("a-part-nobody-knows-below-a-group-is-a-heading-all-the-same", ".csv", """\
STT,Mã máy ảo,vCPU,Ổ cứng (GB),
,,,Cấp phát,Sử dụng
I,Khối văn phòng,,,
1,VM-1,4,100,60
""")
    accept("a-heading-over-two-merged-rows-names-its-columns", ".xlsx", workbook(sheet("Sheet1", """
DANH SÁCH MÁY CHỦ VẬT LÝ
STT | Mã máy chủ | CPU | | RAM (GB)
    |            | Số lượng | Tổng số core |
1 | SV-1 | 2 | 32 | 512
2 | SV-2 | 1 | 8 | 64
""", merged=["A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"])))
    accept("a-heading-over-three-merged-rows-names-its-columns", ".xlsx", workbook(sheet("Sheet1", """
STT | Mã máy ảo | Cấu hình | | | Ghi chú
    |           | Tính toán | | Lưu trữ |
    |           | Số vCPU | RAM (GB) | Dung lượng cấp phát (GB) |
1 | VM-1 | 4 | 8 | 100 | web
2 | VM-2 | 8 | 16 | 200 | thư điện tử
""", merged=["A1:A3", "B1:B3", "C1:E1", "C2:D2", "F1:F3"])))
    accept("rows-that-number-the-columns-are-no-machines", ".xlsx", workbook(
        sheet("Trong ngoặc", """
STT | Mã máy ảo | Số vCPU | RAM (GiB) | Dung lượng cấp phát (GiB)
(1) | (2) | (3) | (4) | (5)=(3)x(4)
1 | VM-1 | 4 | 8 | 100
"""),
        sheet("Chữ rồi số", """
STT | Tên máy ảo | Mã máy ảo | Số vCPU | RAM (GiB)
A | B | C | 1 | 2
1 | web | VM-2 | 4 | 8
"""),
    ))
    accept("section-rows-title-the-machines-below-them", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
I,Khối văn phòng,,
1,VM-1,4,8
II,Khối nghiệp vụ,,
A,Hộ tịch,,
1,VM-2,8,16
""")
    accept("the-name-of-an-agency-alone-gives-it-the-rows-below", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
I,Bộ Y tế,,
1,VM-1,4,8
2,VM-2,8,16
II,Bộ Tư pháp,,
1,VM-1,2,4
""", sender="")
    reject("rows-below-an-unknown-agency-are-not-those-of-the-one-above", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
I,Bộ Y tế,,
A,Khối sự nghiệp,,
1,VM-1,4,8
II,Bộ Không Có,,
1,VM-2,16,64
III,Bộ Tư pháp,,
1,VM-3,4,8
""", sender="")
    reject("a-misspelled-agency-above-its-rows-is-no-section-of-the-sender", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
1,VM-1,4,8
Bộ Giáo dụcc và Đào tạo,,,
2,VM-2,16,64
""", says={"A301": ["Bộ Giáo dục và Đào tạo (MOET)"]})
    accept("a-name-alone-among-numbered-rows-is-a-title-and-no-machine", ".csv", """\
STT,Tên máy ảo,Số vCPU,RAM (GiB)
,Cụm cổng thông tin,,
1,web,4,8
,Cụm cơ sở dữ liệu,,
2,db,16,64
""")
    accept("headings-repeated-on-each-page-are-no-machines", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
1,VM-1,4,8
STT,Mã máy ảo,Số vCPU,RAM (GiB)
2,VM-2,8,16
""")
    accept("totals-and-what-they-consist-of-are-no-machines", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
1,VM-1,4,8
2,VM-2,8,16
,Tổng cộng,12,24
,Trong đó:,,
,- Máy chạy thật,8,16
,- Máy thử nghiệm,4,8
""")
    accept("subtotals-of-sections-and-their-grand-total-agree", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
I,Khối văn phòng,,
1,VM-1,4,8
2,VM-2,8,16
,Cộng (I),12,24
II,Khối nghiệp vụ,,
1,VM-3,16,64
,Cộng (II),16,64
,Tổng cộng (I+II),28,88
""")
    accept("a-stated-total-that-differs-is-told-and-the-rows-count", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
1,VM-1,4,8
2,VM-2,8,16
,Tổng cộng,14,24
""", says={"T607": ["14", "12"]})
    accept("a-total-of-servers-counts-each-as-often-as-its-quantity", ".csv", """\
STT,Mã máy chủ,Số lượng,Số CPU,RAM (GB)
1,SV-1,3,2,256
2,SV-2,1,2,512
,Tổng cộng,4,8,1280
""")
    accept("a-signature-block-is-no-machine", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
1,VM-1,4,8
,,,
Người lập biểu,,Thủ trưởng đơn vị,
(Ký và ghi rõ họ tên),,(Ký tên và đóng dấu),
Nguyễn Văn A,,Trần Thị B,
Nơi nhận:,,,
- Như trên;,,,
""")
    accept("place-and-day-of-a-signature-and-the-names-below-are-no-machines", ".csv", """\
STT;Mã máy ảo;Số vCPU;RAM (GiB)
1;VM-1;4;8
;;;Hà Nội, ngày 12 tháng 7 năm 2024
;Người lập;;Giám đốc
;Nguyễn Văn A;;Trần Thị B
""")
    accept("a-note-below-a-table-is-no-machine", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
1,VM-1,4,8
Ghi chú: Số liệu tính đến 30/6/2024,,,
(*) Chưa gồm máy thử nghiệm,,,
""")
    accept("every-table-of-a-sheet-is-read", ".xlsx", workbook(sheet("Hiện trạng", """
I. DANH SÁCH MÁY CHỦ VẬT LÝ
STT | Mã máy chủ | Số CPU | Tổng số core | RAM (GB)
1 | SV-1 | 2 | 32 | 512
2 | SV-2 | 2 | 16 | 256
Tổng cộng | | 4 | 48 | 768

II. DANH SÁCH MÁY ẢO
STT | Mã máy ảo | Số vCPU | RAM (GB) | Ổ cứng (GB)
1 | VM-1 | 4 | 8 | 100

III. THIẾT BỊ LƯU TRỮ
STT | Mã thiết bị lưu trữ | Dung lượng thô (TB) | Dung lượng khả dụng (TB) | Ghi chú
1 | SAN-1 | 100 | 80 | chính
""")))
    accept("a-hidden-sheet-is-read-and-told", ".xlsx", workbook(
        sheet("Máy ảo", "Mã máy ảo | Số vCPU | RAM (GiB)\nVM-1 | 4 | 8"),
        sheet("Cũ", "Mã máy ảo | Số vCPU | RAM (GiB)\nVM-2 | 8 | 16", hidden=True),
    ))
    accept("a-hidden-row-and-a-hidden-column-are-read-and-told", ".xlsx", workbook(
        sheet("Máy ảo", """
STT | Mã máy ảo | Số vCPU | RAM (GiB)
1 | VM-1 | 4 | 8
2 | VM-2 | 16 | 64
3 | VM-3 | 4 | 8
""", hidden_rows=[3], hidden_columns=["D"])))
    accept("a-system-merged-over-its-machines-is-that-of-each", ".xlsx", workbook(
        sheet("Máy ảo", """
STT | Mã hệ thống | Mã máy ảo | Số vCPU | RAM (GiB)
1 | HT-1 | VM-1 | 4 | 8
2 | | VM-2 | 8 | 16
3 | HT-2 | VM-3 | 4 | 8
4 | | VM-4 | 4 | 8
""", merged=["B2:B3"])))
    accept("an-amount-merged-over-machines-counts-as-unknown-on-each", ".xlsx", workbook(
        sheet("Máy ảo", """
STT | Mã máy ảo | Số vCPU | RAM (GiB) | Dung lượng cấp phát (GiB)
1 | VM-1 | 4 | 8 | 500
2 | VM-2 | 8 | 16 |
3 | VM-3 | 4 | 8 | 100
""", merged=["E2:E3"])))
    reject("a-code-merged-over-rows-with-amounts-is-refused", ".xlsx", workbook(
        sheet("Máy chủ", """
STT | Mã máy chủ | Số CPU | RAM (GB) | Ổ cứng (TB)
1 | SV-1 | 2 | 512 | 2
  | | | | 8
2 | SV-2 | 2 | 256 | 4
""", merged=["A2:A3", "B2:B3", "C2:C3", "D2:D3"])))
    accept("a-number-of-servers-merged-over-rows-counts-as-one-on-each-and-is-told", ".xlsx", workbook(
        sheet("Máy chủ", """
STT | Mã máy chủ | Số lượng | Số CPU | RAM (GB)
1 | SV-1 | 4 | 2 | 512
2 | SV-2 | | 2 | 512
3 | SV-3 | 1 | 2 | 256
""", merged=["C2:C3"])))
    accept("a-row-without-number-and-code-goes-on-with-the-one-above", ".csv", """\
STT,Mã máy ảo,Số vCPU,Ghi chú
1,VM-1,4,chạy cổng thông tin
,,,và thư điện tử
2,VM-2,8,
""")
    accept("blank-columns-and-rows-do-not-end-a-table", ".csv", """\
STT,,Mã máy ảo,,Số vCPU,RAM (GiB)
1,,VM-1,,4,8
,,,,,
,,,,,
2,,VM-2,,8,16
""")
    far = '<row r="900000"><c r="C900000" s="1"/></row></sheetData>'
    accept("a-declared-range-far-larger-than-the-data-adds-no-rows", ".xlsx", workbook(
        sheet("Sheet1", "Mã máy ảo | Số vCPU | RAM (GiB)\nVM-1 | 4 | 8\nVM-2 | 8 | 16"),
        patch={"xl/worksheets/sheet1.xml": lambda xml: re.sub(
            r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', xml
        ).replace("</sheetData>", far.replace(' s="1"', ""))},
    ))
    accept("a-column-without-heading-is-kept-as-a-tag-and-told", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB),
1,VM-1,4,8,tầng 3
2,VM-2,8,16,
""")
    accept("a-column-no-table-has-is-kept-as-a-tag", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB),Mã vạch,Người phụ trách
1,VM-1,4,8,0012,Nguyễn Văn A
2,VM-2,8,16,,Trần Thị B
""")
    accept("one-heading-means-another-column-in-another-table", ".xlsx", workbook(
        sheet("Vật lý", """
STT | Mã máy chủ | Số CPU | Tổng số core | RAM (GB) | Ổ cứng (TB)
1 | SV-1 | 2 | 32 | 512 | 2
"""),
        sheet("Ảo hóa", """
STT | Mã máy ảo | Số CPU | RAM (GB) | Ổ cứng (TB)
1 | VM-1 | 16 | 64 | 2
"""),
    ))
    same = """
STT | Số lượng CPU | RAM (GB) | Số lượng | Ghi chú
1 | 4 | 16 | 2 | cụm 1
"""
    accept("a-title-decides-the-table-where-headings-fit-two", ".xlsx", workbook(
        sheet("Sheet1", "DANH SÁCH MÁY CHỦ VẬT LÝ" + same),
        sheet("Sheet2", "DANH SÁCH MÁY CHỦ ẢO" + same),
    ))
    accept("english-headings-are-those-of-the-template", ".csv", """\
No.,Workload id,Environment,vCPU,RAM (GiB),Disk provisioned (GiB),Power state
1,VM-1,production,4,8,100,on
2,VM-2,test,2,4,50,off
""")
    accept("headings-typed-without-diacritics-name-their-columns", ".csv", """\
STT,Ma may ao,So vCPU,RAM (GB),Dung luong cap phat (GB)
1,VM-1,4,8,100
""")
    accept("disks-of-two-media-in-columns-of-their-own-are-added", ".csv", """\
STT,Mã máy ảo,Số vCPU,SSD (GB),HDD (GB)
1,VM-1,4,100,500
2,VM-2,4,,500
3,VM-3,8,50,
,Tổng cộng,16,150,1000
""")
    accept("a-sum-of-disks-goes-before-its-media", ".csv", """\
STT,Mã máy ảo,Số vCPU,SSD (GB),HDD (GB),Dung lượng cấp phát (GB)
1,VM-1,4,100,500,600
""")
    accept("disks-of-two-media-in-two-units-are-added-in-bytes", ".csv", """\
STT,Mã máy chủ,Số CPU,SSD (GB),HDD (TB)
1,SV-1,2,480,2
""")
    accept("of-two-columns-of-one-meaning-the-first-is-read", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB),RAM (GiB)
1,VM-1,4,8,16
""")
    accept("a-mapping-file-names-a-column-nobody-else-knows", ".csv", """\
STT,Mã máy chủ,Cấu hình 2,RAM (GB),Cột lạ
1,SV-1,32,512,x
""", mapping="""\
[[sheet]]
agency = "MOJ"
table = "server"
[sheet.columns]
"Cấu hình 2" = "cores_count"
"E" = "note"
""")
    reject("a-cover-page-alone-is-no-answer", ".xlsx", workbook(sheet("Bìa", """
BỘ TƯ PHÁP
Kính gửi: Bộ Công an
V/v cung cấp hiện trạng hạ tầng
""")))
    reject("an-empty-file-is-refused", ".csv", b"")
    reject("a-document-named-as-a-workbook-is-refused", ".xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    reject("a-table-without-a-column-it-needs-is-refused", ".csv", """\
Mã máy ảo,CPU (%),RAM (%),IOPS
VM-1,10,20,100
""", mapping='[[sheet]]\ntable = "utilisation"\n')


# Cases: numbers, units, days, blanks


def numbers():
    accept("a-decimal-comma-anywhere-in-a-column-makes-its-dots-thousands", ".csv", """\
STT;Mã thiết bị lưu trữ;Dung lượng thô (TB);Dung lượng khả dụng (TB)
1;SAN-1;1.024;900
2;SAN-2;7,68;6,5
""")
    accept("a-decimal-point-anywhere-in-a-column-makes-its-commas-thousands", ".csv", """\
STT;Mã thiết bị lưu trữ;Dung lượng thô (TB);Dung lượng khả dụng (TB)
1;SAN-1;1,024;900
2;SAN-2;7.68;6.5
""")
    accept("columns-of-one-sheet-decide-their-decimal-sign-each-for-itself", ".csv", """\
STT;Mã thiết bị lưu trữ;Dung lượng thô (TB);Dung lượng đã sử dụng (TB)
1;SAN-1;1.024;0.512
2;SAN-2;7,68;1.5
""")
    accept("thousands-are-separated-by-dots-spaces-and-apostrophes", ".csv", """\
STT;Mã CSDL;Tên CSDL;Dung lượng CSDL (GB);Số bản ghi
1;DB-1;Dấu chấm;512;1.778.785
2;DB-2;Dấu cách;512;1 778 785
3;DB-3;Dấu cách không ngắt;512;1\u00a0778\u00a0785
4;DB-4;Dấu nháy;512;1'778'785
5;DB-5;Dấu cách và dấu phẩy;1 024,5;12
""")
    reject("an-ambiguous-number-is-refused-with-both-readings", ".csv", """\
STT;Mã máy ảo;Số vCPU;Dung lượng sử dụng (GiB)
1;VM-1;4;1.024
2;VM-2;4;100
""", says={"C403": ["1024", "1.024"]})
    reject("a-column-that-contradicts-itself-decides-nothing", ".csv", """\
STT;Mã máy ảo;Số vCPU;Dung lượng sử dụng (GiB)
1;VM-1;4;7,5
2;VM-2;4;7.5
3;VM-3;4;1.024
""", says={"C403": ["1024", "1.024"]})
    accept("of-two-readings-the-one-plausible-is-taken-and-told", ".csv", """\
STT;Mã máy chủ;Số CPU;Công suất nguồn (W);Trọng lượng (kg)
1;SV-1;2;1.100;25
2;SV-2;2;750;30
""", says={"C403": ["1100", "1.1"]})
    accept("a-mapping-file-settles-the-decimal-sign", ".csv", """\
STT;Mã máy ảo;Số vCPU;Dung lượng sử dụng (GiB)
1;VM-1;4;1.024
2;VM-2;4;100
""", mapping='[[sheet]]\ndecimal = "comma"\n')
    accept("numbers-stored-as-text-are-numbers", ".xlsx", workbook(sheet("Máy ảo", """
STT | Mã máy ảo | Số vCPU | RAM (GiB) | Dung lượng cấp phát (GiB)
'1 | VM-1 | '4 | '8 | '100,5
'2 | VM-2 | '08 | ' 16 | '200
""")))
    reject("a-negative-amount-is-refused", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
1,VM-1,-4,8
2,VM-2,4,-8
3,VM-3,4,8
""")
    reject("half-a-vcpu-is-refused", ".csv", """\
STT;Mã máy ảo;Số vCPU;RAM (GiB)
1;VM-1;2,5;8
2;VM-2;2,0;8
""")
    reject("a-word-is-no-number", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
1,VM-1,nhiều,8
2,VM-2,4,8
""")
    accept("an-implausible-size-is-used-and-told", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
1,VM-1,4,131072
""")
    reject("a-quantity-of-millions-is-refused", ".csv", """\
STT,Mã máy ảo,Số lượng,Số vCPU,RAM (GiB)
1,VM-1,2000000,4,8
""")


def units():
    accept("a-unit-in-the-cell-goes-before-that-of-the-heading", ".csv", """\
STT;Mã máy ảo;Số vCPU;RAM (GB)
1;VM-1;4;128
2;VM-2;4;512 GB
3;VM-3;4;0,5 TB
4;VM-4;4;65536 MB
5;VM-5;4;128GiB
""")
    accept("tb-and-tib-differ-on-arrays", ".csv", """\
STT;Mã thiết bị lưu trữ;Dung lượng thô (TB);Dung lượng khả dụng (TiB)
1;SAN-1;100;80
2;SAN-2;100 TiB;80 TB
3;SAN-3;7680 GB;6,5
""")
    accept("gb-of-memory-and-virtual-disks-is-two-to-the-thirty", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GB),Dung lượng cấp phát (GB)
1,VM-1,4,16,100
""", says={"H207": ["1024"]})
    accept("a-size-without-any-unit-is-read-in-the-unit-of-the-template-and-told", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM
1,VM-1,4,16
""", says={"H207": ["GiB"]})
    reject("an-amount-in-gigabit-is-no-size", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GB)
1,VM-1,4,10 Gb
2,VM-2,4,10 GB
""")
    accept("a-column-headed-in-gigabit-is-not-read-as-a-size", ".csv", """\
STT,Mã thiết bị lưu trữ,Dung lượng thô (Gb),Dung lượng khả dụng (TB)
1,SAN-1,500,40
""")
    reject("watts-are-no-memory", ".csv", """\
STT,Mã máy chủ,RAM (GB),Công suất nguồn (W)
1,SV-1,512 W,750
2,SV-2,512,0.75 kW
""")
    accept("parts-in-brackets-that-add-up-are-the-amount", ".csv", """\
STT;Mã máy chủ;Số CPU;RAM (GB);Ổ cứng
1;SV-1;2;16GB (1x16GB);2x480GB SSD
2;SV-2;2;512 GB (16x32GB);3x1.2TB SAS 10K
3;SV-3;2;64GB(4 x 16GB);7,2TB (6x1,2TB)
""")
    reject("parts-in-brackets-that-do-not-add-up-are-refused", ".csv", """\
STT;Mã máy chủ;Số CPU;RAM (GB)
1;SV-1;2;16GB (1x32GB)
2;SV-2;2;512 GB (16x32GB)
""")
    accept("disks-are-multiplied-and-added", ".csv", """\
STT;Mã máy chủ;Số CPU;Ổ cứng
1;SV-1;2;3x1.2TB SAS 10K
2;SV-2;2;2x480GB SSD + 4x2.4TB SAS
3;SV-3;2;"2 × 960GB SSD; 2 × 4TB HDD"
""")
    reject("a-sum-of-numbers-with-and-without-a-unit-is-refused", ".csv", """\
STT;Mã máy chủ;Số CPU;Công suất nguồn (W)
1;SV-1;2;1+1 750W
2;SV-2;2;750
""")
    accept("two-supplies-of-one-power-are-that-power-each", ".csv", """\
STT;Mã máy chủ;Số CPU;Công suất nguồn (W);Số nguồn
1;SV-1;2;2x750W;2
""", says={"C423": ["750"]})
    accept("processors-times-cores-are-cores", ".csv", """\
STT;Mã máy chủ;Số CPU;Tổng số core;RAM (GB)
1;SV-1;2 x 10 Core;2 x 10 Core;64
2;SV-2;2;16 core;32
""")
    accept("cores-below-the-heading-of-processors-are-read-as-cores", ".csv", """\
STT,Mã máy chủ,Số CPU,RAM (GB)
1,SV-1,32,512
2,SV-2,16,64
""")
    accept("a-band-counts-as-unknown", ".csv", """\
STT;Mã máy ảo;Số vCPU;Dung lượng cấp phát (GB)
1;VM-1;4;100GB - 1TB
2;VM-2;4;500-600
3;VM-3;4;từ 100 đến 200
""", says={"C420": ["100 GiB", "1,024 GiB"]})
    accept("an-approximate-amount-is-taken-and-told", ".csv", """\
STT;Mã máy ảo;Số vCPU;Dung lượng cấp phát (GB)
1;VM-1;≥ 04;~500
2;VM-2;4;khoảng 200 GB
3;VM-3;4;>= 100
4;VM-4;4;tối đa 300
""")
    accept("a-machine-in-words-fills-the-columns-the-sheet-lacks", ".csv", """\
STT;Mã máy ảo;Tên máy ảo;Cấu hình
1;VM-1;web;8 vCPU, 32GB RAM, 500GB SSD
2;VM-2;thư;CPU: 4 core; RAM: 16 GB; HDD: 2x300GB
3;VM-3;kho;theo hồ sơ kèm theo
""".replace("CPU: 4 core; RAM: 16 GB; HDD: 2x300GB", '"CPU: 4 core; RAM: 16 GB; HDD: 2x300GB"'))
    accept("a-server-in-words-gives-processors-and-cores", ".csv", """\
STT,Mã máy chủ,RAM (GB),CPU
1,SV-1,512,2x Intel Xeon-Silver 4210 (2.2GHz/10-core/85W)
2,SV-2,64,Intel Xeon E5-2620 v4
""")
    reject("a-total-with-a-quantity-is-refused", ".csv", """\
STT,Mã máy chủ,Số lượng,Tổng RAM (GB)
1,SV-1,4,512
2,SV-2,1,512
""")
    accept("a-mapping-file-settles-that-a-total-is-of-the-row", ".csv", """\
STT,Mã máy chủ,Số lượng,Tổng RAM (GB)
1,SV-1,4,512
2,SV-2,1,512
""", mapping="""\
[[sheet]]
[sheet.columns]
"Tổng RAM (GB)" = { column = "ram_bytes", unit = "GB", per = "row" }
""")
    modules = """\
STT,Mã máy chủ,CPU,,RAM,,
,,Số lượng,Tổng số core,Số lượng,Dung lượng (GB),Loại
1,SV-1,2,32,16,32,DDR4
2,SV-2,2,16,1,64,DDR4
"""
    reject("modules-beside-their-number-are-of-one-or-of-all", ".csv", modules,
           says={"C423": ["32 with quantity 16"]})
    accept("a-mapping-file-settles-that-modules-are-stated-one-by-one", ".csv", modules, mapping="""\
[[sheet]]
[sheet.columns]
"RAM / Dung lượng (GB)" = { column = "ram_bytes", per = "unit" }
""")
    accept("an-amount-of-one-is-stated-beside-its-quantity", ".csv", """\
STT,Mã máy chủ,Số lượng,Số CPU,RAM (GB)
1,SV-1,4,2,512
""")
    accept("thanh-tien-is-the-price-of-all-things-of-the-row", ".csv", """\
STT;Mã máy chủ;Số lượng;RAM (GB);Thành tiền (triệu đồng)
1;SV-1;4;512;2.000,5
2;SV-2;1;64;150
""")
    accept("power-in-kilowatts-and-watts-is-one-column", ".csv", """\
STT;Mã máy chủ;Số CPU;Công suất nguồn (W)
1;SV-1;2;0,75 kW
2;SV-2;2;750W
3;SV-3;2;750
""")


def days():
    accept("days-are-written-day-first", ".csv", """\
STT,Mã máy chủ,Số CPU,Hết bảo hành
1,SV-1,2,03/04/2026
2,SV-2,2,30.9.2026
3,SV-3,2,2026-09-30
4,SV-4,2,1-2-2026
""")
    accept("serial-numbers-of-days-count-from-1900", ".xlsx", workbook(sheet("Máy chủ", """
STT | Mã máy chủ | Số CPU | Hết bảo hành
1 | SV-1 | 2 | 2026-09-30
2 | SV-2 | 2 | 46295
3 | SV-3 | 2 | '46295
""")))
    accept("a-workbook-that-counts-days-from-1904-gives-the-same-days", ".xlsx", workbook(
        sheet("Máy chủ", """
STT | Mã máy chủ | Số CPU | Hết bảo hành
1 | SV-1 | 2 | 2026-09-30
2 | SV-2 | 2 | 2024-02-29
"""), epoch=openpyxl.utils.datetime.CALENDAR_MAC_1904))
    accept("a-day-that-does-not-exist-is-not-stated", ".csv", """\
STT,Mã máy chủ,Số CPU,Hết bảo hành
1,SV-1,2,31/02/2024
2,SV-2,2,09/30/2026
""")
    accept("months-quarters-and-years-are-days-told-as-such", ".csv", """\
STT,Mã máy chủ,Số CPU,Ngày đưa vào sử dụng,Hết bảo hành
1,SV-1,2,tháng 9/2024,tháng 9/2027
2,SV-2,2,Quý IV/2023,Quý IV/2025
3,SV-3,2,2020,12/2025
""")
    accept("a-heading-that-asks-for-a-year-gets-one-in-silence", ".csv", """\
STT,Mã máy chủ,Số CPU,Năm đưa vào sử dụng
1,SV-1,2,2020
2,SV-2,2,2021
""")
    accept("quarters-are-read-in-every-way-they-are-written", ".csv", """\
STT,Mã hệ thống,Tên hệ thống,Cấp độ an toàn,Quý đề xuất di chuyển
1,HT-1,Hộ tịch,3,Quý IV/2025
2,HT-2,Công chứng,Cấp độ 2,Q4/2025
3,HT-3,Đấu giá,3,tháng 11/2025
4,HT-4,Thi hành án,3,15/12/2025
5,HT-5,Lý lịch,3,sớm
""")
    accept("a-warranty-of-months-is-counted-from-the-start-of-service", ".csv", """\
STT,Mã máy chủ,Số CPU,Ngày đưa vào sử dụng,Hết bảo hành
1,SV-1,2,15/01/2023,36 tháng
2,SV-2,2,,3 năm
""", says={"C421": ["2026-01-15"]})


def blanks():
    accept("none-unknown-and-not-applicable-are-told-apart", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB),Số GPU,Mức sử dụng CPU (P95)
1,VM-1,4,8,không có,35
2,VM-2,đang cập nhật,8,0,không có
3,VM-3,4,N/A,-,-
4,VM-4,4,,,
5,VM-5,4,không có,1,40
6,VM-6,4,8,Không,0
""")
    accept("as-above-is-the-value-of-the-row-above", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB),Hệ điều hành
1,VM-1,4,8,RHEL 8
2,VM-2,nt,như trên,như trên
3,VM-3,8,-nt-,nt
""")
    reject("as-above-is-no-code-of-a-machine", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
1,VM-1,4,8
2,nt,4,8
""")
    accept("a-number-of-machines-that-is-not-known-counts-as-one-and-is-told", ".csv", """\
STT;Mã máy ảo;Số lượng;Số vCPU
1;VM-1;3-5;4
2;VM-2;đang cập nhật;4
3;VM-3;;4
4;VM-4;3;4
""", says={"C420": ["counts as one"], "C414": ["counts as one"]})
    accept("as-above-with-nothing-above-is-not-stated", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB),Hệ điều hành
1,VM-1,4,như trên,RHEL 8
""")
    accept("fractions-that-may-be-percent-count-as-not-measured", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB),Mức sử dụng CPU (P95)
1,VM-1,4,8,0.45
2,VM-2,4,8,0.30
3,VM-3,4,8,0.9
""")
    accept("a-share-is-a-number-of-hundredths-with-and-without-its-sign", ".csv", """\
STT;Mã máy ảo;Số vCPU;RAM (GiB);Mức sử dụng CPU (P95)
1;VM-1;4;8;85,5%
2;VM-2;4;8;85,5
3;VM-3;4;8;85 %
4;VM-4;4;8;0,5%
""")
    accept("a-share-of-a-workbook-shown-in-percent-is-that-many-hundredths", ".xlsx", workbook(
        sheet("Máy ảo", """
STT | Mã máy ảo | Số vCPU | RAM (GiB) | Mức sử dụng CPU (P95)
1 | VM-1 | 4 | 8 | 85%
2 | VM-2 | 4 | 8 | 0.5%
3 | VM-3 | 4 | 8 | 45
""")))
    reject("a-share-above-one-hundred-is-refused", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB),Mức sử dụng CPU (P95)
1,VM-1,4,8,180
2,VM-2,4,8,80
""")
    accept("words-of-closed-lists-are-known-in-both-languages", ".csv", """\
STT,Mã máy ảo,Số vCPU,Môi trường,Loại đĩa,Trạng thái,Là bản mẫu
1,VM-1,4,Chính thức,SAS,Đang chạy,không
2,VM-2,4,test,NVMe,poweredOff,x
3,VM-3,4,phòng thí nghiệm,SSD,tắt,một phần
""")
    accept("a-serial-shown-with-an-exponent-is-told", ".csv", """\
STT,Mã máy chủ,Số CPU,Số serial
1,SV-1,2,1.23E+18
2,SV-2,2,00123
3,SV-3,2,CN7E03A2
""")
    accept("a-long-number-of-a-workbook-is-told-and-kept-with-all-its-digits", ".xlsx", workbook(
        sheet("Máy chủ", """
STT | Mã máy chủ | Số CPU | Số serial
1 | SV-1 | 2 | 1230000000000000000
2 | SV-2 | 2 | '001230000000000000000
""")))
    reject("a-formula-that-failed-is-refused", ".xlsx", workbook(
        sheet("Máy ảo", """
STT | Mã máy ảo | Số vCPU | RAM (GiB)
1 | VM-1 | #REF! | 8
2 | VM-2 | 4 | #DIV/0!
3 | VM-3 | 4 | 8
"""),
        ))
    accept("texts-that-begin-like-formulas-stay-texts", ".csv", """\
STT,Mã máy ảo,Tên máy ảo,Số vCPU,Ghi chú
1,VM-1,"=HYPERLINK(""http://example.invalid"")",4,+84 24 0000 0000
2,VM-2,@web,4,-- máy cũ
3,=1+1,+máy,4,@SUM(1)
""")


# Cases: encodings and formats

MACHINES = """\
STT,Mã máy ảo,Tên máy ảo,Số vCPU,RAM (GiB),Môi trường,Ghi chú
1,VM-1,Máy chủ Cổng thông tin,4,8,Chính thức,Hòa Lạc
2,VM-2,Cơ sở dữ liệu hộ tịch,8,16,Thử nghiệm,đặt tại Đà Nẵng
"""

PLAIN = "accepted/text-in-utf-8-is-read"

# The same machines for fonts that have no capitals with marks.
LOWER = """
STT | Mã máy ảo | Tên máy ảo | Số vCPU | RAM (GiB) | Môi trường | Ghi chú
1 | VM-1 | Máy chủ cổng thông tin | 4 | 8 | chính thức | đặt tại Hòa Lạc
2 | VM-2 | Cơ sở dữ liệu hộ tịch | 8 | 16 | thử nghiệm | của Bộ Công an
"""


def encodings():
    def same(claim, suffix, content, as_case=PLAIN):
        accept(claim, suffix, content, same_as=as_case)

    accept("text-in-utf-8-is-read", ".csv", MACHINES)
    same("text-in-utf-8-with-its-mark-is-read", ".csv", "\ufeff" + MACHINES)
    same("text-in-utf-16-of-little-end-is-read-and-told", ".csv", ("\ufeff" + MACHINES).encode("utf-16-le"))
    same("text-in-utf-16-of-big-end-is-read-and-told", ".csv", ("\ufeff" + MACHINES).encode("utf-16-be"))
    tabs = "\ufeff" + separated(MACHINES, "\t")
    same("unicode-text-of-excel-is-utf-16-with-tabs", ".txt", tabs.encode("utf-16-le"))
    same("text-in-windows-1258-is-read-and-told", ".csv", windows_1258(MACHINES))
    same("letters-and-marks-written-apart-are-composed", ".csv", unicodedata.normalize("NFD", MACHINES))
    same("line-ends-of-windows-change-nothing", ".csv", MACHINES.replace("\n", "\r\n"))
    same("text-separated-by-semicolons-is-read", ".csv", separated(MACHINES, ";"))
    same("text-separated-by-tabs-is-read", ".tsv", separated(MACHINES, "\t"))
    same("text-separated-by-bars-is-read", ".csv", separated(MACHINES, "|"))
    accept("a-quoted-cell-may-hold-separators-quotes-and-line-breaks", ".csv", '''\
STT,Mã máy ảo,Số vCPU,RAM (GiB),"Ghi
chú"
1,VM-1,4,8,"dòng một
dòng hai, có phẩy và ""nháy"""
2,VM-2,8,16,x
''')
    same("separators-inside-quotes-do-not-decide-the-separator", ".csv",
         '"STT";"Mã máy ảo";"Tên máy ảo";"Số vCPU";"RAM (GiB)";"Môi trường";"Ghi chú"\n'
         '"1";"VM-1";"Máy chủ Cổng thông tin";"4";"8";"Chính thức";"Hòa Lạc"\n'
         '"2";"VM-2";"Cơ sở dữ liệu hộ tịch";"8";"16";"Thử nghiệm";"đặt tại Đà Nẵng"\n')
    rows = "\n".join(" | ".join(row) for row in csv.reader(io.StringIO(MACHINES)))
    same("a-workbook-xlsx-is-read", ".xlsx", workbook(sheet("Máy ảo", rows)))
    same("a-workbook-with-macros-xlsm-is-read", ".xlsm", workbook(sheet("Máy ảo", rows)))
    same("an-old-workbook-xls-is-read", ".xls", old_workbook("Máy ảo", rows))
    same("a-binary-workbook-xlsb-is-read", ".xlsb", binary_workbook("Máy ảo", rows))
    same("an-open-document-ods-is-read", ".ods", open_document("Máy ảo", rows))
    accept("words-in-small-letters-are-read", ".xlsx", workbook(sheet("Sheet1", LOWER)))
    small = "accepted/words-in-small-letters-are-read"
    for font, claim in [
        ("tcvn3", "a-workbook-typed-for-fonts-of-tcvn3-is-read-as-vietnamese"),
        ("vni", "a-workbook-typed-for-fonts-of-vni-is-read-as-vietnamese"),
    ]:
        same(claim, ".xlsx", workbook(sheet("Sheet1", typed_for(font, LOWER))), small)
    # Too few words for their letters to tell the font.
    accept("a-name-typed-in-a-font-of-old-is-read-by-its-font", ".xlsx", workbook(sheet("Sheet1", f"""
STT | Mã máy ảo | Tên máy ảo | Số vCPU | RAM (GiB)
1 | VM-1 | {typed_for("tcvn3", "Cổng")} | 4 | 8
2 | VM-2 | {typed_for("vni", "Cổng")} | 8 | 16
""", fonts={"C2": ".VnTime", "C3": "VNI-Times"})))
    same("text-compressed-with-gzip-is-read", ".csv.gz", gzip.compress(MACHINES.encode(), mtime=0))
    same("text-compressed-with-zstandard-is-read", ".csv.zst", zstandard(MACHINES.encode()))
    same("a-columnar-parquet-file-is-read", ".parquet", columnar(MACHINES))
    same("json-lines-are-read", ".jsonl", json_lines(MACHINES))
    same("an-archive-of-csv-files-is-read-as-sheets", ".zip", zipped({"Máy ảo.csv": MACHINES.encode()}))
    same("text-named-as-an-old-workbook-is-read-and-told", ".xls", separated(MACHINES, "\t"))
    same("a-first-line-that-names-the-separator-is-no-row", ".csv", "sep=;\n" + separated(MACHINES, ";"))
    table = "".join(
        f"<tr>{''.join(f'<td>{content}</td>' for content in row)}</tr>"
        for row in csv.reader(io.StringIO(MACHINES))
    )
    same("a-web-page-named-as-an-old-workbook-is-read-and-told", ".xls",
         f'<html><head><meta charset="utf-8"></head><body><table>{table}</table></body></html>')
    inner = zipped({"a.csv": MACHINES.encode()})
    reject("an-archive-in-an-archive-is-refused", ".zip", zipped({"a.zip": inner}))
    reject("a-quote-that-never-ends-is-refused", ".csv", """\
STT,Mã máy ảo,Số vCPU,Ghi chú
1,VM-1,4,"chạy web
2,VM-2,8,
""")
    reject("bytes-that-are-no-text-are-refused", ".csv", b"STT,M\x81,\x8d\n1,VM-1,4\n")
    broken = MACHINES.encode() + b"3,VM-3,\xff\xc3,4,8,,\n"
    reject("utf-8-with-broken-bytes-is-refused", ".csv", broken)


# Cases: exports of other tools


def tools():
    machines = """
VM | Powerstate | Template | CPUs | Memory | Provisioned {0} | In Use {0} | Datacenter | Cluster | Host
vm1 | poweredOn | False | 4 | 8192 | 102400 | 51200 | DC | C1 | esx-1.example.invalid
vm2 | poweredOff | False | 2 | 4096 | 51200 | | DC | C1 | esx-1.example.invalid
mẫu | poweredOff | True | 1 | 1024 | 10240 | 5120 | DC | C1 | esx-1.example.invalid
"""
    hosts = """
Host | Datacenter | Cluster | # CPU | # Cores | # Memory | Vendor | Model
esx-1.example.invalid | DC | C1 | 2 | 32 | 262144 | Dell | R740
"""
    partitions = "VM | Disk | Capacity {0} | Consumed {0}\nvm2 | C | 40960 | 20480\nvm2 | D | 10240 | 1024"
    for unit, claim in [
        ("MB", "an-rvtools-export-that-says-mb-means-mib"),
        ("MiB", "an-rvtools-export-that-says-mib-is-read"),
    ]:
        accept(claim, ".xlsx", workbook(
            sheet("vInfo", machines.format(unit)), sheet("vHost", hosts),
            sheet("vPartition", partitions.format(unit)),
        ))
    names = machines.format("MiB")
    for heading, name in [
        ("Powerstate", "Powerstate"), ("Template", "Template"), ("CPUs", "CPUs"), ("Memory", "Memory"),
        ("Provisioned MiB", "Provisioned"), ("In Use MiB", "InUse"), ("Datacenter", "DataCenter"),
        ("Cluster", "Cluster"), ("Host", "Host"), ("VM", "VMName"),
    ]:
        names = names.replace(f"{heading} |", f"vInfo{name} |", 1).replace(f"| {heading}\n", f"| vInfo{name}\n", 1)
    accept("an-rvtools-export-that-writes-names-of-fields-is-read", ".csv",
           "".join(
               ",".join(cell.strip() for cell in line.split("|")) + "\n"
               for line in names.strip().splitlines()
           ))
    reject("a-workbook-that-only-looks-like-rvtools-is-refused", ".xlsx", workbook(sheet("vInfo", """
VM | Powerstate | CPUs | Memory | Datacenter | Cluster | Host
vm1 | poweredOn | 4 | 8192 | DC | C1 | esx-1
""")), says={"P705": ["Template", "Provisioned"]})


# Cases: rows of a table, and tables of a file


def rows():
    reject("two-machines-of-one-code-keep-the-first", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
1,VM-1,4,8
2,VM-1,8,16
3,VM-2,4,8
""", says={"T601": ["row 2"]})
    reject("rows-of-one-code-that-differ-in-a-tag-are-no-copies", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB),Địa chỉ IP
1,VM-1,4,8,10.0.0.1
2,VM-1,4,8,10.0.0.2
""")
    accept("an-exact-copy-of-a-row-is-merged", ".csv", """\
Mã máy ảo,Số vCPU,RAM (GiB)
VM-1,4,8
VM-1,4,8
VM-2,16,64
""")
    reject("an-unknown-agency-is-refused-with-the-nearest", ".csv", """\
STT,Đơn vị,Mã máy ảo,Số vCPU
1,Bộ Y tế,VM-1,4
2,Bộ Giáo dụcc và Đào tạo,VM-2,4
""", sender="", says={"A301": ["Bộ Giáo dục và Đào tạo (MOET)"]})
    accept("an-agency-is-known-by-its-other-names", ".csv", """\
STT,Đơn vị,Mã máy ảo,Số vCPU
1,BGDĐT,VM-1,4
2,bộ giáo dục và đào tạo,VM-2,4
3,Bộ Văn hoá - Thể thao và Du lịch,VM-3,4
""", sender="")
    reject("a-row-without-agency-is-refused", ".csv", """\
STT,Đơn vị,Mã máy ảo,Số vCPU
1,Bộ Y tế,VM-1,4
2,,VM-2,4
""", sender="")
    accept("a-row-without-agency-belongs-to-the-sender-and-is-told", ".csv", """\
STT,Đơn vị,Mã máy ảo,Số vCPU
1,Bộ Y tế,VM-1,4
2,,VM-2,4
""")
    reject("a-file-of-nobody-is-refused", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
1,VM-1,4,8
""", sender="")
    reject("a-machine-without-code-is-refused", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
1,,4,8
2,VM-2,4,8
""")
    accept("where-no-column-of-codes-stands-the-name-is-the-code", ".csv", """\
STT,Tên máy ảo,Số vCPU,RAM (GiB)
1,web,4,8
2,db,8,16
""")
    accept("a-system-that-is-not-listed-is-told", ".xlsx", workbook(
        sheet("Hệ thống", """
STT | Mã hệ thống | Tên hệ thống | Cấp độ an toàn | Quý đề xuất di chuyển
1 | HT-1 | Hộ tịch | 3 | Quý IV/2025
"""),
        sheet("Máy ảo", """
STT | Mã máy ảo | Mã hệ thống | Số vCPU | RAM (GiB)
1 | VM-1 | HT-1 | 4 | 8
2 | VM-2 | HT-9 | 4 | 8
3 | VM-3 | Hộ tịch | 4 | 8
"""),
    ))
    reject("more-used-than-provisioned-is-refused", ".csv", """\
STT,Mã máy ảo,Dung lượng cấp phát (GiB),Dung lượng sử dụng (GiB)
1,VM-1,100,500
2,VM-2,500,100
""")
    reject("a-total-under-no-word-is-refused", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
1,VM-1,4,8
2,VM-2,8,16
,Cụm A,12,24
""")
    accept("a-numbered-machine-as-large-as-those-above-together-is-no-total", ".csv", """\
STT,Mã máy ảo,Số vCPU,RAM (GiB)
1,VM-1,4,8
2,VM-2,4,8
3,VM-3,8,16
""")
    reject("fewer-cores-than-processors-are-refused", ".csv", """\
STT,Mã máy chủ,Số CPU,Tổng số core
1,SV-1,4,2
2,SV-2,2,32
""")
    reject("a-need-that-asks-for-nothing-is-refused", ".csv", """\
STT,Mã nhu cầu,Mã hệ thống,Nhu cầu vCPU,Nhu cầu RAM (GB)
1,NC-1,HT-1,0,
2,NC-2,HT-1,16,64
""")
    accept("needs-of-the-cloud-are-read-with-their-quarter", ".csv", """\
STT,Mã nhu cầu,Mã hệ thống,Loại nhu cầu,Số lượng,Nhu cầu vCPU,Nhu cầu RAM (GB),Lưu trữ khối (TB),Cần từ quý
1,NC-1,HT-1,triển khai mới,2,16,64,1,Quý I/2026
2,NC-2,HT-2,di chuyển,,8,32,"0,5",Q2/2026
""")
    accept("a-room-of-an-agency-states-racks-and-power", ".csv", """\
STT;Mã trung tâm dữ liệu;Tên trung tâm dữ liệu;Hình thức sở hữu;Ngày kết thúc hợp đồng;Số tủ rack;Số rack đã sử dụng;Công suất điện (kW);PUE
1;TT-1;Phòng máy Ba Đình;tự đầu tư;;10;8;50;1,8
2;TT-2;Thuê Hòa Lạc;thuê;31/12/2027;4;4;24,5;1,5
""")
    reject("more-racks-in-use-than-there-are-is-refused", ".csv", """\
STT,Mã trung tâm dữ liệu,Số tủ rack,Số rack đã sử dụng
1,TT-1,10,12
2,TT-2,10,8
""")


def main():
    for make in [layout, numbers, units, days, blanks, encodings, tools, rows]:
        make()
    found = {f"{path.parent.name}/{path.name}" for path in CORPUS.glob("*/*")}
    strays = sorted(found - made)
    print(f"{len(made)} cases" + "".join(f"\nnot made here: {name}" for name in strays))
    return 1 if strays else 0


if __name__ == "__main__":
    sys.exit(main())
