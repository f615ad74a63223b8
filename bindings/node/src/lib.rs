//! The scoring core for JavaScript: passes texts on to [`rapport::json_api`], and problems back as thrown strings. It
//! neither scores nor reads JSON.

#![allow(
    clippy::needless_pass_by_value,
    reason = "wasm-bindgen passes an absent string as an owned one only"
)]

use rapport::Diagnostic;
use rapport::json_api::{JsonInstrument, MAX_LINE, Problems};
use wasm_bindgen::prelude::*;

/// An instrument, for the script.
#[derive(Debug)]
#[wasm_bindgen]
pub struct Core(JsonInstrument);

#[wasm_bindgen]
impl Core {
    /// Reads a definition.
    ///
    /// # Errors
    ///
    /// The problems as JSON.
    pub fn read(definition: &str) -> Result<Self, String> {
        JsonInstrument::read(definition).map(Self).map_err(json)
    }

    /// Reads a FHIR Questionnaire, and a definition of its scoring beside it.
    ///
    /// # Errors
    ///
    /// The problems as JSON.
    #[wasm_bindgen(js_name = fromQuestionnaire)]
    pub fn from_questionnaire(questionnaire: &str, beside: Option<String>) -> Result<Self, String> {
        JsonInstrument::from_questionnaire(questionnaire, beside.as_deref()).map(Self).map_err(json)
    }

    /// Returns a built-in instrument.
    ///
    /// # Errors
    ///
    /// The problem as JSON.
    #[wasm_bindgen(js_name = builtIn)]
    pub fn built_in(id: &str) -> Result<Self, String> {
        let expected = "a built-in instrument: session or one";
        let problem = || json(Diagnostic::fatal("id", Some(&id.into()), expected).into());
        JsonInstrument::built_in(id).map(Self).ok_or_else(problem)
    }

    /// Returns the definition.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn definition(&self) -> String {
        self.0.definition()
    }

    /// Returns the warnings.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn warnings(&self) -> String {
        self.0.warnings_json()
    }

    /// Verifies a result.
    #[must_use]
    pub fn verify(&self, result: &str, history: Option<String>) -> String {
        self.0.verify(result, history.as_deref())
    }

    /// Scores answers.
    ///
    /// # Errors
    ///
    /// The problems as JSON.
    pub fn score(&self, answers: &str, history: Option<String>) -> Result<String, String> {
        self.0.score(answers, history.as_deref()).map_err(json)
    }

    /// Scores lines in UTF-8; `first` is the number of the first. The glue copies bytes at once, and a string character by
    /// character.
    #[must_use]
    pub fn rescore(&self, lines: &[u8], first: usize) -> Vec<u8> {
        self.0.rescore_lines(lines, first).bytes
    }

    /// Returns a FHIR Bundle.
    ///
    /// # Errors
    ///
    /// The problems as JSON.
    #[wasm_bindgen(js_name = toFHIR)]
    pub fn to_fhir(&self, result: &str, options: Option<String>) -> Result<String, String> {
        self.0.to_fhir(result, options.as_deref()).map_err(json)
    }

    /// Returns a FHIR Questionnaire.
    #[wasm_bindgen(js_name = toQuestionnaire)]
    #[must_use]
    pub fn to_questionnaire(&self, url: Option<String>) -> String {
        self.0.to_questionnaire(url.as_deref())
    }
}

/// Returns the maximum length of a line, in bytes.
#[wasm_bindgen(js_name = maxLine)]
#[must_use]
pub fn max_line() -> usize {
    MAX_LINE
}

fn json(problems: Problems) -> String {
    problems.to_json()
}
