//! Pages and XML that programs write in place of workbooks, and name .xls.

pub(super) mod excel_2003;
pub(super) mod html;
