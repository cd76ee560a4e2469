//! Formulas of the power statement: one definition gives the value, the text with its numbers, and
//! the figures and assumptions it rests on.

use crate::placement::{Placement, Quantity};
use crate::plan::Plan;

/// A formula.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// Another figure of the statement.
    Of(Quantity),
    /// An assumption of the plan.
    Plan(&'static str),
    /// A number with what it is; empty for one that needs no name.
    Number(f64, &'static str),
    /// One times, over, plus, less another.
    Pair(Box<Self>, Sign, Box<Self>),
    /// Rounded up to a whole.
    Up(Box<Self>),
}

/// What joins two formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// ×
    Times,
    /// ÷
    Over,
    /// +
    Plus,
    /// −
    Less,
}

impl Sign {
    const fn text(self) -> char {
        match self {
            Self::Times => '×',
            Self::Over => '÷',
            Self::Plus => '+',
            Self::Less => '−',
        }
    }

    const fn binds_tightly(self) -> bool {
        matches!(self, Self::Times | Self::Over)
    }
}

/// What a formula is computed with.
#[derive(Clone, Copy)]
pub struct Numbers<'a> {
    /// The placement.
    pub placement: &'a Placement,
    /// The plan.
    pub plan: &'a Plan,
}

impl Expression {
    fn pair(self, sign: Sign, other: Self) -> Self {
        Self::Pair(Box::new(self), sign, Box::new(other))
    }

    /// This times another.
    pub fn times(self, other: Self) -> Self {
        self.pair(Sign::Times, other)
    }

    /// This over another.
    pub fn over(self, other: Self) -> Self {
        self.pair(Sign::Over, other)
    }

    /// This plus another.
    pub fn plus(self, other: Self) -> Self {
        self.pair(Sign::Plus, other)
    }

    /// This less another.
    pub fn less(self, other: Self) -> Self {
        self.pair(Sign::Less, other)
    }

    /// This rounded up to a whole.
    pub fn up(self) -> Self {
        Self::Up(Box::new(self))
    }

    /// Its value; over nothing it is nothing, as in the statement.
    pub fn value(&self, numbers: Numbers<'_>) -> f64 {
        match self {
            Self::Of(quantity) => quantity.placed(numbers.placement),
            Self::Plan(name) => numbers.plan.assumption(name).map_or(0.0, |line| line.value),
            Self::Number(number, _) => *number,
            Self::Up(inner) => inner.value(numbers).ceil(),
            Self::Pair(left, sign, right) => {
                let (left, right) = (left.value(numbers), right.value(numbers));
                match sign {
                    Sign::Times => left * right,
                    Sign::Over if right > 0.0 => left / right,
                    Sign::Over => 0.0,
                    Sign::Plus => left + right,
                    Sign::Less => left - right,
                }
            }
        }
    }

    /// The formula with its numbers, as `it_kw_peak 286.4 × pue 1.6`.
    pub fn text(&self, numbers: Numbers<'_>) -> String {
        self.text_with(numbers, &|value| format!("{}", to_four_decimals(value)), &|what| what)
    }

    /// The same with numbers, and what unnamed numbers are, in the reader's language.
    pub fn text_with(
        &self,
        numbers: Numbers<'_>,
        number: &dyn Fn(f64) -> String,
        word: &dyn Fn(&'static str) -> &'static str,
    ) -> String {
        let text = |part: &Self| part.text_with(numbers, number, word);
        match self {
            Self::Of(quantity) => format!("{} {}", quantity.word(), number(self.value(numbers))),
            Self::Plan(name) => format!("{name} {}", number(self.value(numbers))),
            Self::Number(value, "") => number(*value),
            Self::Number(value, what) => format!("{} ({})", number(*value), word(what)),
            Self::Up(inner) => format!("⌈{}⌉", text(inner)),
            Self::Pair(left, sign, right) => {
                let side = |side: &Self, is_right: bool| match side {
                    // What binds less tightly, and any pair on the right of ÷ and −, stands in brackets.
                    Self::Pair(_, inner, _)
                        if (sign.binds_tightly() && !inner.binds_tightly())
                            || (is_right && matches!(sign, Sign::Over | Sign::Less)) =>
                    {
                        format!("({})", text(side))
                    }
                    _ => text(side),
                };
                format!("{} {} {}", side(left, false), sign.text(), side(right, true))
            }
        }
    }

    /// The figures it rests on, in the order of the formula, each once.
    pub fn figures(&self) -> Vec<Quantity> {
        let mut figures = Vec::new();
        self.walk(&mut |part| {
            if let Self::Of(quantity) = part
                && !figures.contains(quantity)
            {
                figures.push(*quantity);
            }
        });
        figures
    }

    /// The assumptions it rests on, in the order of the formula, each once.
    pub fn assumptions(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        self.walk(&mut |part| {
            if let Self::Plan(name) = part
                && !names.contains(name)
            {
                names.push(*name);
            }
        });
        names
    }

    fn walk(&self, visit: &mut impl FnMut(&Self)) {
        visit(self);
        match self {
            Self::Up(inner) => inner.walk(visit),
            Self::Pair(left, _, right) => {
                left.walk(visit);
                right.walk(visit);
            }
            Self::Of(_) | Self::Plan(_) | Self::Number(..) => {}
        }
    }
}

/// As numbers of a formula are written: no more than four decimals.
pub fn to_four_decimals(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

/// The formula of a figure of the statement; `None` for what is counted or added up: hosts, racks, and
/// the average and the sum of peaks over racks.
pub fn formula_of(quantity: Quantity, numbers: Numbers<'_>) -> Option<Expression> {
    use Expression::{Number, Of, Plan};
    use Quantity as Q;
    let power = &numbers.placement.power;
    let one = || Number(1.0, "");
    let pue_at = |load: Quantity| {
        let load = || Of(load).over(Of(Q::DesignIt));
        let (fixed, square) =
            (|| Plan("hall.overhead_fixed_share"), || Plan("hall.overhead_square_share"));
        let rest = one().less(fixed()).less(square());
        let shape = fixed().over(load()).plus(rest).plus(square().times(load()));
        one().plus(Plan("hall.pue").less(one()).times(shape))
    };
    Some(match quantity {
        Q::Hosts | Q::Racks | Q::ItAverage | Q::ItPeakSum => return None,
        Q::ItPeak => Of(Q::ItPeakSum).times(Plan("hall.diversity")),
        Q::DesignIt if numbers.plan.hall.design_it_kw.is_some() => Plan("hall.design_it_kw"),
        Q::DesignIt => Of(Q::ItPeak),
        Q::Pue => pue_at(Q::ItPeak),
        Q::PueAverage => pue_at(Q::ItAverage),
        Q::FacilityPeak => Of(Q::ItPeak).times(Of(Q::Pue)),
        Q::Energy => Of(Q::ItAverage)
            .times(Of(Q::PueAverage))
            .times(Number(8_760.0, "hours of a year"))
            .over(Number(1_000.0, "kWh in a MWh")),
        Q::Carbon => Of(Q::Energy).times(Plan("hall.grid_kg_co2_per_kwh")),
        Q::Cooling => Of(Q::ItPeak).times(Plan("hall.cooling_factor")),
        Q::CoolingTons => Of(Q::Cooling).over(Number(3.517, "kW in a ton of refrigeration")),
        Q::CoolingUnits => Of(Q::Cooling)
            .over(Plan("hall.cooling_unit_kw"))
            .up()
            .plus(Number(power.cooling_units_spare, "spare: one up to 8 units, else two")),
        Q::CoolingOneOut => Of(Q::CoolingUnits).less(one()).times(Plan("hall.cooling_unit_kw")),
        Q::UpsKva => Of(Q::ItPeak).over(Plan("hall.power_factor")),
        Q::UpsModules => Of(Q::ItPeak).over(Plan("hall.ups_module_kw")).up(),
        Q::UpsLoadFailover => {
            Of(Q::ItPeak).over(Of(Q::UpsModules).times(Plan("hall.ups_module_kw")))
        }
        Q::UpsLoadNormal => Of(Q::UpsLoadFailover).over(Number(2.0, "paths")),
        Q::Battery => Of(Q::ItPeak)
            .times(Plan("hall.battery_minutes"))
            .over(Number(60.0, "minutes in an hour"))
            .over(Plan("hall.ups_efficiency").times(Plan("hall.battery_usable_share"))),
        Q::GeneratorKva => Of(Q::FacilityPeak).over(Plan("hall.generator_power_factor")),
        Q::WhiteSpace => Of(Q::Racks).times(Plan("hall.area_m2_per_rack")),
    })
}
