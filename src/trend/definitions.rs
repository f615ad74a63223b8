//! The known instruments: the host's, by id and version, and the built-in ones.

use crate::data::cursor::JsonCursor;
use crate::data::diagnostics::Diagnostic;
use crate::data::json::Json;
use crate::instrument::Instrument;

/// Maximum number of definitions.
const MAX_DEFINITIONS: usize = 100;

/// The known instruments.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Definitions(Vec<Instrument>);

impl Definitions {
    /// Reads the host's definitions. A faulty one is reported and left out.
    pub(super) fn read(json: &Json, problems: &mut Vec<Diagnostic>) -> Self {
        let mut definitions = Self::default();
        let ((), faults) = JsonCursor::read("instruments", json, |cursor| {
            cursor.expect_array(0..=MAX_DEFINITIONS, &mut |_| ());
        });
        let is_readable = faults.is_empty();
        problems.extend(faults);
        let array = json.as_array().filter(|_| is_readable).unwrap_or_default();
        for (index, json) in array.iter().enumerate() {
            let path = ["instruments[", &index.to_string(), "]"].concat();
            let (instrument, faults) = Instrument::read(json);
            problems.extend(faults.into_iter().map(|fault| {
                let rest = fault.path.strip_prefix("instrument").unwrap_or_default();
                Diagnostic { path: [&path, rest].concat(), ..fault }
            }));
            let Some(instrument) = instrument else { continue };
            if definitions.position(&instrument.id, &instrument.version).is_some() {
                let expected = "one definition for each id and version";
                problems.push(Diagnostic::warning(
                    &[&path, ".version"].concat(),
                    json.get("version"),
                    expected,
                ));
            } else {
                definitions.0.push(instrument);
            }
        }
        for id in Instrument::BUILT_IN {
            definitions
                .0
                .extend(Instrument::built_in(id).filter(|instrument| {
                    definitions.position(&instrument.id, &instrument.version).is_none()
                }));
        }
        definitions
    }

    /// Returns the index of the instrument of that id and version.
    pub(super) fn position(&self, id: &str, version: &str) -> Option<usize> {
        self.0.iter().position(|instrument| instrument.id == id && instrument.version == version)
    }

    /// Returns an instrument by index.
    pub(super) fn get(&self, index: usize) -> Option<&Instrument> {
        self.0.get(index)
    }

    /// Returns the instruments.
    pub(super) fn all(&self) -> &[Instrument] {
        &self.0
    }
}
