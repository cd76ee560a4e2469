"""Writes what the fuzz targets begin with: seeds in corpus/TARGET, words in corpus/words.dict.

usage: seeds.py

The seeds are made from datasets/sample, cut to a few rows, and from pieces of the formats; the
words are the headings of datasets/reference, units, and the forms in which people write numbers.
"""

import csv
import io
import re
import zipfile
from pathlib import Path

FUZZ = Path(__file__).resolve().parent
DATASETS = FUZZ.parent / "datasets"
LINES_MAX = 14
TABLES = 9
COLUMNS_MAX = 40

NUMBERS = """0|1|-1|4|0,5|0.5|1.024|1,024|1.024,5|1,024.5|1 024|1'024,5|1.778.785|13.256,92|1e3|1.5e3
1.23E+18|1e308|1e400|-0|007|1..2|1,2,3|9999999999999999999|0x10|½|85%|85,5 %|~500|khoảng 500|>= 16|≥ 16
<= 16|tối đa 16|tối thiểu 16|hơn 500|16 - 32|100GB - 1TB|16 đến 32 GB|2 x 480|3x1.2TB SAS 10K
2x480GB SSD + 4x2,4TB|2x480GB SSD, 4x1.2TB|16GB (1x16GB)|16GB (1x32GB)|12 (dự kiến)|512 (GB)
8 vCPU, 32GB RAM, 500GB SSD|2x Intel Xeon 4210 (2.2GHz/10-core/85W)|CPU: 4 core; RAM: 16 GB
2 x 10 Core|4 CPU|7200 rpm|Cấp độ 3|cấp 4|Tier 3|1,5 tỷ|300 triệu đồng|1.200.000.000 đ|36 tháng
3 năm|tháng 9/2024|09/2024|T9/2024|2024|Quý IV/2025|Q4/2025|2025Q4|30/09/2026|2026-09-30
30.9.2026 08:00|31/02/2024|12:00 AM 1 March 2025|45000|45000.5|có|không|x|đúng|một phần|thuê
không có|-|N/A|nt|như trên|đang cập nhật|...|?|#REF!|Tổng cộng|Cộng (1+2)|Trong đó:|Người lập biểu
I. Máy chủ|(1)|STT|Bộ Y tế|BGDĐT|MOJ|Bộ Không Có|ssd|hdd|giấy|Bé C«ng an|M¸y chñ"""

UNITS = """GB|GiB|MB|MiB|TB|TiB|PB|KB|Gb|byte|%|W|kW|MW|kg|tấn|U|giờ|phút|ngày|VNĐ|đồng|triệu|tỷ|Mbps|Gbps
GbE|IOPS|m2|m²|kg/m2|vCPU|core|nhân|cái|rpm|inch|GHz"""

SIGNS = ["\u00a0", "\u202f", "\u200b", "\ufeff", "\u00ad", "\u0301", "’", "×", "–", "−", '""', "\r\n"]

XML = """<row r="2">|<row>|</row>|<c r="B2" t="s">|<c r="A1048577"|<c t="inlineStr">|<c s="2">|</c>|<v>|</v>|<is><t>
</t></is>|t="b"|t="e"|t="d"|t="str"|t="n"|hidden="1"|<cols><col min="1" max="3"/></cols>|<f>A1+1</f>
<f t="shared" si="0" ref="A1:A9">|<mergeCells><mergeCell ref="A1:B3"/></mergeCells>|<r><t>|</t></r>
<si><t>|</t></si>|uniqueCount="2"|<numFmt numFmtId="165" formatCode="0.00%"/>|<xf numFmtId="165"/>
state="hidden"|date1904="1"|<![CDATA[|]]>|<!--|-->|&amp;|&#7897;|_x000D_|xml:space="preserve"
<dimension ref="A1:XFD1048576"/>|NaN|inf|1E400|2024-02-30T08:00:00|4294967295|<?xml version="1.0"?>"""

OTHER_TEXTS = [
    '{"Mã máy ảo": "VM-1", "Số vCPU": 4, "RAM (GiB)": 8.5}\n{"Mã máy ảo": "VM-2", "Số vCPU": "4"}\n',
    '[{"workload_id": "VM-1", "vcpu_count": 4, "ram_gib": null}]',
    "<html><body><table><tr><th>Mã máy ảo</th><th>Số vCPU</th><th>RAM (GiB)</th></tr>"
    "<tr><td rowspan=2>VM-1</td><td>4<td>8</tr><tr><td colspan=3>&nbsp;x</table></body></html>",
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>'
    '<Row><Cell><Data ss:Type="String">Mã máy ảo</Data></Cell><Cell><Data ss:Type="String">Số vCPU'
    '</Data></Cell></Row><Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">V</Data>'
    '</Cell><Cell ss:Index="2"><Data ss:Type="Number">4</Data></Cell></Row></Table></Worksheet>'
    "</Workbook>",
    "STT;Mã máy ảo;Tên máy ảo;Số vCPU;RAM (GB)\n1;V1;web;4;8\n;;chạy thử;;\n2;V2;db;8;16\n"
    "Tổng cộng;;;12;24\n;;Người lập biểu;;\n",
    "Mã máy ảo,Số vCPU,RAM (GiB)\nVM-1,4,8\n\n2. Máy chủ,,\nMã máy chủ,Model,RAM (GB)\nS-1,R740,512\n",
    'Đơn vị,Mã máy ảo,Số vCPU,Cấu hình\nBGDĐT,VM-1,4,"8 vCPU, 32GB RAM"\nBộ Y tế,"VM\n2",,\n',
    "VM,Powerstate,Template,CPUs,Memory,Provisioned MB,In Use MB,Datacenter,Cluster,Host\n"
    "vm1,poweredOn,False,4,4096,100,90,DC,C,esx-9\n",
    'sep=|\nMã máy ảo|Số vCPU\nVM-1|"4\n"VM-2|5\n',
    "Mã máy ảo,CPU,,RAM,\n,Số lượng,Loại,Tổng,Loại\nVM-1,4,x,8,y\n",
]

SHEETS = [
    '<row r="1"><c t="inlineStr"><is><t>Mã máy ảo</t></is></c><c t="inlineStr"><is><t>Số vCPU</t></is></c>'
    '<c t="inlineStr"><is><t>RAM (GiB)</t></is></c></row><row r="2"><c t="inlineStr"><is><t>VM-1</t></is>'
    '</c><c><v>4</v></c><c s="2"><v>0.5</v></c></row><row r="3" hidden="1"><c r="A3" t="str"><f>1</f>'
    '<v>VM-2</v></c><c r="B3" t="e"><v>#REF!</v></c><c r="C3" s="1"><v>45000</v></c></row>',
    '<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData><row><c t="s"><v>0</v></c>'
    '<c t="s"><v>1</v></c><c t="s"><v>2</v></c></row><row><c t="s" s="3"><v>3</v></c><c><v>4</v></c>'
    '<c><v>8</v></c></row><row><c/><c><v>4</v></c><c/></row></sheetData><mergeCells>'
    '<mergeCell ref="A2:A3"/><mergeCell ref="C2:C3"/></mergeCells></worksheet>\0<sst uniqueCount="4">'
    "<si><t>Mã máy ảo</t></si><si><r><t>Số </t></r><r><t>vCPU</t></r></si><si><t>RAM (GB)</t></si>"
    "<si><t>M¸y ¶o</t></si></sst>",
]


def put(target: str, name: str, content: bytes) -> None:
    folder = FUZZ / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"seed-{name}").write_bytes(content)


def split(text: str) -> list[str]:
    return [word for line in text.splitlines() for word in line.split("|")]


def headings() -> list[str]:
    with (DATASETS / "reference/header_synonyms.csv").open(encoding="utf-8") as file:
        return [line["variant"] for line in csv.DictReader(file)]


def samples() -> list[tuple[str, bytes]]:
    files = sorted((DATASETS / "sample").glob("*/*"))
    return [(f"{file.parent.name}-{file.name}", file.read_bytes()) for file in files]


def write_csv() -> None:
    for name, content in samples():
        if name.endswith(".csv"):
            put("csv", name, b"\n".join(content.split(b"\n")[:LINES_MAX]) + b"\n")
    for number, text in enumerate(OTHER_TEXTS):
        put("csv", f"other-{number}", text.encode())
    for window, path in enumerate(sorted((FUZZ / "corpus" / "csv").glob("seed-*"))):
        # Windows of a few bytes, of a few rows, of the whole.
        portions = bytes([(1, 20, 255)[window % 3], window % 2])
        put("windows", path.name.removeprefix("seed-"), portions + path.read_bytes())
    text = OTHER_TEXTS[4]
    put("csv", "utf16", text.encode("utf-16"))
    put("csv", "tcvn3", "M· m¸y ¶o,Tªn m¸y ¶o,Sè vCPU\nVM-1,M¸y chñ,4\n".encode("cp1252"))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("workload.csv", OTHER_TEXTS[4])
        package.writestr("server.csv", "Mã máy chủ,Số CPU\nS-1,2\n")
    put("csv", "zip", archive.getvalue())


def cut(sheet: str) -> str:
    """The sheet with its first rows only."""
    rows = re.findall(r"<row .*?</row>|<row [^>]*/>", sheet, re.DOTALL)
    if len(rows) <= LINES_MAX:
        return sheet
    begin, end = sheet.index(rows[LINES_MAX]), sheet.rindex(rows[-1]) + len(rows[-1])
    return sheet[:begin] + sheet[end:]


def with_own_texts(sheet: str, strings: str) -> tuple[str, str]:
    """The sheet, and the list of texts with those only that the sheet has."""
    texts = re.findall(r"<si>.*?</si>|<si/>", strings, re.DOTALL)
    own: list[str] = []

    def place(match: re.Match[str]) -> str:
        text = texts[int(match[2])]
        if text not in own:
            own.append(text)
        return f"{match[1]}{own.index(text)}</v>"

    sheet = re.sub(r'(<c [^>]*t="s"[^>]*><v>)(\d+)</v>', place, sheet)
    return sheet, f"<sst>{''.join(own)}</sst>"


def write_xlsx() -> None:
    for name, content in samples():
        if not name.endswith(".xlsx"):
            continue
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {part: package.read(part) for part in package.namelist()}
        strings = parts.get("xl/sharedStrings.xml", b"").decode()
        styles = parts.get("xl/styles.xml", b"")
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
            for part, xml in parts.items():
                if part.startswith("xl/worksheets/sheet"):
                    sheet, own = with_own_texts(cut(xml.decode()), strings)
                    sections = [sheet.encode(), own.encode(), styles]
                    put("xlsx", f"{name}-{re.sub(r'[^0-9]', '', part)}", b"\0".join(sections))
                    xml = cut(xml.decode()).encode()
                package.writestr(part, xml)
        put("xlsx", f"{name}-whole", whole.getvalue())
    for number, sheet in enumerate(SHEETS):
        put("xlsx", f"sheet-{number}", sheet.encode())


def write_cells() -> None:
    values = split(NUMBERS)
    for table in range(TABLES):
        for number, value in enumerate(values):
            pieces = [bytes([column]) + value.encode() for column in range(COLUMNS_MAX)]
            # A few columns a seed: small inputs are mutated more often.
            first = (number * 3) % COLUMNS_MAX
            put("cells", f"{table}-{number}", bytes([table]) + b"\0".join(pieces[first : first + 3]))
        rows = [bytes([column]) + value.encode() for value in values[:8] for column in range(COLUMNS_MAX)]
        put("cells", f"{table}-rows", bytes([table]) + b"\0".join(rows))
        own = b"\0".join([b"\xe0" + "RAM / Tổng (GB)".encode(), b"\xf01", b"\xe0x", b"\xf0y"])
        put("cells", f"{table}-own", bytes([table]) + own)


def quoted(word: str) -> str:
    plain = lambda byte: 0x20 <= byte < 0x7F and chr(byte) not in '"\\'
    return "".join(chr(byte) if plain(byte) else f"\\x{byte:02x}" for byte in word.encode())


def main() -> None:
    write_csv()
    write_xlsx()
    write_cells()
    words = headings() + split(NUMBERS) + split(UNITS) + split(XML) + SIGNS
    lines = sorted({f'"{quoted(word)}"' for word in words if 0 < len(word.encode()) <= 60})
    (FUZZ / "corpus" / "words.dict").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
