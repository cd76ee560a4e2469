//! Every text about findings in both languages: the messages of `en.ftl` and `vi.ftl`.
//!
//! A message named after a code holds what the code says in the attributes `claim`, `example` and
//! `remedy`; messages named `CODE-…` are phrases that one finding of it may need, the others are
//! shared. The only place that knows Fluent, whose own documentation describes the format.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::text::Argument;
use crate::language::{Language, NumberStyle};
use crate::time::written_day;
use crate::unit::Bytes;

type Bundle = FluentBundle<FluentResource>;

/// The messages of a language.
fn bundle(language: Language) -> &'static Bundle {
    static ENGLISH: OnceLock<Bundle> = OnceLock::new();
    static VIETNAMESE: OnceLock<Bundle> = OnceLock::new();
    match language {
        Language::English => ENGLISH.get_or_init(|| load(language, include_str!("en.ftl"))),
        Language::Vietnamese => VIETNAMESE.get_or_init(|| load(language, include_str!("vi.ftl"))),
    }
}

fn load(language: Language, messages: &str) -> Bundle {
    let tag = language.tag().parse().expect("the tag is one of RFC 5646");
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // The marks that keep directions of writing apart are no use here, and end up in cells.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::English => |value, _| number(value, NumberStyle::ENGLISH),
        Language::Vietnamese => |value, _| number(value, NumberStyle::VIETNAMESE),
    }));
    bundle.add_builtins().expect("the functions are new to the bundle");
    let resource = FluentResource::try_new(messages.to_owned());
    let resource = resource.expect("a test parses the built-in messages");
    bundle.add_resource(resource).expect("a test finds no message twice");
    bundle
}

fn number(value: &FluentValue<'_>, style: NumberStyle) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    if number.options.use_grouping {
        return Some(style.format_exact(number.value));
    }
    Some(number.value.to_string().replace('.', &style.decimal.to_string()))
}

fn value_of(argument: &Argument, language: Language) -> FluentValue<'_> {
    match argument {
        Argument::Text(text) => text.as_str().into(),
        // Only a stored phrase can hold what is no number; it is shown as it stands.
        Argument::Number(number) => match number.parse::<f64>() {
            Ok(number) if number.is_finite() => number.into(),
            _ => number.as_str().into(),
        },
        Argument::Bytes(bytes) => {
            let bytes = Bytes::from_bytes(*bytes);
            let (amount, unit) = match bytes < Bytes::from_gib(1) {
                true => (bytes.as_mib(), "MiB"),
                false => (bytes.as_gib(), "GiB"),
            };
            let rounded = (amount * 1000.0).round() / 1000.0;
            format!("{} {unit}", NumberStyle::of(language).format_exact(rounded)).into()
        }
        Argument::Day(day) => written_day(*day, language).into(),
        Argument::Words(english, vietnamese) => language.pick(english, vietnamese).into(),
    }
}

/// The message `id`, or the attribute `id.attribute`, with its arguments; `None` when the catalogue
/// has no such message or an argument is missing.
pub(super) fn render<'a>(
    language: Language,
    id: &str,
    arguments: impl Iterator<Item = (&'a str, &'a Argument)>,
) -> Option<String> {
    let bundle = bundle(language);
    let (message, attribute) = match id.split_once('.') {
        Some((message, attribute)) => (message, Some(attribute)),
        None => (id, None),
    };
    let message = bundle.get_message(message)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    let mut given = FluentArgs::new();
    for (name, argument) in arguments {
        given.set(name, value_of(argument, language));
    }
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&given), &mut errors).into_owned();
    errors.is_empty().then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_language_does_and_their_groups_can_be_left_out() {
        let given = [("comma", Argument::from(1024_i64)), ("point", Argument::from(1.024))];
        let render = |language| {
            let given = given.iter().map(|(name, argument)| (*name, argument));
            render(language, "C403-one-of-two", given).expect("is known")
        };
        assert_eq!(render(Language::English), "one reading, not either 1024 or 1.024");
        assert_eq!(
            render(Language::Vietnamese),
            "một cách đọc duy nhất, không thể vừa là 1024 vừa là 1,024"
        );
    }

    #[test]
    fn what_is_unknown_or_lacks_an_argument_is_not_rendered() {
        let none = || std::iter::empty::<(&str, &Argument)>();
        assert_eq!(render(Language::English, "Z999-nothing", none()), None);
        assert_eq!(render(Language::English, "C401.nothing", none()), None);
        assert_eq!(render(Language::English, "C401", none()), None, "a code has attributes only");
        assert_eq!(render(Language::English, "A301-nearest", none()), None);
    }
}
