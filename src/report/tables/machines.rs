//! The table of machines: what each workload, cloud need and converted server comes to.

use super::super::table::{Kind, Table, Value};
use crate::demand::{Demand, Part, PartSize, Resource, Sized, Standing, Tier};
use crate::language::Language;
use crate::plan::{Basis, Plan};

/// One row per workload, cloud need and converted server at the first site, then their copies at
/// second sites; amounts in printed units at the base quarter, before growth. What nobody states and
/// no peer can stand in for is missing.
pub fn machines(demand: &Demand, plan: &Plan, language: Language) -> Table {
    let mut table = columns(language);
    for machine in &demand.machines {
        let [vcpu, ram] =
            [Resource::Vcpu, Resource::Ram].map(|resource| Size::of(machine, resource));
        let mut row: Vec<Value> = vec![
            machine.agency_id.as_str().into(),
            machine.system_id.as_str().into(),
            machine.id.as_str().into(),
            machine.table.name().into(),
            machine.zone.as_str().into(),
            machine.quarter.to_string().into(),
        ];
        row.extend(vcpu.amounts(Resource::Vcpu));
        row.extend(ram.amounts(Resource::Ram));
        let stored = |is_backup: bool| {
            let parts = machine.parts.iter().filter(|part| {
                part.is_used
                    && part.resource == Resource::Storage
                    && (part.tier == Tier::Backup) == is_backup
            });
            let sum = parts.map(|part| part.likely).reduce(u64::saturating_add);
            Value::from(sum.map(|raw| Resource::Storage.print(raw as f64)))
        };
        row.extend([stored(false), stored(true)]);
        let flavour = machine.flavour.and_then(|at| plan.flavours.get(at));
        row.push(flavour.map(|flavour| flavour.name.as_str()).into());
        row.push(machine.stars.map(|stars| i64::from(stars.count())).into());
        row.extend(vcpu.standing(demand));
        row.extend(ram.standing(demand));
        let counts = vcpu.shown.or(ram.shown).is_some_and(|part| part.is_used);
        row.extend([counts.into(), machine.is_second_site.into()]);
        table.push(row);
    }
    table
}

fn columns(language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let note = t(
        "One row per workload, cloud need and converted server, then the copies at second sites; amounts \
         at the base quarter, before growth. Storage and backup are what counts in totals. Standing: \
         declared rests on stated figures, imputed on the mean of the group of peers named, assumed on a \
         share of the plan, since use was not measured. Stars: days of the window with a sample, 1 to 5.",
        "Mỗi dòng một máy ảo, nhu cầu đám mây hoặc máy chủ quy đổi, sau đó là bản tại điểm dự phòng thứ \
         hai; số tại quý gốc, chưa tăng trưởng. Lưu trữ và sao lưu là phần dùng vào tổng. Căn cứ: declared \
         theo số đã khai, imputed theo trung bình của nhóm máy tương tự, assumed theo tỷ lệ của kế hoạch vì \
         chưa đo mức dùng. Số sao: số ngày có mẫu đo trong kỳ, từ 1 đến 5.",
    );
    Table::new("machines", t("Machines", "Từng máy"), note)
        .column("agency_id", t("Agency", "Cơ quan"), Kind::Text)
        .column("system_id", t("System", "Hệ thống"), Kind::Text)
        .column("id", t("Machine", "Máy"), Kind::Text)
        .column("kind", t("Kind", "Loại"), Kind::Text)
        .column("zone", t("Zone", "Vùng"), Kind::Text)
        .column("quarter", t("Arrives", "Quý đến"), Kind::Text)
        .column("vcpu_as_submitted", t("vCPU as submitted", "vCPU cấp phát"), Kind::Decimal(3))
        .column("vcpu_right_sized", t("vCPU right-sized", "vCPU theo mức dùng"), Kind::Decimal(3))
        .column(
            "vcpu_requested_or_converted",
            t("vCPU requested or converted", "vCPU đề nghị hoặc quy đổi"),
            Kind::Decimal(3),
        )
        .column(
            "ram_as_submitted_gib",
            t("RAM as submitted (GiB)", "RAM cấp phát (GiB)"),
            Kind::Decimal(3),
        )
        .column(
            "ram_right_sized_gib",
            t("RAM right-sized (GiB)", "RAM theo mức dùng (GiB)"),
            Kind::Decimal(3),
        )
        .column(
            "ram_requested_or_converted_gib",
            t("RAM requested or converted (GiB)", "RAM đề nghị hoặc quy đổi (GiB)"),
            Kind::Decimal(3),
        )
        .column("storage_tib", t("Storage (TiB)", "Lưu trữ (TiB)"), Kind::Decimal(3))
        .column("backup_tib", t("Backup (TiB)", "Sao lưu (TiB)"), Kind::Decimal(3))
        .column("flavour", t("Flavour", "Cỡ máy"), Kind::Text)
        .column("stars", t("Stars", "Số sao"), Kind::Integer)
        .column("vcpu_standing", t("vCPU rests on", "Căn cứ vCPU"), Kind::Text)
        .column("vcpu_peers", t("Peers for vCPU", "Nhóm tương tự (vCPU)"), Kind::Text)
        .column("vcpu_peers_count", t("How many", "Số máy"), Kind::Integer)
        .column("ram_standing", t("RAM rests on", "Căn cứ RAM"), Kind::Text)
        .column("ram_peers", t("Peers for RAM", "Nhóm tương tự (RAM)"), Kind::Text)
        .column("ram_peers_count", t("How many", "Số máy"), Kind::Integer)
        .column("is_used", t("vCPU, RAM in totals", "vCPU, RAM vào tổng"), Kind::Flag)
        .column("is_second_site", t("Second site", "Điểm dự phòng thứ hai"), Kind::Flag)
}

/// The parts of one resource of a machine that a row shows.
struct Size<'a> {
    as_submitted: Option<&'a Part>,
    right_sized: Option<&'a Part>,
    /// That of a cloud need or of a converted server.
    own: Option<&'a Part>,
    /// The part whose standing is told: the one used, else the one that would be.
    shown: Option<&'a Part>,
}

impl<'a> Size<'a> {
    fn of(machine: &'a Sized, resource: Resource) -> Self {
        let parts = || machine.parts.iter().filter(|part| part.resource == resource);
        let on = |basis: Basis| parts().find(|part| part.basis == basis);
        let own = on(Basis::Requested).or_else(|| on(Basis::Converted));
        let (as_submitted, right_sized) = (on(Basis::AsSubmitted), on(Basis::RightSized));
        let used = parts().find(|part| part.is_used);
        Self { as_submitted, right_sized, own, shown: used.or(right_sized).or(own) }
    }

    fn amounts(&self, resource: Resource) -> [Value; 3] {
        let print =
            |part: Option<&Part>| part.map(|part| resource.print(part.likely as f64)).into();
        [print(self.as_submitted), print(self.right_sized), print(self.own)]
    }

    /// Standing, group of peers, members of it.
    fn standing(&self, demand: &Demand) -> [Value; 3] {
        let word = self.shown.map(|part| match part.standing {
            Standing::Declared => "declared",
            Standing::Imputed => "imputed",
            Standing::Assumed => "assumed",
        });
        let group = self.shown.and_then(|part| match part.size {
            PartSize::Peers { group, .. } => Some(demand.peers.group(group)),
            PartSize::Stated { .. } => None,
        });
        let name = group.map(|group| group.name.as_str());
        [word.into(), name.into(), group.map(|group| group.sizes.len()).into()]
    }
}
