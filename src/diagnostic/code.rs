//! The codes of findings: one line each with severity, claim, broken example and remedy.
//!
//! F: the file, H: headers, A: agencies, C: one cell, R: one row, T: a whole table, P: notes of a
//! format profile. `docs/diagnostics.md` is generated from this list.

use serde::{Serialize, Serializer};

use super::Severity;

macro_rules! codes {
    ($($code:ident $severity:ident $claim:literal, $example:literal, $remedy:literal;)*) => {
        /// Which rule a finding comes from.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $claim] $code,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$code,)*];

            /// The code as printed, as `R401`.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$code => stringify!($code),)* }
            }

            /// The usual severity.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$code => Severity::$severity,)* }
            }

            /// What the rule claims, as a sentence that is true of good data.
            pub const fn claim(self) -> &'static str {
                match self { $(Self::$code => $claim,)* }
            }

            /// An example that breaks it.
            pub const fn example(self) -> &'static str {
                match self { $(Self::$code => $example,)* }
            }

            /// What to do.
            pub const fn remedy(self) -> &'static str {
                match self { $(Self::$code => $remedy,)* }
            }
        }
    };
}

codes! {
    F101 Error "The file is whole, and in a format that is read.",
        "a PDF renamed to .xlsx", "Open it in the program that made it, save it as .xlsx or .csv, send it again.";
    F102 Error "The file is not empty.",
        "a file of 0 bytes", "Send the file again; the transfer may have been cut off.";
    F103 Error "The file has at least one table that is recognised.",
        "a workbook with a cover page only", "Use the blank template (ndcap template) or name the columns as it does.";
    F104 Error "The file keeps to the limits of size.",
        "a sheet with 100,000 columns", "Delete empty columns and rows beyond the table, split the file, send it again.";
    F105 Error "The text of the file is in an encoding that can be read.",
        "a CSV whose bytes are no text", "Save the CSV as UTF-8 (Excel: CSV UTF-8).";
    F106 Note "The text of the file is UTF-8.",
        "a CSV in Windows-1258", "Look whether the names are read well; better save the CSV as UTF-8 (Excel: CSV UTF-8).";
    F107 Note "The letters of the file are Unicode Vietnamese.",
        "\"Bé C«ng an\", typed for the font .VnTime", "Look whether the names are read well; better convert the text to Unicode.";
    F108 Note "The name of a file says what it holds.",
        "tab-separated text named .xls", "Look whether it was read well; better save it in the format of its name.";
    F109 Error "An archive holds nothing but CSV files.",
        "a .zip within a .zip", "Send the files one by one, or CSV files alone in one .zip.";
    F110 Error "The parts of a workbook declare no document type of their own.",
        "an XML part that defines entities in terms of each other", "Open it in the program that made it, save it as .xlsx, send it again.";
    F111 Note "A workbook takes no figures from other files.",
        "a formula into another workbook", "Nothing, if the figures last saved are right; else update the links, save, send it again.";
    F112 Error "The file can be read without a password.",
        "a workbook that asks for a password when opened", "Take the password off (Excel: File, Info, Protect Workbook) and send the file again.";
    F113 Error "Every quotation mark of a CSV that opens a text is closed.",
        "a text that begins with a quotation mark and never ends", "Close the text, or double the quotation mark within it; better save it from a spreadsheet program.";
    H201 Warning "Every sheet with cells is a table that is recognised.",
        "a sheet named Bìa without headings", "Name the columns as the template does, or ignore this if the sheet holds no data.";
    H202 Warning "A sheet with headings has rows of data.",
        "a template sent back blank", "Fill in the table, or state that there is nothing to report.";
    H203 Note "Every column of the sheet is known.",
        "a column headed \"Mã vạch\"", "Nothing, if its content is not needed; else use the heading of the template.";
    H204 Error "The sheet has every column the table cannot do without.",
        "a workload table without code or name", "Add the column under the heading of the template.";
    H205 Warning "No two columns of a sheet mean the same.",
        "two columns headed \"RAM (GB)\"", "Delete or rename one of them; the first was read.";
    H206 Note "The table has a column of codes of its own.",
        "workloads listed by name only", "Add a column of codes so that a resubmission can be compared row by row.";
    H207 Note "The heading says whether GB means 2^30 or 10^9 bytes.",
        "\"RAM (GB)\"", "Write GiB for 2^30 bytes; the reading used is stated in this note.";
    H208 Warning "No sheet, row or column is hidden.",
        "a hidden sheet of machines", "Nothing, if it belongs to the answer; else delete what is hidden.";
    H209 Warning "The unit of a heading is one that its column can be in.",
        "\"Dung lượng thô (Gb)\", a heading of a size in gigabit", "Write the unit as GB or TB; the column was not read.";
    H210 Error "A sheet holds one table.",
        "a second row of headings below the first table", "Put each table on a sheet of its own; only one of them was read.";
    A301 Error "The agency of the row is known.",
        "\"Bộ Giáo dụcc\"", "Correct the name, or give --agency for the whole file.";
    A302 Error "The agency of the submission is known.",
        "--agency XYZ", "Use the id or the official name of the agency.";
    A303 Error "A row says which agency it belongs to.",
        "an empty cell in the column of agencies", "Fill in the agency of the row.";
    A304 Note "The name of the agency is spelled as in the directive.",
        "\"BGDĐT\"", "Nothing; the agency it was read as is stated.";
    C401 Error "A required cell is filled.",
        "a workload without code", "Fill in the cell.";
    C402 Error "A number is a number.",
        "\"nhiều\" in the column of vCPUs", "Write a number, with the unit of the heading or of its own.";
    C403 Error "A number has one reading only.",
        "\"1.024\" where both 1.024 and 1024 are plausible", "Write it without thousands separator, or with a decimal comma.";
    C404 Error "A quantity or count is not negative.",
        "-4 vCPU", "Write the amount as it is.";
    C405 Error "A count is a whole number.",
        "2,5 vCPU", "Write a whole number.";
    C406 Error "A share lies between 0 and 100 %.",
        "180 % CPU utilisation", "Give the share of what is allocated, between 0 and 100.";
    C407 Warning "A quantity is of a plausible size.",
        "RAM of 131072 GB for one machine", "Check the unit; the value was used as it stands.";
    C408 Warning "A date is a date.",
        "31/02/2024", "Write the day as dd/MM/yyyy; the cell was read as not stated.";
    C409 Warning "A quarter is a quarter.",
        "\"sớm\" in the column of quarters", "Write the quarter as Quý IV/2025; the cell was read as not stated.";
    C410 Warning "A word of a closed list is known.",
        "move plan \"xem sau\"", "Use a word of the template's list; the cell was read as not stated.";
    C411 Error "A unit is one that the column can be in.",
        "\"512 W\" in the column of RAM", "Write the amount with a unit of size.";
    C412 Warning "A cell is of sensible length.",
        "a cell of 10 MB", "Shorten the cell; its text was cut at 32,767 characters.";
    C413 Warning "A yes or no is one.",
        "\"một phần\" in the column of state secrets", "Write có or không; the cell was read as not stated.";
    C414 Note "A quantity is known.",
        "\"đang cập nhật\" in the column of RAM", "Send the figure when it is known; until then it is imputed and shown as such.";
    C415 Error "A formula of the sheet gives a value.",
        "#REF!", "Mend the formula.";
    C416 Warning "A long number is kept as text.",
        "serial 1.23E+18", "Format the column as text and enter the number again.";
    C417 Error "A cell holds one value, not rows of the table.",
        "a quoted text that runs over several rows", "Close the quotation mark where the text ends; the rows inside it were not read.";
    R501 Error "The used disk is not above the provisioned disk.",
        "500 GB used of 100 GB", "Check both figures and their units.";
    R502 Error "A machine has at least one vCPU.",
        "0 vCPU", "Give the vCPUs allocated; leave the cell empty when unknown.";
    R503 Error "A server has no fewer cores than processors.",
        "2 processors, 1 core", "Give all physical cores of the server.";
    R504 Warning "The measured power is not above the nameplate of all supplies.",
        "1,200 W measured, one supply of 800 W", "Check both figures.";
    R505 Error "The used storage is not above the usable storage.",
        "100 TB used of 80 TB", "Check both figures and their units.";
    R506 Error "The usable storage is not above the raw storage.",
        "120 TB usable of 100 TB raw", "Check both figures and their units.";
    R507 Error "The racks in use are not more than the racks.",
        "12 racks used of 10", "Check both figures.";
    R508 Warning "A leased facility states when its contract ends.",
        "leased, no end of contract", "Give the last day of the contract.";
    R509 Warning "A system that moves states its quarter.",
        "move plan cloud, no quarter", "Give the proposed quarter; until then the plan file's quarter is assumed.";
    R510 Warning "A system states its security level.",
        "no level", "Give the level 1 to 5; until then the plan file's zone is assumed.";
    R511 Error "A cloud need asks for something.",
        "a row with no amount", "Fill in at least one amount, or delete the row.";
    R512 Warning "The start of service is not in the future.",
        "in service on 01/01/2050", "Check the day.";
    T601 Error "No two rows of a table have the same code.",
        "VM-17 twice", "Give each row a code of its own; the first row was kept.";
    T602 Note "Rows that say exactly the same stand once.",
        "a row copied twice", "Nothing; the copy was merged into the first.";
    T603 Warning "The system a row names is in the list of systems.",
        "workload of HT99, no such system", "Add the system, or correct the code.";
    T604 Note "Rows below or between the table that are no data are left out.",
        "Tổng cộng, Người lập biểu", "Nothing, if they are totals, sections or signatures.";
    T605 Error "A row is not the sum of the rows above it.",
        "a last row whose vCPU and RAM are the sums of the column", "If it is a total, nothing; else change one of its figures or move it up.";
    T606 Warning "Samples of use are used for sizing.",
        "a table of utilisation", "Send the 95th percentile with each workload as well; the samples are kept.";
    P701 Note "The workbook is an RVTools export.",
        "sheets vInfo, vHost", "Nothing.";
    P702 Note "Headings of RVTools that say MB mean MiB.",
        "\"Provisioned MB\"", "Nothing; RVTools wrote MB for 2^20 bytes before version 4.1.";
    P703 Warning "Every host named in vInfo is described in vHost.",
        "host esx-9 in vInfo only", "Export again with rights on all hosts, or say why it is missing.";
    P704 Warning "Partitions belong to a machine of vInfo.",
        "a partition of an unknown VM", "Export all sheets in one go.";
    P705 Error "An RVTools workbook has the columns that sizes are read from.",
        "vInfo without CPUs or Memory", "Export again with RVTools itself, all columns.";
    P706 Note "Templates are kept as rows and left out of totals.",
        "10 templates", "Nothing.";
    P707 Warning "What the guests use is not above what is provisioned.",
        "partitions use 80 GB of 60 GB", "Check the machine; the figure of vInfo was used.";
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl Code {
    /// The code of that id, as stored.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id() == id)
    }
}
