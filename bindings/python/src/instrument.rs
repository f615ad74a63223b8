//! The Python class of an instrument. Each method passes JSON text to the core, and returns what the core returns.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyString, PyTuple, PyType};
use rapport::Diagnostic;
use rapport::json_api::{JsonInstrument, Problems};

use crate::batch;
use crate::errors::{Refusal, python_value};
use crate::json_text::{history_text, json_text};
use crate::lines::RescoredLines;

/// An instrument: it verifies and scores results.
#[pyclass(module = "rapport_feedback", frozen)]
#[derive(Debug)]
pub(crate) struct Instrument {
    core: JsonInstrument,
    origin: Origin,
}

/// The input of an instrument, from which a pickled one is read again.
#[derive(Debug, Clone)]
enum Origin {
    BuiltIn(String),
    Definition(String),
    Questionnaire(String, Option<String>),
}

impl Instrument {
    pub(crate) fn core(&self) -> &JsonInstrument {
        &self.core
    }

    fn read(py: Python<'_>, origin: Origin) -> PyResult<Self> {
        let core = match &origin {
            Origin::BuiltIn(id) => JsonInstrument::built_in(id).ok_or_else(|| {
                Diagnostic::fatal("id", Some(&id.as_str().into()), "a built-in instrument: session or one")
                    .into()
            }),
            Origin::Definition(text) => py.detach(|| JsonInstrument::read(text)),
            Origin::Questionnaire(questionnaire, beside) => {
                py.detach(|| JsonInstrument::from_questionnaire(questionnaire, beside.as_deref()))
            }
        };
        let core = core.map_err(|problems: Problems| Refusal::InvalidInstrument.error(py, &problems))?;
        Ok(Self { core, origin })
    }
}

#[pymethods]
impl Instrument {
    #[new]
    fn new(definition: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = text("instrument", definition, Refusal::InvalidInstrument)?;
        Self::read(definition.py(), Origin::Definition(text))
    }

    #[classmethod]
    fn built_in(class: &Bound<'_, PyType>, id: &Bound<'_, PyString>) -> PyResult<Self> {
        // A lone surrogate becomes a replacement character, which no id has.
        Self::read(class.py(), Origin::BuiltIn(id.to_string_lossy().into_owned()))
    }

    #[classmethod]
    #[pyo3(signature = (questionnaire, beside = None))]
    fn from_questionnaire(
        class: &Bound<'_, PyType>,
        questionnaire: &Bound<'_, PyAny>,
        beside: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let questionnaire = text("questionnaire", questionnaire, Refusal::InvalidInstrument)?;
        let beside = optional_text("beside", beside, Refusal::InvalidInstrument)?;
        Self::read(class.py(), Origin::Questionnaire(questionnaire, beside))
    }

    #[getter]
    fn id(&self) -> &str {
        &self.core.instrument().id
    }

    #[getter]
    fn version(&self) -> &str {
        &self.core.instrument().version
    }

    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        python_value(py, &self.core.warnings_json())
    }

    #[getter]
    fn definition<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        python_value(py, &self.core.definition())
    }

    #[pyo3(signature = (result, *, history = None))]
    fn verify<'py>(
        &self,
        result: &Bound<'py, PyAny>,
        history: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let py = result.py();
        let texts = json_text("result", result).and_then(|result| {
            let history = history.map(history_text).transpose()?;
            Ok((result, history))
        });
        match texts {
            Ok((result, history)) => {
                let verified = py.detach(|| self.core.verify(&result, history.as_deref()));
                let verified = python_value(py, &verified)?;
                PyTuple::new(py, [verified.get_item("result")?, verified.get_item("problems")?])
            }
            Err(problems) => {
                PyTuple::new(py, [py.None().into_bound(py), python_value(py, &problems.to_json())?])
            }
        }
    }

    #[pyo3(signature = (answers, *, history = None))]
    fn score<'py>(
        &self,
        answers: &Bound<'py, PyAny>,
        history: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = answers.py();
        let refusal = Refusal::InvalidAnswers;
        let answers = text("answers", answers, refusal)?;
        let history =
            history.map(history_text).transpose().map_err(|problems| refusal.error(py, &problems))?;
        let scores = py.detach(|| self.core.score(&answers, history.as_deref()));
        python_value(py, &scores.map_err(|problems| refusal.error(py, &problems))?)
    }

    fn rescore(this: Bound<'_, Self>, lines: &Bound<'_, PyAny>) -> PyResult<RescoredLines> {
        Ok(RescoredLines::new(this.unbind(), PyIterator::from_object(lines)?.unbind()))
    }

    #[pyo3(signature = (record_batch, column = "result"))]
    fn score_batch<'py>(
        &self,
        record_batch: &Bound<'py, PyAny>,
        column: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        batch::score(&self.core, record_batch, column)
    }

    #[pyo3(signature = (
        result, *, subject = None, encounter = None, author = None, questionnaire_url = None, r#type = None,
        answer_type = None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "the keyword arguments of the Python method")]
    fn to_fhir<'py>(
        &self,
        result: &Bound<'py, PyAny>,
        subject: Option<&Bound<'py, PyAny>>,
        encounter: Option<&Bound<'py, PyAny>>,
        author: Option<&Bound<'py, PyAny>>,
        questionnaire_url: Option<&Bound<'py, PyAny>>,
        r#type: Option<&Bound<'py, PyAny>>,
        answer_type: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, refusal) = (result.py(), Refusal::InvalidAnswers);
        let options = PyDict::new(py);
        for (key, value) in [
            ("subject", subject),
            ("encounter", encounter),
            ("author", author),
            ("questionnaireUrl", questionnaire_url),
            ("type", r#type),
            ("answerType", answer_type),
        ] {
            if let Some(value) = value {
                options.set_item(key, value)?;
            }
        }
        let (result, options) = (text("result", result, refusal)?, text("options", &options, refusal)?);
        let bundle = py.detach(|| self.core.to_fhir(&result, Some(&options)));
        python_value(py, &bundle.map_err(|problems| refusal.error(py, &problems))?)
    }

    #[pyo3(signature = (url = None))]
    fn to_questionnaire<'py>(&self, py: Python<'py>, url: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
        python_value(py, &self.core.to_questionnaire(url))
    }

    fn __repr__(&self) -> String {
        let Self { core, .. } = self;
        format!("<rapport_feedback.Instrument {} {}>", core.instrument().id, core.instrument().version)
    }

    fn __reduce__<'py>(this: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let (py, class) = (this.py(), this.get_type());
        Ok(match &this.get().origin {
            Origin::BuiltIn(id) => (class.getattr("built_in")?, PyTuple::new(py, [id])?),
            Origin::Definition(text) => (class.into_any(), PyTuple::new(py, [text])?),
            Origin::Questionnaire(questionnaire, beside) => {
                (class.getattr("from_questionnaire")?, (questionnaire, beside).into_pyobject(py)?)
            }
        })
    }
}

fn text(name: &str, value: &Bound<PyAny>, refusal: Refusal) -> PyResult<String> {
    json_text(name, value).map_err(|problems| refusal.error(value.py(), &problems))
}

fn optional_text(name: &str, value: Option<&Bound<PyAny>>, refusal: Refusal) -> PyResult<Option<String>> {
    value.map(|value| text(name, value, refusal)).transpose()
}
