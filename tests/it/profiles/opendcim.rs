//! openDCIM.

use ndcap::schema::Table;

use super::{assert_refused, count, counts, read_csv, table, tag, texts, told, with};

/// The second day may be the fourth of March or the third of April.
pub const DEVICES: &str = "DataCenterID,Cabinet,Position,Label,Height,Manufacturer,Model,\
    Hostname,SerialNo,AssetTag,Hypervisor,InstallDate,Status\n\
    NDC-1,A-01,10,db1,2,Dell,R750,db1.vn,00123,T-1,ESX,2022-05-04,Production\n\
    NDC-1,A-01,14,old1,4U,HPE,DL580,,S2,T-2,None,03/04/2019,Disposed\n";

#[test]
fn devices_are_servers_and_doubtful_days_are_not_read() {
    let submission = read_csv(DEVICES);
    assert_eq!(submission.profile, "opendcim");
    let servers = table(&submission, Table::Server);
    assert_eq!(texts(servers, "server_id"), ["db1", "old1"]);
    assert_eq!(texts(servers, "facility_id"), ["NDC-1", "NDC-1"]);
    assert_eq!(texts(servers, "serial"), ["00123", "S2"]);
    assert_eq!(servers.decimals("height_u"), [Some(2.0), Some(4.0)]);
    assert_eq!(servers.integers("cores_count"), [None, None]);
    assert_eq!(servers.days("in_service_on"), [None, None]);
    assert_eq!(tag(servers, 0, "InstallDate"), Some("2022-05-04".to_owned()));
    assert_eq!(
        told(&submission, "P728"),
        ("warning".into(), "list!L3".into(), "03/04/2019".into())
    );
    assert_eq!(told(&submission, "P725").2, "rows by state: 1 disposed");
    assert_eq!(told(&submission, "P717").2, "no column for it; 2 rows read as servers");
}

#[test]
fn days_that_begin_with_the_year_are_read() {
    let submission = read_csv(&DEVICES.replace("03/04/2019", "2019-03-04"));
    let days: Vec<String> = table(&submission, Table::Server)
        .days("in_service_on")
        .iter()
        .map(|day| day.map(|day| day.to_string()).unwrap_or_default())
        .collect();
    assert_eq!(days, ["2022-05-04", "2019-03-04"]);
}

#[test]
fn cabinets_are_recognised_and_left_out() {
    let submission = read_csv(
        "DataCenter,Label,Row,Height,U1Position,MaxkW,MaxWeight\nNDC-1,A-01,1,48,Bottom,17,1360\n",
    );
    assert_eq!(submission.profile, "opendcim");
    assert_eq!(counts(&submission), [count("list", "", [2, 0, 0, 0, 2])]);
    assert!(with(&submission, "F103").is_empty());
    assert_eq!(told(&submission, "P716").0, "warning", "nothing of the file is read");
}

#[test]
fn devices_without_height_are_refused() {
    let text = "DataCenterID,Cabinet,Position,Label,Manufacturer,SerialNo\nNDC-1,A-01,1,a,Dell,S\n";
    assert_refused(&read_csv(text), "opendcim", "P709", "openDCIM list without Model, Height");
}
