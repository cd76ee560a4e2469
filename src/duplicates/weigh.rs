//! What speaks for and against two rows being one thing, in parts of a bit.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use foldhash::fast::FixedState;

use super::bits::{Bits, PARTS, log2_ratio, log2_share, of_plan, score_of};
use super::item::{Figure, Group, Item, figures_of};
use super::joint::Joint;
use super::key::{Name, SLIP_LENGTH_MIN, Serial, hash_of, is_one_slip, is_private};
use crate::plan::DuplicatesPlan;
use crate::schema::Table;
use crate::text::bare_key;

/// Rows that a table is taken to have at least: in a list of three, everything is rare.
const ROWS_MIN: u64 = 128;
/// Agencies with one name from which on it is a common one.
const COMMON_FROM_AGENCIES: usize = 4;
/// Bits of a name of one's own in a table of whatever length.
const NAME_BITS_MIN: Bits = 9 * PARTS;
/// Most bits of an address that every network has, and of any other.
const ADDRESS_BITS: (Bits, Bits) = (6 * PARTS, 16 * PARTS);
/// Most bits of a model, of a place, of a system or engine.
const WORD_BITS: Bits = 4 * PARTS;
/// Two names of one series: app-01 and app-02 are two machines.
const NEXT_NAME_BITS: Bits = -6 * PARTS;
/// Two serials of one batch; not as sure as two that differ altogether, since the slip of a hand may
/// look like it.
const NEXT_SERIAL_BITS: Bits = -4 * PARTS;
/// Figures that agree but for rounding.
const NEAR_BITS: Bits = PARTS / 2;
/// A measured use that differs: it does from month to month.
const USE_DIFFERS_BITS: Bits = -PARTS;
/// What the uses must be worth where no serial, UUID, name or address of one's own agrees.
const USE_ALONE_BITS: Bits = 8 * PARTS;

/// What of two rows is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the part of a row of that name")]
pub enum Trait {
    Serial,
    Uuid,
    Name,
    Code,
    Address,
    Manufacturer,
    Model,
    Place,
    Software,
    Quantity,
    Figure(Figure),
}

/// How it compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It is the same.
    Agrees,
    /// It is the same but for the way of writing, or one slip of the hand.
    Alike,
    /// It is the same but for rounding.
    Near,
    /// It is the next number of one series.
    Next,
    /// It differs.
    Differs,
}

/// One piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// What is compared.
    pub of: Trait,
    /// How.
    pub how: How,
    /// What it is worth, in parts of a bit.
    pub bits: Bits,
}

/// All evidence on two rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// Sum of what it is worth and of the odds it began at, in parts of a bit; less than the sum of
    /// the evidence where a limit of the plan applies.
    pub sum: Bits,
    /// The evidence, what both rows state only.
    pub evidence: Vec<Evidence>,
}

impl Weighed {
    /// Whether two rows are databases of one subject whose contents differ.
    pub(super) fn overlaps(&self, table: Table) -> bool {
        let is = |of: Trait, how: &[How]| {
            self.evidence.iter().any(|e| e.of == of && how.contains(&e.how))
        };
        let has_one_subject = is(Trait::Name, &[How::Agrees, How::Alike]);
        let differs =
            figures_of(table).iter().any(|figure| is(Trait::Figure(*figure), &[How::Differs]));
        table == Table::Database && has_one_subject && differs
    }
}

/// What of a row is compared, in the forms it is compared in.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) serial: Option<Serial>,
    pub(super) name: Option<Name>,
    pub(super) code: Option<Name>,
    manufacturer: String,
    pub(super) model: String,
    place: String,
    pub(super) software: String,
}

impl Prepared {
    fn of(item: &Item, table: Table) -> Self {
        let name = match table {
            Table::Database => Name::of_subject(&item.name),
            _ => Name::of_machine(&item.name),
        };
        // A code that is a UUID or the serial says nothing more.
        let serial = Serial::of(&item.serial);
        let is_said = super::key::uuid_of(&item.id.key).is_some() || item.id.key == item.serial;
        let code = Some(&item.id.key).filter(|_| !is_said);
        let code = code
            .and_then(|code| Name::of_machine(code))
            .filter(|code| name.as_ref().is_none_or(|name| name.key != code.key));
        Self {
            serial,
            name,
            code,
            manufacturer: maker_key(&item.manufacturer),
            model: bare_key(&item.model),
            place: bare_key(&item.place),
            software: bare_key(&item.software),
        }
    }
}

/// HP, HPE and Hewlett Packard Enterprise are one maker.
fn maker_key(text: &str) -> String {
    let key = bare_key(text);
    match key.as_str() {
        "hpe" | "hewlettpackard" | "hewlettpackardenterprise" => "hp".to_owned(),
        _ => key,
    }
}

type Counts = HashMap<u64, u32, FixedState>;

/// Rows prepared for comparison, and how rare their values are.
pub(crate) struct Scale<'a> {
    pub(super) items: &'a [Item],
    pub(super) rows: Vec<Prepared>,
    table: Table,
    plan: &'a DuplicatesPlan,
    counts: Counts,
    joint: Joint,
    common: BTreeSet<u64>,
    rows_count: u64,
}

impl<'a> Scale<'a> {
    /// Prepares rows.
    pub(crate) fn of(items: &'a [Item], table: Table, plan: &'a DuplicatesPlan) -> Self {
        use rayon::prelude::*;
        let rows: Vec<Prepared> = items.par_iter().map(|item| Prepared::of(item, table)).collect();
        let joint = Joint::of(items, &rows, figures_of(table));
        let mut scale = Self {
            items,
            rows,
            joint,
            table,
            plan,
            counts: Counts::default(),
            common: BTreeSet::new(),
            rows_count: (items.len() as u64).max(ROWS_MIN),
        };
        scale.count(figures_of(table));
        scale
    }

    pub(super) const fn table(&self) -> Table {
        self.table
    }

    pub(super) const fn plan(&self) -> &DuplicatesPlan {
        self.plan
    }

    fn count(&mut self, figures: &[Figure]) {
        let mut agencies: HashMap<u64, Vec<u64>, FixedState> = HashMap::default();
        for (item, row) in self.items.iter().zip(&self.rows) {
            let agency = hash_of(&item.id.agency_id);
            let serial = row.serial.iter().map(|s| value("serial", s.folded.as_str()));
            let names = [&row.name, &row.code].into_iter().flatten();
            let names: Vec<u64> = names.map(|n| value("name", n.sorted.as_str())).collect();
            for name in &names {
                let of = agencies.entry(*name).or_default();
                if of.len() < COMMON_FROM_AGENCIES && !of.contains(&agency) {
                    of.push(agency);
                }
            }
            let words = [
                ("manufacturer", &row.manufacturer),
                ("model", &row.model),
                ("place", &row.place),
                ("software", &row.software),
            ];
            let words = words.iter().filter(|(_, word)| !word.is_empty());
            let words = words.map(|(of, word)| value(of, word.as_str()));
            let uuids = item.uuids.iter().map(|uuid| value("uuid", uuid.as_str()));
            let addresses = item.addresses.iter().map(|at| value("address", at.as_str()));
            let figures = figures.iter().zip(&item.figures);
            let figures =
                figures.filter_map(|(figure, stated)| Some(value(figure.column, &(*stated)?)));
            for key in serial.chain(names).chain(words).chain(uuids).chain(addresses).chain(figures)
            {
                *self.counts.entry(key).or_default() += 1;
            }
        }
        let is_common = |of: &Vec<u64>| of.len() >= COMMON_FROM_AGENCIES;
        self.common =
            agencies.into_iter().filter(|(_, of)| is_common(of)).map(|(n, _)| n).collect();
    }

    /// How rare a value is, in parts of a bit.
    fn rarity<T: Hash + ?Sized>(&self, of: &str, of_value: &T) -> Bits {
        log2_ratio(self.rows_count, self.count_of(of, of_value))
    }

    fn count_of<T: Hash + ?Sized>(&self, of: &str, of_value: &T) -> u64 {
        u64::from(self.counts.get(&value(of, of_value)).copied().unwrap_or(1))
    }

    /// Whether a name says nothing of which thing is meant.
    pub(super) fn is_common(&self, name: &Name) -> bool {
        name.is_common || self.common.contains(&value("name", name.sorted.as_str()))
    }

    /// Everything that speaks for and against two rows being one thing.
    pub(super) fn weigh(&self, a: usize, b: usize) -> Weighed {
        let (first, second) = (&self.items[a], &self.items[b]);
        let (one, other) = (&self.rows[a], &self.rows[b]);
        let mut evidence = Vec::with_capacity(16);
        let mut say = |of: Trait, said: Option<(How, Bits)>| {
            if let Some((how, bits)) = said {
                evidence.push(Evidence { of, how, bits });
            }
        };
        say(Trait::Serial, self.serials(one.serial.as_ref(), other.serial.as_ref()));
        say(Trait::Uuid, self.uuids(first, second));
        let is_one_code =
            first.id.agency_id == second.id.agency_id && first.id.key == second.id.key;
        let agencies = [first, second].map(|item| item.id.agency_id.as_str());
        say(Trait::Name, self.names(one.name.as_ref(), other.name.as_ref(), agencies, true));
        say(
            Trait::Code,
            match is_one_code {
                // Codes are an agency's own: the same one names the same thing.
                true => Some((How::Agrees, of_plan(self.plan.identity_bits_max.value))),
                false => self.names(one.code.as_ref(), other.code.as_ref(), agencies, false),
            },
        );
        say(Trait::Address, self.addresses(first, second));
        let words = [
            (Trait::Manufacturer, "manufacturer", &one.manufacturer, &other.manufacturer),
            (Trait::Model, "model", &one.model, &other.model),
            (Trait::Place, "place", &one.place, &other.place),
            (Trait::Software, "software", &one.software, &other.software),
        ];
        for (of, column, word, other) in words {
            say(of, self.words(of, column, word, other));
        }
        if first.quantity != second.quantity {
            say(Trait::Quantity, Some((How::Differs, self.serial_differs())));
        }
        let figures = figures_of(self.table).iter().zip(&first.figures).zip(&second.figures);
        for ((figure, one), other) in figures {
            say(Trait::Figure(*figure), self.figures(*figure, *one, *other));
        }
        doubt_mixed_uses(&mut evidence, log2_share(self.plan.size_differs_share.value));
        // Counting who else has all that agrees is worth it only where it can decide something.
        let mut sum = self.sum(&evidence, 2);
        let least = self.sum(&evidence, self.rows_count);
        if sum > least && score_of(sum) >= self.plan.possible_min.value {
            let rows = (self.items, self.rows.as_slice());
            sum = self.sum(&evidence, self.joint.count(&evidence, (first, one), rows).max(2));
        }
        Weighed { sum, evidence }
    }

    /// The odds it began at and all evidence, within the limits of the plan.
    /// `rows_alike` have all the sizes that agree.
    fn sum(&self, evidence: &[Evidence], rows_alike: u64) -> Bits {
        let (mut identity, mut batch, mut sizes, mut uses, mut against) = (0, 0, 0, 0, 0);
        let common = of_plan(self.plan.common_name_bits_max.value);
        let mut is_told = false;
        for Evidence { of, bits, .. } in evidence {
            let of_group = match of {
                _ if *bits <= 0 => &mut against,
                Trait::Serial | Trait::Uuid | Trait::Name | Trait::Code | Trait::Address => {
                    is_told |= *bits > common;
                    &mut identity
                }
                Trait::Figure(Figure { group: Group::Use, is_joint: true, .. }) => &mut sizes,
                Trait::Figure(Figure { group: Group::Use, .. }) => &mut uses,
                _ => &mut batch,
            };
            *of_group += bits;
        }
        let is_told: bool = is_told || sizes + uses >= USE_ALONE_BITS;
        // Rows of one batch or template are as many as have all of it; of few the plan says.
        let most = of_plan(self.plan.batch_bits_max.value);
        let joint: Bits = (batch + sizes).min(most.max(log2_ratio(self.rows_count, rows_alike)));
        let uses: Bits = uses.min(of_plan(self.plan.use_bits_max.value));
        let start = -log2_ratio(self.rows_count, 1);
        let sum = start + identity + joint + uses + against;
        // Two of one batch under one common name are still two.
        if is_told { sum } else { sum.min(-PARTS) }
    }

    fn serial_differs(&self) -> Bits {
        log2_share(self.plan.serial_differs_share.value)
    }

    fn mistyped(&self) -> Bits {
        log2_share(self.plan.mistyped_share.value)
    }

    fn serials(&self, a: Option<&Serial>, b: Option<&Serial>) -> Option<(How, Bits)> {
        let (a, b) = (a?, b?);
        let most = of_plan(self.plan.identity_bits_max.value);
        let signs = a.signs_bits().min(b.signs_bits());
        if a.folded == b.folded {
            let rarity = self.rarity("serial", a.folded.as_str());
            // A serial that many rows bear is none, however long it is.
            let is_own = self.count_of("serial", a.folded.as_str()) <= 4;
            let bits = if is_own { rarity.max(signs) } else { rarity }.min(most);
            return Some(match a.plain == b.plain {
                true => (How::Agrees, bits),
                false => (How::Alike, bits - PARTS),
            });
        }
        if a.is_next_to(b) {
            return Some((How::Next, NEXT_SERIAL_BITS));
        }
        let is_long = a.folded.len().min(b.folded.len()) >= SLIP_LENGTH_MIN;
        if let Some(ways) = a.slip_ways(b).filter(|_| is_long) {
            let ways = log2_ratio(ways, 1);
            return Some((How::Alike, (signs - ways).min(most) + self.mistyped()));
        }
        Some((How::Differs, self.serial_differs()))
    }

    fn uuids(&self, a: &Item, b: &Item) -> Option<(How, Bits)> {
        if a.uuids.is_empty() || b.uuids.is_empty() {
            return None;
        }
        let most = of_plan(self.plan.identity_bits_max.value);
        let Some(shared) = a.uuids.iter().find(|uuid| b.uuids.contains(uuid)) else {
            // A machine that moved to another hypervisor has a new one.
            return Some((How::Differs, log2_share(self.plan.name_differs_share.value)));
        };
        let is_own = self.count_of("uuid", shared.as_str()) <= 4;
        let bits = if is_own { most } else { self.rarity("uuid", shared.as_str()).min(most) };
        Some((How::Agrees, bits))
    }

    /// Names of machines, or their codes: that codes differ says nothing, agencies give their own.
    fn names(
        &self,
        a: Option<&Name>,
        b: Option<&Name>,
        agencies: [&str; 2],
        is_name: bool,
    ) -> Option<(How, Bits)> {
        let (a, b) = (a?, b?);
        let worth = |name: &Name| {
            let rarity = self.rarity("name", name.sorted.as_str());
            match self.is_common(name) {
                true => rarity.min(of_plan(self.plan.common_name_bits_max.value)),
                false => {
                    let is_long = name.key.chars().count() >= SLIP_LENGTH_MIN;
                    let least = if is_long { NAME_BITS_MIN } else { 0 };
                    rarity.max(least).min(of_plan(self.plan.identity_bits_max.value))
                }
            }
        };
        if a.key == b.key {
            return Some((How::Agrees, worth(a)));
        }
        if a.sorted == b.sorted {
            return Some((How::Alike, worth(a) - PARTS));
        }
        // "moet-db-07" and "mot-db-07": each says whose it is, which is no slip of the other.
        if agencies[0] != agencies[1]
            && let Some(rest) = a.behind(agencies[0])
            && b.behind(agencies[1]) == Some(rest)
        {
            return is_name.then_some((How::Next, NEXT_NAME_BITS));
        }
        let are_own = !self.is_common(a) && !self.is_common(b);
        if a.numbers == b.numbers
            && are_own
            && a.can_slip()
            && b.can_slip()
            && is_one_slip(&a.letters, &b.letters)
        {
            return Some((How::Alike, worth(a).min(worth(b)) + self.mistyped()));
        }
        if !is_name {
            return None;
        }
        Some(match a.letters == b.letters {
            true => (How::Next, NEXT_NAME_BITS),
            false if are_own => (How::Differs, log2_share(self.plan.name_differs_share.value)),
            false => return None,
        })
    }

    fn addresses(&self, a: &Item, b: &Item) -> Option<(How, Bits)> {
        let shared = a.addresses.iter().find(|address| b.addresses.contains(address))?;
        let rarity = self.rarity("address", shared.as_str());
        let (private, public) = ADDRESS_BITS;
        let most = if is_private(shared) { private } else { public };
        Some((How::Agrees, rarity.min(most)))
    }

    fn words(&self, of: Trait, column: &str, a: &str, b: &str) -> Option<(How, Bits)> {
        if a.is_empty() || b.is_empty() {
            return None;
        }
        let worth = self.rarity(column, a).min(self.rarity(column, b)).min(WORD_BITS);
        if a == b {
            return Some((How::Agrees, worth));
        }
        // "Dell" and "Dell Inc.", "R740" and "PowerEdge R740", a slip; but no other number.
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
        let is_part = a.contains(b) || b.contains(a);
        let is_alike =
            digits(a) == digits(b) && strsim::osa_distance(a, b) * 5 <= a.len().min(b.len());
        if is_part || is_alike {
            return Some((How::Alike, worth / 2));
        }
        match of {
            // Agencies describe a place in words of their own.
            Trait::Place => None,
            Trait::Software => Some((How::Differs, log2_share(self.plan.name_differs_share.value))),
            _ => Some((How::Differs, self.mistyped())),
        }
    }

    fn figures(&self, figure: Figure, a: Option<i64>, b: Option<i64>) -> Option<(How, Bits)> {
        let (a, b) = (a?, b?);
        if a == b {
            // None of a thing is what most have.
            let rarity = self.rarity(figure.column, &a).min(figure.most_bits * PARTS);
            return Some((How::Agrees, if a == 0 { rarity.min(PARTS) } else { rarity }));
        }
        let (least, most) = (a.min(b) as f64, a.max(b) as f64);
        let is_near =
            !figure.is_day && least > 0.0 && most - least <= most * self.plan.size_near_share.value;
        Some(match figure.group {
            _ if is_near => (How::Near, NEAR_BITS),
            Group::Use if self.table != Table::Database => (How::Differs, USE_DIFFERS_BITS),
            _ => (How::Differs, log2_share(self.plan.size_differs_share.value)),
        })
    }
}

/// Two lists have a measurement from one source, or each its own: that one measured use agrees to the last
/// digit and another does not is seldom so of one thing.
fn doubt_mixed_uses(evidence: &mut [Evidence], bits: Bits) {
    let is_use =
        |said: &Evidence| matches!(said.of, Trait::Figure(Figure { group: Group::Use, .. }));
    let agrees = |said: &Evidence| is_use(said) && said.how == How::Agrees && said.bits > PARTS;
    if evidence.iter().any(agrees) {
        let differing = evidence.iter_mut().filter(|said| is_use(said) && said.how == How::Differs);
        differing.for_each(|said| said.bits = said.bits.min(bits));
    }
}

/// Key of a value among the counts.
fn value<T: Hash + ?Sized>(of: &str, of_value: &T) -> u64 {
    hash_of(&(of, hash_of(of_value)))
}
