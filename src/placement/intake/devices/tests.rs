//! The order of trust by hand; what the submission, the library and the plan each give.

use super::*;
use crate::placement::fleet::PowerSource;
use crate::unit::Watts;

/// Average and peak in whole watts, and the source.
fn settled(
    kind: DeviceKind,
    stated: StatedPower,
    known: Option<&DeviceType>,
) -> (i64, i64, PowerSource) {
    let power = stated.settle(kind, known, &Plan::built_in());
    let whole = |watts: Watts| watts.as_watts().round() as i64;
    (whole(power.average), whole(power.peak), power.source)
}

/// A type with two supplies of 800 W.
fn known() -> DeviceType {
    DeviceType {
        supplies_count: Some(2),
        supply_nameplate: Some(Watts::from_watts(800.0)),
        ..DeviceType::default()
    }
}

#[test]
fn power_comes_from_the_best_that_is_known() {
    let known = known();
    let server = |stated| settled(DeviceKind::Server, stated, Some(&known));
    let all = StatedPower {
        measured: Some(310.0),
        vendor_peak: Some(500.0),
        nameplate: Some(1000.0),
        supplies: Some(2),
        in_service: Some(2017),
        sockets: Some(4),
        gpus: None,
    };
    assert_eq!(server(all), (310, 310, PowerSource::Measured));
    // Idle is 0.15 of the peak in 2016 to 2018: 75 + 425 × 0.3.
    let unmeasured = StatedPower { measured: None, ..all };
    assert_eq!(server(unmeasured), (203, 500, PowerSource::VendorPeak));
    // Of no stated year the plan's 0.25: 125 + 375 × 0.3.
    let undated = StatedPower { in_service: None, ..unmeasured };
    assert_eq!(server(undated), (238, 500, PowerSource::VendorPeak));
    // Four processors of 2016 to 2018: 360 W × 1.25 × 2, idle 0.15 of it, 30 % used.
    let no_peak = StatedPower { vendor_peak: None, ..unmeasured };
    assert_eq!(server(no_peak), (365, 900, PowerSource::Generation));
    // Too old for the table: 0.6 of 1000 W; idle 150, average 150 + 450 × 0.3.
    let old = StatedPower { in_service: Some(1999), ..no_peak };
    assert_eq!(server(old), (285, 600, PowerSource::NameplateDerated));
    // The library's 800 W: 480, idle 120, average 120 + 360 × 0.3.
    let unstated = StatedPower { nameplate: None, ..old };
    assert_eq!(server(unstated), (228, 480, PowerSource::LibraryNameplate));
    // Nobody knows: 450 W, idle 112.5, average 112.5 + 337.5 × 0.3.
    let nothing = settled(DeviceKind::Server, StatedPower::default(), None);
    assert_eq!(nothing, (214, 450, PowerSource::Imputed));
}

/// Redundant supplies are no load: two of 800 W count as one, four as two.
#[test]
fn a_nameplate_counts_for_the_supplies_that_carry_the_device() {
    let peak = |supplies| {
        let stated = StatedPower { nameplate: Some(800.0), supplies, ..StatedPower::default() };
        settled(DeviceKind::Server, stated, None).1
    };
    assert_eq!([None, Some(1), Some(2)].map(peak), [480; 3]);
    assert_eq!([Some(3), Some(4), Some(6)].map(peak), [960, 960, 1440]);
    let four = DeviceType { supplies_count: Some(4), ..known() };
    let of_library = settled(DeviceKind::Server, StatedPower::default(), Some(&four));
    assert_eq!(of_library.1, 960);
}

#[test]
fn gpus_come_on_top_of_what_has_none_and_not_of_what_was_said_with_them() {
    let gpus = StatedPower { gpus: Some(4), ..StatedPower::default() };
    // 450 + 4 × 300; idle a quarter, 412.5 + 1237.5 × 0.3.
    assert_eq!(settled(DeviceKind::Server, gpus, None), (784, 1650, PowerSource::Imputed));
    let of_year = StatedPower { in_service: Some(2017), ..gpus };
    assert_eq!(settled(DeviceKind::Server, of_year, None).1, 450 + 1200);
    let power = of_year.settle(DeviceKind::Server, None, &Plan::built_in());
    assert_eq!(power.gpus, Some(Watts::from_watts(1200.0)));
    for stated in [
        StatedPower { measured: Some(900.0), ..gpus },
        StatedPower { vendor_peak: Some(900.0), ..gpus },
        StatedPower { nameplate: Some(1500.0), ..gpus },
    ] {
        let power = stated.settle(DeviceKind::Server, None, &Plan::built_in());
        assert_eq!((power.peak, power.gpus), (Watts::from_watts(900.0), None));
    }
}

/// Arrays and switches have no generation; on average they draw 0.6 of their peak.
#[test]
fn arrays_and_network_devices_draw_a_share_of_their_peak() {
    let of = |kind, stated| settled(kind, stated, None);
    let (storage, network) = (DeviceKind::Storage, DeviceKind::Network);
    let dated = StatedPower { in_service: Some(2017), ..StatedPower::default() };
    assert_eq!(of(storage, dated), (360, 600, PowerSource::Imputed));
    assert_eq!(of(network, dated), (90, 150, PowerSource::Imputed));
    let peak = StatedPower { vendor_peak: Some(400.0), nameplate: Some(900.0), ..dated };
    assert_eq!(of(storage, peak), (240, 400, PowerSource::VendorPeak));
    let nameplate = StatedPower { vendor_peak: None, ..peak };
    assert_eq!(of(network, nameplate), (324, 540, PowerSource::NameplateDerated));
}

fn row(model: &str) -> Row {
    Row {
        agency_id: "MOJ".to_owned(),
        system_id: "HT1".to_owned(),
        id: "S1".to_owned(),
        address: RowAddress { submission_id: "MOJ/1".to_owned(), sheet: "s".to_owned(), row: 2 },
        manufacturer: Some("Dell".to_owned()),
        model: Some(model.to_owned()),
        quantity: 3,
        height: None,
        weight: None,
        supplies: None,
        power: StatedPower::default(),
    }
}

#[test]
fn what_the_submission_leaves_out_is_the_librarys_then_the_plans_and_is_counted() {
    let of = DeviceType {
        manufacturer: "Dell".to_owned(),
        model: "PowerEdge R740".to_owned(),
        height: Some(RackUnits::from_units(1)),
        is_full_depth: Some(false),
        weight: Some(Kilograms::from_kilograms(20.5)),
        supplies_count: Some(1),
        ..DeviceType::default()
    };
    let blade = DeviceType {
        model: "PowerEdge M640".to_owned(),
        height: Some(RackUnits::ZERO),
        is_in_chassis: true,
        ..of.clone()
    };
    let library = Library::new(vec![of, blade]);
    let plan = Plan::built_in();
    let mut movers = Movers::new(&plan, &library);
    movers.add(&row("R740"), DeviceKind::Server, "common");
    let stated = Row { height: Some(3.0), supplies: Some(2), ..row("R740xs") };
    movers.add(&stated, DeviceKind::Server, "common");
    movers.add(&Row { quantity: 1, ..row("M640") }, DeviceKind::Server, "common");
    let (devices, survey) = movers.finish();
    let seen = |at: usize| {
        let of: &Device = &devices[at];
        let sizes = (of.height.as_units(), of.weight.as_kilograms());
        (of.id.clone(), sizes, of.is_full_depth, of.is_single_corded())
    };
    assert_eq!(seen(0), ("MOJ/S1#1".to_owned(), (1.0, 20.5), false, true), "the library's");
    assert_eq!(seen(3), ("MOJ/S1#1".to_owned(), (3.0, 28.0), true, false), "doubtful: not used");
    assert_eq!(seen(6).1, (2.0, 20.5), "a blade has no height of its own");
    let counts = |fact| Origin::ALL.map(|origin| survey.count(fact, origin));
    assert_eq!(counts(Fact::Height), [3, 3, 1]);
    assert_eq!(counts(Fact::Weight), [0, 4, 3]);
    assert_eq!(counts(Fact::Cords), [3, 4, 0]);
    assert_eq!(counts(Fact::Depth), [0, 4, 3]);
    let mut others = Movers::new(&plan, &library);
    let of_another = Row { manufacturer: Some("Sugon".to_owned()), ..row("R740") };
    others.add(&of_another, DeviceKind::Server, "common");
    assert_eq!(others.finish().1.count(Fact::Height, Origin::Library), 0, "another maker's");
    let told = survey.findings();
    assert_eq!(told.len(), 1);
    assert_eq!(
        told[0].1.found,
        "Dell R740xs (3 devices): nearest Dell PowerEdge R740, score 0.735; the letters or words after \
         the number differ"
    );
}
