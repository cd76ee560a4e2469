### Texts about findings in English. A code has the attributes claim (a sentence that is true of
### good data), example (what breaks it) and remedy (what to do); below it stand its phrases, named
### after it. Raw text of a file, names and units come as arguments and are never translated.


## The file.

F101 =
    .claim = The file is whole, and in a format that is read.
    .example = a PDF renamed to .xlsx
    .remedy = Open it in the program that made it, save it as .xlsx or .csv, send it again.
F101-pdf = the content is a PDF document
F101-picture = the content is a picture
F101-not-followed = a workbook so damaged that it cannot be followed
F101-damaged = the workbook is damaged or cut off: { $error }
F101-line-not-followed = a line that cannot be followed: { $error }
F101-rar = the content is a RAR archive
F101-7-zip = the content is a 7-Zip archive
F101-rtf = the content is an RTF document
F101-word = the content is a Word document
F101-powerpoint = the content is a PowerPoint presentation
F101-open-document-text = the content is an OpenDocument text
F101-page-without-table = the content is a web page without a table
F101-no-workbook = the content is no workbook
F101-file-damaged = the file is damaged or cut off: { $error }
F101-part-damaged = { $part } is damaged or cut off: { $error }
F101-parquet = a Parquet file that is damaged, or of a type that is not read: { $error }
F101-json = JSON that is no list of objects: { $error }
F101-json-line = { $error } on line { $line }
F101-json-wanted = one object a line, or one array of objects
# What is wrong with a damaged file, within the phrases above.
F101-not-followed-on = it cannot be followed
F101-holds-no-workbook = it holds no workbook
F101-no-content = it has no content
F101-header = its header is cut off or wrong
F101-stream = a stream that claims { $bytes } bytes
F101-no-streams = it lists no streams
F101-sector = sector { $sector } lies beyond its end
F101-small-sectors = its table of small sectors is larger than the file
F101-tables = it lists more tables than it has sectors
F101-tables-in-circle = its list of tables runs in a circle
F101-chain-in-circle = a chain of sectors runs in a circle
F101-chain-broken = a chain of sectors is broken
F101-sheet-without-place = a sheet without a place
F101-sheet-beyond-end = a sheet beyond the end
F101-two-sheets-one-part = two sheets are one part
F101-texts-claimed = { $part } claims { $texts } texts in { $bytes } bytes
F101-sheet-without-end = a sheet that does not end
F101-table-without-end = a table that does not end
F101-row-without-end = a row that does not end
F101-cell-without-end = a cell that does not end
F101-cell-twice = { $cell } is filled twice
F101-name-twice = two sheets called "{ $name }"
F101-row-beyond = a row beyond number { $rows }

F102 =
    .claim = The file is not empty.
    .example = a file of 0 bytes
    .remedy = Send the file again; the transfer may have been cut off.
F102-no-bytes = 0 bytes
F102-no-bytes-inflated = 0 bytes once inflated
F102-file-no-bytes = { $file } has 0 bytes

F103 =
    .claim = The file has at least one table that is recognised.
    .example = a workbook with a cover page only
    .remedy = Use the blank template (ndcap template) or name the columns as it does.
F103-no-cell = no cell is filled
F103-no-headings = { $sheets ->
    [one] 1 sheet
   *[other] { $sheets } sheets
} without headings that a table has
F103-return-sheets-only = only the sheets a return workbook begins with

F104 =
    .claim = The file keeps to the limits of size.
    .example = a sheet with 100,000 columns
    .remedy = Delete empty columns and rows beyond the table, split the file, send it again.
F104-bytes = { $bytes } bytes
F104-bytes-most = at most { $most } bytes (limits.file_bytes_max)
F104-columns = at least { $columns } columns
F104-columns-most = at most { $most } columns (limits.columns_max)
F104-cells = at least { $cells } cells, empty ones included
F104-cells-most = at most { $most } cells (limits.cells_max)
F104-text = cells with { $bytes } bytes of text
F104-text-most = at most { $most } bytes (limits.text_bytes_max)
F104-inflated = parts of { $bytes } bytes once inflated
F104-inflated-most = at most { $most } bytes (limits.inflated_bytes_max)
F104-inflation = { $part }: { $packed } bytes that inflate to at least { $bytes }
F104-inflation-most = at most { $most } times the compressed size (limits.inflation_max)
F104-save-anew = Delete empty columns and rows beyond the table, save the file anew, send it again.
F104-files = an archive of { $files } files
F104-files-most = an archive of at most { $most } files
F104-part-text = { $part }: a text of more than { $bytes } bytes
F104-part-text-most = texts of at most { $most } bytes
F104-tags = { $part }: more than { $tags } tags
F104-tags-most = a list of at most { $most } tags
F104-spans = sheets that span { $cells } cells, { $empty } of them empty
F104-spans-most = at most { $most } empty cells between filled ones
F104-claims = a sheet that claims rows { $first } to { $last } and { $columns } columns
F104-claims-most = at most { $rows } rows and { $columns } columns, which an .xls can have

F105 =
    .claim = The text of the file is in an encoding that can be read.
    .example = a CSV whose bytes are no text
    .remedy = Save the CSV as UTF-8 (Excel: CSV UTF-8).
F105-own-encoding = bytes that break its own encoding
F105-neither-utf-16 = bytes that are neither UTF-8 nor UTF-16
F105-no-text = bytes that are no text
F105-broken-utf-8 = UTF-8 with bytes that break it, in { $places ->
    [one] 1 place
   *[other] { $places } places
}
F105-neither-1258 = bytes that are neither UTF-8 nor Windows-1258

F106 =
    .claim = The text of the file is UTF-8.
    .example = a CSV in Windows-1258
    .remedy = Look whether the names are read well; better save the CSV as UTF-8 (Excel: CSV UTF-8).
F106-read-as = read as { $encoding }

F107 =
    .claim = The letters of the file are Unicode Vietnamese.
    .example = "Bé C«ng an", typed for the font .VnTime
    .remedy = Look whether the names are read well; better convert the text to Unicode.
F107-fonts = { $cells ->
    [one] 1 cell
   *[other] { $cells } cells
} typed for fonts of { $font }, read as such

F108 =
    .claim = The name of a file says what it holds.
    .example = tab-separated text named .xls
    .remedy = Look whether it was read well; better save it in the format of its name.
F108-read-as = named .{ $extension }, read as { $format }
F108-no-extension = named without an extension, read as { $format }

F109 =
    .claim = An archive holds nothing but CSV files.
    .example = a .zip within a .zip
    .remedy = Send the files one by one, or CSV files alone in one .zip.
F109-holds = it holds { $others }
F109-holds-nothing = it holds nothing
F109-compressed = a compressed file that holds { $format }

F110 =
    .claim = The parts of a workbook declare no document type of their own.
    .example = an XML part that defines entities in terms of each other
    .remedy = Open it in the program that made it, save it as .xlsx, send it again.
F110-part = { $part } declares a document type
F110-file = the file declares a document type

F111 =
    .claim = A workbook takes no figures from other files.
    .example = a formula into another workbook
    .remedy = Nothing, if the figures last saved are right; else update the links, save, send it again.
F111-links = links to { $files ->
    [one] 1 other file
   *[other] { $files } other files
}, not followed; read as last saved

F112 =
    .claim = The file can be read without a password.
    .example = a workbook that asks for a password when opened
    .remedy = Take the password off (Excel: File, Info, Protect Workbook) and send the file again.
F112-archive = an archive with a password
F112-xlsx = an .xlsx with a password
F112-xls = an .xls with a password
F112-ods = an .ods with a password

F113 =
    .claim = Every quotation mark of a CSV that opens a text is closed.
    .example = a text that begins with a quotation mark and never ends
    .remedy = Close the text, or double the quotation mark within it; better save it from a spreadsheet program.
F113-open = row { $row }: a quoted text that never ends


## Headings.

H201 =
    .claim = Every sheet with cells is a table that is recognised.
    .example = a sheet named Bìa without headings
    .remedy = Name the columns as the template does, or ignore this if the sheet holds no data.
H201-rows = { $rows ->
    [one] 1 row
   *[other] { $rows } rows
}, the first: { $first }
H201-not-of-format = { $rows ->
    [one] 1 row
   *[other] { $rows } rows
}, not of this format

H202 =
    .claim = A sheet with headings has rows of data.
    .example = a template sent back blank
    .remedy = Fill in the table, or state that there is nothing to report.
H202-headings-only = headings only

H203 =
    .claim = Every column of the sheet is known.
    .example = a column headed "Mã vạch"
    .remedy = Nothing, if its content is not needed; else use the heading of the template.
H203-more = { $columns } more columns
H203-no-heading = { $cells ->
    [one] 1 cell
   *[other] { $cells } cells
} below no heading, the first here
H203-amount = It looks like an amount, and none was read: use the heading of the template.

H204 =
    .claim = The sheet has every column the table cannot do without.
    .example = a workload table without code or name
    .remedy = Add the column under the heading of the template.
H204-no-column = no column { $title } ({ $name })

H205 =
    .claim = No two columns of a sheet mean the same.
    .example = two columns headed "RAM (GB)"
    .remedy = Delete or rename one of them; the first was read.

H206 =
    .claim = The table has a column of codes of its own.
    .example = workloads listed by name only
    .remedy = Add a column of codes so that a resubmission can be compared row by row.
H206-column-stands-in = none; the column { $title } stands in
H206-row-number = none; the row number stands in

H207 =
    .claim = The heading says whether GB means 2^30 or 10^9 bytes.
    .example = "RAM (GB)"
    .remedy = Write GiB for 2^30 bytes; the reading used is stated in this note.
H207-powers-of-1024 = { $unit } read as powers of 1024
H207-no-unit = a unit; numbers without one were read as { $unit }

H208 =
    .claim = No sheet, row or column is hidden.
    .example = a hidden sheet of machines
    .remedy = Nothing, if it belongs to the answer; else delete what is hidden.
H208-hidden-sheet = a hidden sheet, read as the others
H208-hidden-rows = { $rows ->
    [one] 1 hidden row, row { $first }
   *[other] { $rows } hidden rows, the first row { $first }
}, read as the others
H208-hidden-columns = { $columns ->
    [one] 1 hidden column
   *[other] { $columns } hidden columns
}: { $letters }, read as the others

H209 =
    .claim = The unit of a heading is one that its column can be in.
    .example = "Dung lượng thô (Gb)", a heading of a size in gigabit
    .remedy = Write the unit as GB or TB; the column was not read.

H210 =
    .claim = A sheet holds one table.
    .example = a second row of headings below the first table
    .remedy = Nothing, if each was read as the table it is; else put each on a sheet of its own.
H210-table = a table { $table }

H211 =
    .claim = The headings of a table are those of one table only.
    .example = a list headed Mã, RAM (GB), Ghi chú only
    .remedy = Name the sheet as the template does, or settle the table in a mapping file (--map).
H211-two = headings of { $first } as well as of { $second }
H211-read-as = headings of one table only; read as { $table }

H212 =
    .claim = What a mapping file settles is found in the file.
    .example = a mapping file that names the heading "Bộ nhó" where the sheet has "Bộ nhớ"
    .remedy = Correct the name in the mapping file; nothing was settled by it.
H212-column = settled for a column { $name }, which no table of the sheet has
H212-other-table = settled as { $column }, which no table read from the sheet has: { $name }
H212-sheet = settled for a sheet { $name }, which the file does not have
H212-no-sheet = a mapping file of which no entry fits a sheet of this file
H212-export = a mapping file for an export of { $format }, whose columns are known


## Agencies.

A301 =
    .claim = The agency of the row is known.
    .example = "Bộ Giáo dụcc"
    .remedy = Correct the name, or give --agency for the whole file.
A301-nearest = nearest: { $names }

A302 =
    .claim = The agency of the submission is known.
    .example = --agency XYZ
    .remedy = Use the id or the official name of the agency.
A302-no-sender = no --agency, and no column or title that names the agency of each row

A303 =
    .claim = A row says which agency it belongs to.
    .example = an empty cell in the column of agencies
    .remedy = Fill in the agency of the row.
A303-empty = an empty cell
A303-empty-first = an empty cell, the first here
A303-counted-for = an agency; such rows were counted for { $sender }

A304 =
    .claim = The name of the agency is spelled as in the directive.
    .example = "BGDĐT"
    .remedy = Nothing; the agency it was read as is stated.

A305 =
    .claim = A row says which agency it belongs to in a cell of its own.
    .example = "Bộ Y tế" alone above its rows
    .remedy = Nothing; the agency the rows below were counted for is stated.
A305-below = the rows below were counted for { $agency }

A306 =
    .claim = The name of an agency is that of one agency.
    .example = "UBNDTHG", which is UBND tỉnh Hà Giang or UBND tỉnh Hậu Giang
    .remedy = Write the name in full, with diacritics, or the id of the agency that is meant.
A306-one-of = one of: { $names }


## One cell.

C401 =
    .claim = A required cell is filled.
    .example = a workload without code
    .remedy = Fill in the cell.
C401-none = no { $title } ({ $name })

C402 =
    .claim = A number is a number.
    .example = "nhiều" in the column of vCPUs
    .remedy = Write a number, with the unit of the heading or of its own.
C402-one-way = a unit on every part of a sum, or on none
C402-too-large = a number below 9.2 × 10^18 once in the unit of the column

C403 =
    .claim = A number has one reading only.
    .example = "1.024" where both 1.024 and 1024 are plausible
    .remedy = Write it without thousands separator, or with a decimal comma.
# Both readings of a number stand side by side: without groups they cannot be mixed up.
C403-one-of-two = one reading, not either { NUMBER($comma, useGrouping: "false") } or { NUMBER($point, useGrouping: "false") }
C403-one-taken = either { NUMBER($comma, useGrouping: "false") } or { NUMBER($point, useGrouping: "false") }; only { NUMBER($taken, useGrouping: "false") } is plausible here and was taken
C403-fractions = { $few } of { $all } cells at most 1
C403-percent-or-fractions = percent, or fractions: both are plausible; these cells count as not measured
C403-write-shares = Write shares as 45 or 45 %, not as 0.45, and send the file again.

C404 =
    .claim = A quantity or count is not negative.
    .example = -4 vCPU
    .remedy = Write the amount as it is.

C405 =
    .claim = A count is a whole number.
    .example = 2,5 vCPU
    .remedy = Write a whole number.

C406 =
    .claim = A share lies between 0 and 100 %.
    .example = 180 % CPU utilisation
    .remedy = Give the share of what is allocated, between 0 and 100.

C407 =
    .claim = A quantity is of a plausible size.
    .example = RAM of 131072 GB for one machine
    .remedy = Check the unit; the value was used as it stands.
C407-range = { $low } to { $high }
C407-range-unit = { $low } to { $high } { $unit }

C408 =
    .claim = A date is a date.
    .example = 31/02/2024
    .remedy = Write the day as dd/MM/yyyy; the cell was read as not stated.

C409 =
    .claim = A quarter is a quarter.
    .example = "sớm" in the column of quarters
    .remedy = Write the quarter as Quý IV/2025; the cell was read as not stated.

C410 =
    .claim = A word of a closed list is known.
    .example = move plan "xem sau"
    .remedy = Use a word of the template's list; the cell was read as not stated.
C410-words = one of { $words }

C411 =
    .claim = A unit is one that the column can be in.
    .example = "512 W" in the column of RAM
    .remedy = Write the amount with a unit of size.
C411-amount-in = an amount in { $unit }
C411-amount = an amount

C412 =
    .claim = A cell is of sensible length.
    .example = a cell of 10 MB
    .remedy = Shorten the cell; its text was cut at 32,767 characters.
C412-bytes = { $bytes } bytes of text

C413 =
    .claim = A yes or no is one.
    .example = "một phần" in the column of state secrets
    .remedy = Write có or không; the cell was read as not stated.

C414 =
    .claim = A quantity is known.
    .example = "đang cập nhật" in the column of RAM
    .remedy = Send the figure when it is known; until then it is imputed and shown as such.
C414-cells = { $cells ->
    [one] 1 cell
   *[other] { $cells } cells
} as "{ $text }", the first here
C414-figure = a figure; until then it counts as unknown
C414-things = a number of things; until then the row counts as one

C415 =
    .claim = A formula of the sheet gives a value.
    .example = #REF!
    .remedy = Mend the formula.

C416 =
    .claim = A long number is kept as text.
    .example = serial 1.23E+18
    .remedy = Format the column as text and enter the number again.

C417 =
    .claim = A cell holds one value, not rows of the table.
    .example = a quoted text that runs over several rows
    .remedy = Close the quotation mark where the text ends; the rows inside it were not read.
C417-lines = a quoted text over { $lines } lines, with text after its end

C418 =
    .claim = The parts of an amount in brackets add up to it.
    .example = 16GB (1x32GB)
    .remedy = Correct the amount or its parts.

C419 =
    .claim = An amount is an exact figure.
    .example = "~500", ">= 16"
    .remedy = Give the exact figure when it is known.
C419-about = an exact figure; the approximate one was taken as it stands
C419-at-least = an exact figure; the least was taken as it stands
C419-at-most = an exact figure; the most was taken as it stands
C419-remark = a figure alone; the one before the bracket was taken

C420 =
    .claim = An amount is one figure.
    .example = "100GB - 1TB"
    .remedy = Give one figure; until then it counts as unknown.
C420-between = one figure between { $low } and { $high }; until then it counts as unknown

C421 =
    .claim = The end of a warranty or depreciation is a day.
    .example = "36 tháng" without a start of service
    .remedy = Write the day as dd/MM/yyyy, or give the start of service.
C421-counted = a day; counted from { $begin } it is { $end }
C421-no-begin = a day, or a start of service to count from; it was read as not stated

C422 =
    .claim = A date is exact to the day.
    .example = "tháng 9/2024"
    .remedy = Write the day as dd/MM/yyyy if it matters.
C422-read-as = a day; read as { $day }

C423 =
    .claim = An amount with a quantity says whether it is that of one or of all.
    .example = "Tổng RAM" 512 GB with quantity 4
    .remedy = Head the column RAM and give that of one, or settle it in a mapping file (--map).
C423-with-quantity = { $text } with quantity { $quantity }
C423-one-supply = the power of one supply; that of one was taken, not of { $supplies }

C424 =
    .claim = A column of processors counts processors.
    .example = "Số CPU" of 32, and no column of cores
    .remedy = Head the column "Tổng số core" if these are cores; it was read so.
C424-up-to = { $heading }, up to { $most }

C425 =
    .claim = A cell states its value itself.
    .example = "như trên"
    .remedy = Write the value.
C425-taken = the value; that of the row above was taken
C425-none = a value; the row above has none to take

C426 =
    .claim = An amount belongs to one row.
    .example = 512 GB in a cell merged over three rows
    .remedy = Write the amount on each row.
C426-merged = { $text }, merged over rows { $first } to { $last }
C426-each-or-all = an amount on each row: it may be that of each or of all together, and counts as unknown

C427 =
    .claim = A machine is described column by column.
    .example = "8 vCPU, 32GB RAM, 500GB SSD" in one cell
    .remedy = Nothing, if it was read well; better use the columns of the template.
C427-read = columns of their own; read from the words: { $columns }

C428 =
    .claim = The description of a machine can be read.
    .example = "theo hồ sơ kèm theo" below Cấu hình
    .remedy = Write vCPU, RAM and disk in columns of their own.



## One row.

R501 =
    .claim = The used disk is not above the provisioned disk.
    .example = 500 GB used of 100 GB
    .remedy = Check both figures and their units.

R502 =
    .claim = A machine has at least one vCPU.
    .example = 0 vCPU
    .remedy = Give the vCPUs allocated; leave the cell empty when unknown.
R502-no-vcpu = 0 vCPU

R503 =
    .claim = A server has no fewer cores than processors.
    .example = 2 processors, 1 core
    .remedy = Give all physical cores of the server.
R503-fewer-cores = { $sockets } processors, { $cores } cores

R504 =
    .claim = The measured power is not above the nameplate of all supplies.
    .example = 1,200 W measured, one supply of 800 W
    .remedy = Check both figures.
R504-power = { $measured } W measured, { $all } W on all supplies

R505 =
    .claim = The used storage is not above the usable storage.
    .example = 100 TB used of 80 TB
    .remedy = Check both figures and their units.

R506 =
    .claim = The usable storage is not above the raw storage.
    .example = 120 TB usable of 100 TB raw
    .remedy = Check both figures and their units.

R507 =
    .claim = The racks in use are not more than the racks.
    .example = 12 racks used of 10
    .remedy = Check both figures.
R507-racks = { $used } racks used of { $all }

R508 =
    .claim = A leased facility states when its contract ends.
    .example = leased, no end of contract
    .remedy = Give the last day of the contract.
R508-no-end = no end of contract

R509 =
    .claim = A system that moves states its quarter.
    .example = move plan cloud, no quarter
    .remedy = Give the proposed quarter; until then the plan file's quarter is assumed.
R509-no-quarter = no quarter

R510 =
    .claim = A system states its security level.
    .example = no level
    .remedy = Give the level 1 to 5; until then the plan file's zone is assumed.
R510-no-level = no level

R511 =
    .claim = A cloud need asks for something.
    .example = a row with no amount
    .remedy = Fill in at least one amount, or delete the row.
R511-no-amount = no amount

R512 =
    .claim = The start of service is not in the future.
    .example = in service on 01/01/2050
    .remedy = Check the day.
R512-after = { $day }, after { $as_of }

R513 =
    .claim = A row stands for at most 10,000 equal things.
    .example = quantity 2,000,000,000
    .remedy = Check the quantity; it may be a code or an amount in the wrong column.


## A whole table.

T601 =
    .claim = No two rows of a table have the same code.
    .example = VM-17 twice
    .remedy = Give each row a code of its own; the first row was kept.

T602 =
    .claim = Rows that say exactly the same stand once.
    .example = a row copied twice
    .remedy = Nothing; the copy was merged into the first.
T602-by-name = If they are several machines, give each a code of its own or one row with a quantity: only one was counted.

T603 =
    .claim = The system a row names is in the list of systems.
    .example = workload of HT99, no such system
    .remedy = Add the system, or correct the code.

T604 =
    .claim = Rows below or between the table that are no data are left out.
    .example = Tổng cộng, Người lập biểu
    .remedy = Nothing, if they are totals, sections or signatures.
T604-rows = { $rows ->
    [one] 1 row
   *[other] { $rows } rows
}: { $first }

T605 =
    .claim = A row is not the sum of the rows above it.
    .example = a last row whose vCPU and RAM are the sums of the column
    .remedy = If it is a total, nothing; else change one of its figures or move it up.
T605-sum = every amount is the sum of the { $rows } rows above

T607 =
    .claim = A stated total is the sum of the rows above it.
    .example = Tổng cộng 40 below rows of 16 and 16
    .remedy = Correct the total or the rows; the rows were counted, the total was not.
T607-sum = the sum of the rows above: { $sum }
T607-sum-open = the sum of the rows above: { $sum }; { $open } of { $rows } rows state none

T608 =
    .claim = Every row has a number or a code of its own.
    .example = a row with a note only
    .remedy = Nothing; its text was added to the row above.
T608-added = no number, no code; its text was added to row { $row }

T609 =
    .claim = A machine stands on one row.
    .example = a code merged over two rows with a disk each
    .remedy = Write the machine on one row with the sums, or give each row a code.
T609-merged = rows { $first } to { $last } are merged under { $code }

T610 =
    .claim = A row that the rows below it break down states their sum.
    .example = "I. Hệ thống A, 12 vCPU" above 1 and 2 of 4 and 6 vCPU
    .remedy = Correct the row or the rows below it; these were counted, the row was not.
T610-sum = the sum of the { $rows } rows below, or nothing: { $sum }

T611 =
    .claim = A stated total adds up the amounts the way they are counted.
    .example = quantities 2 and 3, RAM 512 and 768, total 1280: of one machine each, or of all
    .remedy = Say whether the column states one machine or all machines of the row (--map with per = "row" for all); each was counted as of one, times the quantity.
T611-times = with each row times its quantity, as counted: { $sum }

T612 =
    .claim = A sample was taken no later than the day the file was received.
    .example = a sample of 01/01/2050 in a file received in 2025
    .remedy = Check the day of the sample and the day of receipt (--received-on); the row is kept, but no use is measured by it.


## Formats of other tools.

P701 =
    .claim = The workbook is an RVTools export.
    .example = sheets vInfo, vHost
    .remedy = Nothing.
P701-sheets = read { $sheets }
P701-sheet = { $sheet } with { $rows ->
    [one] 1 row
   *[other] { $rows } rows
}
P701-neither = no vInfo and no vHost

P702 =
    .claim = Headings of RVTools that say MB mean MiB.
    .example = "Provisioned MB"
    .remedy = Nothing; RVTools wrote MB for 2^20 bytes before version 4.1.
P702-mib = MiB (2^20 bytes), and was read so

P703 =
    .claim = Every host named in vInfo is described in vHost.
    .example = host esx-9 in vInfo only
    .remedy = Export again with rights on all hosts, or say why it is missing.
P703-host = { $host }, with { $machines ->
    [one] 1 machine
   *[other] { $machines } machines
}

P704 =
    .claim = Disks, partitions and memory belong to a machine of vInfo.
    .example = a partition of an unknown VM
    .remedy = Export all sheets in one go.
P704-disks = { $disks ->
    [one] 1 disk
   *[other] { $disks } disks
} of machines not in vInfo, or of a name that several have
P704-partitions = { $partitions ->
    [one] 1 partition
   *[other] { $partitions } partitions
} of machines not in vInfo, or of a name that several have
P704-memory = { $rows ->
    [one] 1 row
   *[other] { $rows } rows
} of memory of machines not in vInfo, of a name that several have, or listed before

P705 =
    .claim = An RVTools workbook has the columns that sizes are read from.
    .example = vInfo without CPUs or Memory
    .remedy = Export again with RVTools itself, all columns.
P705-missing = vInfo without { $columns }

P706 =
    .claim = Templates are kept as rows and left out of totals.
    .example = 10 templates
    .remedy = Nothing.
P706-templates = { $templates ->
    [one] 1 template
   *[other] { $templates } templates
}

P707 =
    .claim = What the guests use is not above what is provisioned.
    .example = partitions use 80 GB of 60 GB
    .remedy = Check the machine; the figure of vInfo was used.
P707-guests = guests use { $used } of { $whole }

P708 =
    .claim = The format of the file is known.
    .example = an import file of Azure Migrate
    .remedy = Nothing; it was read by the headings of that tool.
P708-tables = { $tool }: { $tables }
P708-table = { $sheet } with { $rows ->
    [one] 1 row
   *[other] { $rows } rows
} as { $table }
P708-no-table = no table

P709 =
    .claim = An export has the columns that its figures are read from.
    .example = an import file of Azure Migrate without Cores
    .remedy = Export again with all columns of that tool, or use the blank template (ndcap template).
P709-missing = { $tool } without { $columns }
P709-metric = a metric such as VM|CPU|Usage (%)|Avg

P710 =
    .claim = A machine is listed where it runs.
    .example = a placeholder of a recovery site (SRM Placeholder)
    .remedy = Nothing; the machine counts in the export of the site it runs at.
P710-placeholders = { $placeholders ->
    [one] 1 placeholder
   *[other] { $placeholders } placeholders
}, left out

P711 =
    .claim = vHost and vInfo agree on the machines, vCPUs and memory of a host.
    .example = vHost counts 9 machines on a host, vInfo lists 8
    .remedy = Export all sheets in one go, with rights on all machines.
P711-host = { $host }: vHost { $vhost }; vInfo { $vinfo }
P711-figures = { $machines ->
    [one] 1 machine on
   *[other] { $machines } machines on
}, { $vcpus } vCPU, { $memory } MiB
P711-of-all = { $said }; of all machines vHost { $vhost }, vInfo { $vinfo }

P712 =
    .claim = The hosts of vHost are held against the machines of vInfo.
    .example = 33 of 33 hosts agree
    .remedy = Nothing; hosts that differ have a finding each.
P712-agree = { $agreeing } of { $compared ->
    [one] 1 host agrees
   *[other] { $compared } hosts agree
} on machines on, vCPUs and memory
P712-lacking = { $said }; { $hosts ->
    [one] 1 more lacks
   *[other] { $hosts } more lack
} one of these figures
P712-by-ending = { $said }; { $hosts } matched by the end of { $hosts ->
    [one] its name
   *[other] their name
}, as { $name } to { $full }

P713 =
    .claim = A machine states the size of its disk as a whole.
    .example = a machine without Provisioned MiB, but with disks
    .remedy = Nothing; the sum of its disks was used.
P713-stand-in = { $machines ->
    [one] 1 machine without; the sizes of its disks stand in
   *[other] { $machines } machines without; the sizes of their disks stand in
}

P714 =
    .claim = The disks of a machine add up to its size.
    .example = disks of 200 GiB on a machine of 100 GiB
    .remedy = Check the machine; the figure of its own row was used.
P714-disks = disks of { $disks } on { $whole }

P715 =
    .claim = Figures of use are 95th percentiles.
    .example = the CPU utilization percentage of an Azure Migrate import
    .remedy = Send the 95th percentile in the template; these figures are kept as tags and size nothing.

P716 =
    .claim = Every sheet of an export is one that is read.
    .example = Host Devices of a Live Optics workbook
    .remedy = Nothing, if the reason given holds.
P716-rows = { $rows ->
    [one] 1 row
   *[other] { $rows } rows
}: { $why }
P716-sheets = { $sheets }: known, and not needed for capacity
P716-not-needed = known, and not needed for capacity
P716-with-vinfo = belongs with vInfo; send both in one workbook or zip
P716-with-vminfo = belongs with vmInfo; send both in one workbook or zip
P716-datastores = a datastore is listed once for each host that mounts it
P716-peaks = peaks and averages of hosts are no 95th percentile of machines
P716-hosts = samples of hosts or clusters, not of machines
P716-cabinets = cabinets; racks are planned, not taken in
P716-racks = racks; they are planned, not taken in
P716-power-feeds = power feeds
P716-reservations = rack reservations
P716-types = types of devices or racks
P716-virtual-disks = virtual disks, which the machines' sizes contain
P716-power-ports = power ports

P717 =
    .claim = The role of a device says which table it belongs to.
    .example = a NetBox device of role "Thiết bị"
    .remedy = Give servers a role with the word server, or send them in the template; devices of this role were treated as stated.
P717-left-out = { $roles }: left out
P717-role = { $devices } "{ $role }"
P717-no-column = no column for it; { $rows ->
    [one] 1 row read as a server
   *[other] { $rows } rows read as servers
}

P718 =
    .claim = A size of an export has one unit.
    .example = a disk of 2000 in a NetBox list: MB since version 4.1, GB before
    .remedy = Export with a column whose heading has the unit, or send the sizes in the template.
P718-settled = { $unit }, and was read so: { $why }
P718-headings = the list has headings that came after NetBox 4.1
P718-under = as MB a disk would be under 1 GB
P718-over = as GB a disk would be 64 TB or more
P718-either = { $heading }: { NUMBER($size, useGrouping: "false") } may be MB (since NetBox 4.1) or GB (before)
P718-unknown = one unit; the sizes of disks count as unknown

P719 =
    .claim = Every disk of a machine has a size.
    .example = 3 disks and two sizes
    .remedy = Give the size of each disk; until then the disk of the machine counts as unknown.
P719-sizes = { $disks ->
    [one] 1 disk
   *[other] { $disks } disks
}, { $sizes ->
    [one] 1 size
   *[other] { $sizes } sizes
}

P720 =
    .claim = A row says whether its machine is physical or virtual.
    .example = an empty Server type
    .remedy = State it; until then the row counts as a virtual machine.
P720-rows = { $rows ->
    [one] 1 row says "{ $text }", this one
   *[other] { $rows } rows say "{ $text }" or the like, the first here
}
P720-no-column = no such column; { $rows ->
    [one] 1 row read as a virtual machine
   *[other] { $rows } rows read as virtual machines
}

P721 =
    .claim = Disks, tags and samples belong to a machine of the file.
    .example = a disk of a MachineId that vmInfo does not have
    .remedy = Export all tables in one go.
P721-disks = { $disks ->
    [one] 1 disk
   *[other] { $disks } disks
} of machines not in vmInfo
P721-tags = { $tags ->
    [one] 1 tag
   *[other] { $tags } tags
} of machines not in vmInfo
P721-samples = samples of { $machines ->
    [one] 1 machine
   *[other] { $machines } machines
} not in vmInfo

P722 =
    .claim = No two machines have the same SMBIOS UUID.
    .example = two rows of vInfo with one SMBIOS UUID
    .remedy = Check whether it is one machine listed twice; both were counted.

P723 =
    .claim = The columns of an export are those of its tool.
    .example = a custom attribute Owner on vInfo
    .remedy = Nothing; the column is kept as a tag.

P724 =
    .claim = A machine runs one system.
    .example = Applications "Treasury, Payroll"
    .remedy = Name one system per machine in the template; the list is kept as a tag, and no system is stated.

P725 =
    .claim = What an export lists is in use.
    .example = a device of status planned
    .remedy = Check whether it is to be counted; it was.
P725-states = rows by state: { $states }
P725-state = { $rows } { $state }

P726 =
    .claim = Headings of an export say the unit they mean.
    .example = "Memory (In MB)" of Azure Migrate, which means MiB
    .remedy = Nothing; the reading used is stated in this note.
P726-read-as = { $unit } (2^{ $power } bytes), and was read so

P727 =
    .claim = A format has a column for the size of disks.
    .example = an import file of AWS Application Discovery
    .remedy = Send the sizes in the template; until then they are imputed and shown as such.
P727-no-column = no column for the size of disks

P728 =
    .claim = The days of an export have one reading.
    .example = InstallDate 03/04/2024 of openDCIM, which reads the month first
    .remedy = Write days as 2024-03-04; the column is kept as a tag.

P729 =
    .claim = A sample is an average share of what a machine has.
    .example = VM|CPU|Demand (MHz)|Avg
    .remedy = Export use in percent, averages, of machines; these columns are kept as tags.

P730 =
    .claim = A device has a name.
    .example = a NetBox device without name
    .remedy = Name it, so that a later list can be compared; until then its site, rack and position stand in.
P730-without = { $devices ->
    [one] 1 without, known by its place
   *[other] { $devices } without, known by their place
}, as { $place }


## Figures across tables, submissions and agencies.

X801 =
    .claim = The running workloads of a host need no more RAM than it has.
    .example = a host of 256 GiB whose workloads have 400 GiB
    .remedy = Check the RAM of the host, the RAM of its workloads and where they run.
X801-host = { $host }: { $workloads ->
    [one] 1 running workload needs
   *[other] { $workloads } running workloads need
} { $need } of RAM; the host has { $has }

X802 =
    .claim = The running workloads of a host have no more vCPUs than its cores can carry.
    .example = 640 vCPUs on a host of 32 cores
    .remedy = Check the cores of the host (cores, not processors), the vCPUs of its workloads and where they run.
X802-host = { $host }: { $workloads ->
    [one] 1 running workload has
   *[other] { $workloads } running workloads have
} vCPUs: { $vcpus }; the host has cores: { $cores }; that is { $ratio } a core

X803 =
    .claim = The hosts that workloads name stand in the agency's list of servers.
    .example = workloads on ESX-09, which is in no list of servers
    .remedy = Add the servers that are missing, correct rows of the list that were rejected, or correct the names.
X803-unlisted = { $unlisted } of { $hosts ->
    [one] 1 host
   *[other] { $hosts } hosts
} named, with { $workloads ->
    [one] 1 workload
   *[other] { $workloads } workloads
}, in no accepted row of a list of servers: { $names }
X803-ending = { $said }; { $hosts } of them { $hosts ->
    [one] ends
   *[other] end
} in the name of a listed server and may be that one, as { $name } and { $server }
X803-several = { $hosts ->
    [one] 1 host named
   *[other] { $hosts } hosts named
}, with { $workloads ->
    [one] 1 workload
   *[other] { $workloads } workloads
}, could { $hosts ->
    [one] be
   *[other] each be
} any of several listed servers: { $names }

X804 =
    .claim = The running workloads of a cluster need no more RAM than the hosts they name have together.
    .example = a cluster of 2 hosts of 256 GiB whose workloads have 700 GiB
    .remedy = Check whether hosts of the cluster are missing from the lists, and the RAM of both.
X804-cluster = { $cluster }: { $workloads ->
    [one] 1 running workload needs
   *[other] { $workloads } running workloads need
} { $need } of RAM; the { $hosts ->
    [one] 1 host
   *[other] { $hosts } hosts
} named have { $has }
X804-homeless = { $said }; { $workloads ->
    [one] 1 workload names
   *[other] { $workloads } workloads name
} no host and { $workloads ->
    [one] needs
   *[other] need
} { $need } of it

X805 =
    .claim = Workloads use no more disk than is used on the arrays, and no more than is provisioned.
    .example = workloads that use 900 TiB where the arrays say that 400 TiB are used
    .remedy = Check for arrays that are not listed, for disks inside servers, and for arrays that store less than is written to them (deduplication, compression).
X805-disk = workloads use { $used } ({ $used_at }); { $name } { $whole } ({ $whole_at })
X805-arrays = used on the arrays are
X805-provisioned = provisioned are

X806 =
    .claim = What a system asks of the cloud is of the order of what its workloads have.
    .example = 64 vCPU asked for by a system whose workloads have 12
    .remedy = Ask the agency which of both is right, or what is to grow; the demand counts only one of them.
X806-system = { $system }: { $resources }
X806-resource = { $resource } { $asked } asked for against { $allocated } allocated
X806-new = { $said }; { $needs ->
    [one] 1 row of needs is
   *[other] { $needs } rows of needs are
} marked as new

X807 =
    .claim = A submission is of the order of the one whose place it took.
    .example = 12 workloads in the place of 340
    .remedy = Ask the agency whether all rows were meant to be replaced; compare both with: ndcap submissions diff.
X807-table = { $table } in the place of { $earlier }: { $figures }
X807-figure = { $figure } { $now }, before { $before }
X807-things = number

X808 =
    .claim = The ratios of an agency are like those of the other agencies.
    .example = 0.02 GiB of RAM per vCPU where others have 4
    .remedy = Check the units of both amounts; if they are right, have the agency say why it differs.
X808-ratio = { $ratio }: { $value }, from { $rows ->
    [one] 1 row
   *[other] { $rows } rows
}; the middle of { $agencies } agencies is { $median }; modified z-score { $score }
X808-figures = { $said } (of { $above_at } and { $below_at })
X808-expected = a modified z-score between −{ $most } and { $most } (reconcile.outlier_z_max)

X809 =
    .claim = The workloads of an agency have no more vCPUs than the cores of all its servers can carry.
    .example = 4,000 vCPUs on 128 cores
    .remedy = Check for servers that are not listed; if workloads run elsewhere, as in a rented cloud, have the agency say so.
X809-agency = vCPUs of all workloads: { $vcpus } ({ $vcpus_at }); cores of all servers: { $cores } ({ $cores_at }); that is { $ratio } a core

X810 =
    .claim = The devices that name a facility fit into its racks.
    .example = devices of 260 U in 4 racks of 42 U
    .remedy = Check the number of racks, the facility of the devices, their quantity and their height.
X810-facility = { $facility }: { $devices ->
    [one] 1 device takes
   *[other] { $devices } devices take
} { $height } U; { $racks ->
    [one] 1 rack
   *[other] { $racks } racks
} of { $each } U hold { $room } U


## What stands in a hall: lists as NetBox has them.

N901 =
    .claim = A list of a hall has the columns that are needed.
    .example = a list of devices without a column position
    .remedy = Add the columns, or export the list from NetBox with them.
N901-missing = the list { $list } has no column { $columns }
N901-sheets = { $sheets } sheets hold rows; one is a list
N902 =
    .claim = A row of a hall's list names its site and rack.
    .example = a rack without a site
    .remedy = Fill in the site and the rack.
N902-no-site = the site is empty
N902-no-rack = the rack is empty
N903 =
    .claim = Heights, positions, masses, power and flags of a hall's list can be read: units are whole or half, with a decimal point.
    .example = a height of "two units", a position of 10.3
    .remedy = Write a number, or true or false; leave the cell empty where nobody knows.
N903-empty = the cell is empty
N904 =
    .claim = A rack stands once in the list of racks, and a device type with one size in that of types.
    .example = rack R101 of site MDF twice
    .remedy = Remove one of the rows, or say in which location each rack stands.
N905 =
    .claim = The rack that a device or a reservation names stands in the list of racks.
    .example = a device in rack R999 of a site that has none
    .remedy = Correct the site, the location and the rack, or add the rack to its list.
N905-unknown = no rack { $rack } at the site { $site }
N905-several = several racks { $rack } at the site { $site }; the location says which
N905-rejected = rack { $rack } at the site { $site }, whose own row is rejected
N906 =
    .claim = A device stands within its rack.
    .example = a device of 2 U at position 42 of a rack of 42 U
    .remedy = Correct the position or the height of the device, or the height of the rack.
N906-beyond = position { $position }, { $height } U high, in a rack of { $rack } U
N907 =
    .claim = No two devices take the same unit of the same side of a rack.
    .example = two devices at position 10, one of them of full depth
    .remedy = Correct position, face or depth; until then the units they share count once, mass and power of both.
N907-overlap = { $device } takes units of { $other } (row { NUMBER($row, useGrouping: "false") })
N908 =
    .claim = The units of a reservation lie within its rack.
    .example = units 41,42,43 of a rack of 42 U
    .remedy = Correct the units.
N908-beyond = units { $units } of a rack of { $rack } U
N909 =
    .claim = The status of a rack, a device or a reservation is one that NetBox knows.
    .example = a rack whose status is "full"
    .remedy = Use a status of NetBox; until then the row counts as in use.
N910 =
    .claim = A device that takes height says at which position.
    .example = a device of 2 U in a rack, without a position
    .remedy = Fill in the position; until then the device takes no unit, and the rack seems emptier than it is.
N910-no-position = { $height } U high, without a position
N911 =
    .claim = A device says whether it takes the full depth, and if not, which side it is on.
    .example = a device without is_full_depth
    .remedy = Fill in is_full_depth and face, or give the list of device types; until then the device takes both sides.
N911-no-depth = the depth is not stated
N911-no-side = of half depth, without a side
N912 =
    .claim = The height of a device is stated.
    .example = a device without u_height whose type is in no list
    .remedy = Give the list of device types, or fill in u_height; until then the height is that of the plan (device.server_height_u), up to the next device.
N912-assumed = taken to be { $height } U high
N913 =
    .claim = A mass has its unit.
    .example = max_weight 1000 without weight_unit
    .remedy = Write kg, g, lb or oz in the column weight_unit; until then the mass is not known.
N914 =
    .claim = Every column of a hall's list is used.
    .example = a column serial
    .remedy = Nothing need be done; what the columns say is kept in the file only.
N915 =
    .claim = Every row of a hall's list stands in the hall.
    .example = a device that lies in store
    .remedy = Nothing need be done where this is meant.
N915-other-site = { $rows ->
    [one] 1 row of another site
   *[other] { $rows } rows of other sites
}
N915-planned-rack = { $rows ->
    [one] 1 rack that is planned and does not stand yet
   *[other] { $rows } racks that are planned and do not stand yet
}
N915-no-rack = { $rows ->
    [one] 1 device in no rack
   *[other] { $rows } devices in no rack
}
N915-in-store = { $rows ->
    [one] 1 device in store
   *[other] { $rows } devices in store
}
N915-rack-left-out = { $rows ->
    [one] 1 row of a rack that is left out
   *[other] { $rows } rows of racks that are left out
}

## The device library.

L901 =
    .claim = The model of a device that moves is one type of the device library.
    .example = "HP DL380" where the library has ProLiant DL380 Gen9 and Gen10
    .remedy = Write the model with its generation and suffix; until then the library's height, weight and supplies are not used for it.
L901-model = { $model } ({ $devices ->
    [one] 1 device
   *[other] { $devices } devices
}): nearest { $type }, score { $score }; { $why }
L901-score = the text is not near enough
L901-maker = another maker is named
L901-family = another family of products is named
L901-number = the numbers differ
L901-less-specific = the type has a number, as its generation, that the text does not say
L901-more-specific = the text has a number that the type does not have
L901-letters = the letters before the number differ
L901-suffix = the letters or words after the number differ
L901-unknown-word = no maker is named, and a word before the model is not known
L901-ambiguous = several types are equally near


## Phrases of several codes.

# R501, R505, R506
part-of-whole = { $part } of { $whole }
# X801 to X810
amount-at-least = at least { $amount } ({ $rows ->
    [one] 1 row does not state it
   *[other] { $rows } rows do not state it
})
first-workload = { $said }; the first of these workloads stands in { $submission } { $sheet } row { NUMBER($row, useGrouping: "false") }
power-unstated = { $said }; { $workloads ->
    [one] 1 of them does not say whether it runs
   *[other] { $workloads } of them do not say whether they run
}, those that do have { $on }
power-unstated-all = { $said }; none of them says whether it runs
said-and = { $said }; { $more }
vcpus-a-core = at most { $most } vCPU a core (reconcile.vcpu_per_core_max)
difference-at-most = a difference of at most { $percent } % of the larger figure (reconcile.difference_max)
# T601, T602, P722
also-in = { $code } also in { $sheet } row { $row }

# What formats call themselves: F108, F109.
file-xlsx = an Excel workbook (.xlsx)
file-xlsb = a binary Excel workbook (.xlsb)
file-xls = an Excel workbook of before 2007 (.xls)
file-ods = an OpenDocument workbook (.ods)
file-parquet = a Parquet file
file-zip = a zip archive
file-gzip = a gzip file
file-zstandard = a zstandard file
file-page = a web page
file-xml = an Excel workbook as XML
file-json = JSON
file-delimited = text with separators

# Parts without a name of their own: F101, F104.
part-gzip = the gzip file
part-zstandard = the zstandard file

# What other tools write: P708, P709.
tool-rvtools = RVTools export
tool-live-optics = Live Optics workbook
tool-azure = Azure Migrate import
tool-google = Google Migration Center import
tool-aws = AWS Application Discovery import
tool-vrops = Aria Operations time series
tool-opendcim = openDCIM list
tool-netbox = NetBox list


## What stands around findings where they are printed.

print-counts = { $errors ->
    [one] 1 error
   *[other] { $errors } errors
}, { $warnings ->
    [one] 1 warning
   *[other] { $warnings } warnings
}, { $notes ->
    [one] 1 note
   *[other] { $notes } notes
}
print-file = { $file } ({ $agency }): { print-counts }
print-sheet = { $sheet } → { $table }: { print-rows }
print-sheet-without-table = { $sheet } → no table: { print-rows }
print-rows = { $read ->
    [one] 1 row
   *[other] { $read } rows
} read = { $accepted } accepted + { $rejected } rejected + { $merged } merged + { $skipped } skipped
print-of-rows = { $count } rows, the first at { $place }; rule: { $claim }
print-many = { $count } times, first at { $place }; rule: { $claim }
print-one = { $place }; rule: { $claim }
print-more = … { $groups } more kinds: { print-counts }; see all with: ndcap check FILE
print-total = { $files ->
    [one] 1 file
   *[other] { $files } files
}: { print-counts }; { print-rows }
print-more-rows = … { $rows ->
    [one] 1 more row
   *[other] { $rows } more rows
}; use --format csv to get all of them
print-reading = reading submissions
print-rows-a-second = { $file }: { $rows } rows, { $each } rows/s
print-formats = .xlsx, .xlsm, .xls, .xlsb, .ods, .csv, .tsv, .parquet, .jsonl, .ndjson, .zip, and text compressed as .gz or .zst
print-left-alone = left alone: { $file } ({ print-formats } are read)
print-replaced = { $id }: { $table } rows replace those of { $earlier }; { $codes ->
    [one] 1 of its codes is gone
   *[other] { $codes } of its codes are gone
}
print-duplicates = { $rows ->
    [one] 1 row
   *[other] { $rows } rows
}, { $compared ->
    [one] 1 pair
   *[other] { $compared } pairs
} compared: { $open } open, { $same } decided to be the same, { $different } to be different
print-duplicates-crowd = { $rows } { $table } rows share { $what }, as { $example } ({ $place }); by that they were compared among those of equal sizes only, and { $left } of them not at all
print-duplicates-gone = decision { $pair } ({ $verdict }) has no effect: no current submission has { $rows }; take it back with: ndcap duplicates decide { $pair } open
print-duplicates-pair = pair { $pair }: score { $score }, { $state }
print-duplicates-not-compared = { $rows ->
    [one] 1 row was
   *[other] { $rows } rows were
} not compared, more than duplicates.rows_told_max of the plan: how much is counted twice is not known; ndcap duplicates compares them
print-decided-same = recorded: one thing; { $kept } counts, and { $other } counts with it
print-decided-different = recorded: two things; { $kept } and { $other } both count
print-decided-open = recorded: undecided; { $kept } and { $other } both count until it is decided
print-decided-list = recorded: { $same } same, { $different } different, { $open } taken back; decided so before: { $unchanged }; lines without a decision: { $blank }
print-decided-before = decided so before; nothing was changed
print-counted-elsewhere = { $rows ->
    [one] 1 row counts
   *[other] { $rows } rows count
} with a row of another list, by decision (ndcap duplicates --state same)
print-reconciled = { $made ->
    [one] 1 comparison
   *[other] { $made } comparisons
} made: { $agree } agree, { $differ } differ
print-not-compared = { $said }; not compared: { $what }
print-nothing-to-compare = { $said }; nothing to compare: { $what }
print-lacking-X801 = { $count ->
    [one] RAM of 1 host
   *[other] RAM of { $count } hosts
} (X801)
print-lacking-X802 = { $count ->
    [one] cores of 1 host
   *[other] cores of { $count } hosts
} (X802)
print-lacking-X803 = { $count ->
    [one] name of 1 host
   *[other] names of { $count } hosts
} (X803)
print-lacking-X804 = { $count ->
    [one] RAM of 1 cluster
   *[other] RAM of { $count } clusters
} (X804)
print-lacking-X805 = { $count ->
    [one] 1 total of used disk
   *[other] { $count } totals of used disk
} (X805)
print-lacking-X806 = { $count ->
    [one] 1 amount asked for
   *[other] { $count } amounts asked for
} (X806)
print-lacking-X807 = { $count ->
    [one] 1 total of a revision
   *[other] { $count } totals of revisions
} (X807)
print-lacking-X808 = { $count ->
    [one] 1 ratio of an agency
   *[other] { $count } ratios of agencies
} (X808)
print-lacking-X809 = { $count ->
    [one] cores of 1 agency
   *[other] cores of { $count } agencies
} (X809)
print-lacking-X810 = { $count ->
    [one] racks of 1 facility
   *[other] racks of { $count } facilities
} (X810)
print-hall = { $racks ->
    [one] 1 rack
   *[other] { $racks } racks
}, { $devices ->
    [one] 1 device
   *[other] { $devices } devices
}, { $units } U free
print-hall-unchanged = the hall is what it was: the same lists were imported before
print-hall-rejected = nothing was stored: a list cannot be used, or no rack stands in it
print-status = on { $day }: { $owed } answers owed, { $received } received, { $overdue } overdue
print-status-later = { $submissions ->
    [one] 1 submission was
   *[other] { $submissions } submissions were
} received after { $day } and not counted; look from a later day with --as-of
print-status-no-store = no store at { $path }: nothing has been received
print-reminders = { $letters ->
    [one] wrote 1 letter
   *[other] wrote { $letters } letters
} to { $folder }
print-superseded = { $id }: received before and replaced since; withdraw the newer one to use it again
print-wrote = wrote { $file }: { $sheets ->
    [one] 1 sheet
   *[other] { $sheets } sheets
} with { $findings ->
    [one] 1 finding
   *[other] { $findings } findings
}


## What a return workbook says of itself.

return-hidden-rows = { $count ->
    [one] 1 hidden row of "{ $sheet }" is
   *[other] { $count } hidden rows of "{ $sheet }" are
} shown in grey italics: { $rows }.
return-findings-left-out = { $count ->
    [one] 1 finding is not in the list, which would grow too long; its cell is coloured.
   *[other] { $count } findings are not in the list, which would grow too long; their cells are coloured.
}
return-comments-left-out = { $count ->
    [one] 1 cell has no comment, since too many would make the file slow; it is coloured.
   *[other] { $count } cells have no comment, since too many would make the file slow; they are coloured.
}
return-texts-cut = { $count ->
    [one] 1 text is longer than a cell of Excel and was cut.
   *[other] { $count } texts are longer than a cell of Excel and were cut.
}
return-merges = { $count ->
    [one] 1 merged region lies on others and was not kept.
   *[other] { $count } merged regions lie on others and were not kept.
}
return-days = { $count ->
    [one] 1 day before 1900 is given back as text.
   *[other] { $count } days before 1900 are given back as text.
}
