//! Assumptions of the plan as an enumeration, for stages that set them one at a time or draw them.

/// Makes an enumeration of assumptions. The names are the paths of the fields, so they cannot differ.
macro_rules! drivers {
    ($(#[$about:meta])* $name:ident: $($driver:ident = $section:ident . $field:ident;)*) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $(
                #[doc = concat!("`", stringify!($section), ".", stringify!($field), "` of the plan file.")]
                $driver,
            )*
        }

        impl $name {
            /// All of them, in the order of the plan file.
            pub const ALL: &'static [Self] = &[$(Self::$driver,)*];

            /// Its name in the plan file.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$driver => concat!(stringify!($section), ".", stringify!($field)),)*
                }
            }

            /// What the plan says of it.
            pub const fn of(self, plan: &$crate::plan::Plan) -> &$crate::plan::Assumption {
                match self { $(Self::$driver => &plan.$section.$field,)* }
            }

            /// Takes its range from it in the plan: it is known for certain.
            pub fn fix(self, plan: &mut $crate::plan::Plan) {
                match self {
                    $(Self::$driver => {
                        plan.$section.$field.low = None;
                        plan.$section.$field.high = None;
                    })*
                }
            }

            /// Gives it another value in the plan.
            pub const fn set(self, plan: &mut $crate::plan::Plan, value: f64) {
                match self { $(Self::$driver => plan.$section.$field.value = value,)* }
            }
        }
    };
}

pub(crate) use drivers;
