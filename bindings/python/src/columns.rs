//! The columns of scores. Their schema is fixed: the same for every instrument, batch and row.

use std::sync::Arc;

use arrow_array::builder::{ArrayBuilder, BooleanBuilder, Float64Builder, Int32Builder, StringBuilder};
use arrow_array::{Array, ArrayRef, ListArray, RecordBatch, StructArray};
use arrow_buffer::{NullBufferBuilder, OffsetBuffer};
use arrow_schema::{Field, Schema};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use rapport::json_api::{JsonInstrument, Problems};
use rapport::{Alert, Diagnostic, Outcome, Rescored, SubscaleScore};

/// A batch whose texts or lists are longer than Arrow's 32-bit offsets.
#[derive(Debug)]
pub(crate) struct TooLarge;

impl From<TooLarge> for PyErr {
    fn from(_: TooLarge) -> Self {
        PyValueError::new_err("the scores of the batch are larger than 2 GiB; expected fewer rows")
    }
}

type Pushed = Result<(), TooLarge>;

/// Builds the columns, row by row.
pub(crate) struct Columns {
    total: Float64Builder,
    percent: Float64Builder,
    band: Strings,
    answered: Int32Builder,
    prorated: BooleanBuilder,
    subscales: Subscales,
    alerts: Alerts,
    error: Strings,
    problems: ProblemLists,
}

impl Columns {
    pub(crate) fn with_capacity(core: &JsonInstrument, rows: usize) -> Self {
        let scores = rows.saturating_mul(core.instrument().subscales.len());
        Self {
            total: Float64Builder::with_capacity(rows),
            percent: Float64Builder::with_capacity(rows),
            band: Strings::default(),
            answered: Int32Builder::with_capacity(rows),
            prorated: BooleanBuilder::with_capacity(rows),
            subscales: Subscales::with_capacity(rows, scores),
            alerts: Alerts::default(),
            error: Strings::default(),
            problems: ProblemLists::default(),
        }
    }

    /// Adds the scores of a line, or its problems. A row without a line is faulty too.
    pub(crate) fn push(&mut self, core: &JsonInstrument, line: Option<&[u8]>) -> Pushed {
        let scored = line.map_or_else(
            || Err(Diagnostic::fatal("line", None, "an object with answers").into()),
            |line| core.rescore_line(line),
        );
        match scored {
            Ok(Rescored { outcome, .. }) => self.push_outcome(&outcome),
            Err(problems) => self.push_problems(&problems),
        }
    }

    fn push_outcome(&mut self, outcome: &Outcome) -> Pushed {
        self.total.append_option(outcome.total);
        self.percent.append_option(outcome.percent);
        self.band.push(outcome.band.as_deref())?;
        self.answered.append_option(i32::try_from(outcome.answered).ok());
        self.prorated.append_value(outcome.prorated);
        self.subscales.push(Some(&outcome.subscales))?;
        self.alerts.push(Some(&outcome.alerts))?;
        self.error.push(None)?;
        self.problems.push(&[])
    }

    fn push_problems(&mut self, problems: &Problems) -> Pushed {
        self.total.append_null();
        self.percent.append_null();
        self.band.push(None)?;
        self.answered.append_null();
        self.prorated.append_null();
        self.subscales.push(None)?;
        self.alerts.push(None)?;
        self.error.push(Some(&problems.to_string()))?;
        self.problems.push(problems.as_slice())
    }

    pub(crate) fn finish(mut self) -> PyResult<RecordBatch> {
        let columns: [(&str, ArrayRef); 9] = [
            ("total", Arc::new(self.total.finish())),
            ("percent", Arc::new(self.percent.finish())),
            ("band", self.band.finish()),
            ("answered", Arc::new(self.answered.finish())),
            ("prorated", Arc::new(self.prorated.finish())),
            ("subscales", self.subscales.finish()),
            ("alerts", self.alerts.finish()),
            ("error", self.error.finish()),
            ("problems", self.problems.finish()),
        ];
        // `try_from_iter` would take a column for nullable only if this batch has a null there.
        let fields: Vec<_> = columns.iter().map(|(name, array)| field(name, array)).collect();
        let columns = columns.into_iter().map(|(_, array)| array).collect();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
            .map_err(|error| PyValueError::new_err(error.to_string()))
    }
}

fn field(name: &str, array: &ArrayRef) -> Field {
    Field::new(name, array.data_type().clone(), true)
}

/// A column of strings.
#[derive(Default)]
struct Strings(StringBuilder);

impl Strings {
    fn push(&mut self, string: Option<&str>) -> Pushed {
        offset(self.0.values_slice().len() + string.map_or(0, str::len))?;
        self.0.append_option(string);
        Ok(())
    }

    fn finish(&mut self) -> ArrayRef {
        Arc::new(self.0.finish())
    }
}

/// Returns a length as an offset.
fn offset(length: usize) -> Result<i32, TooLarge> {
    i32::try_from(length).map_err(|_| TooLarge)
}

/// The ends of a column's lists.
struct Lists {
    ends: Vec<i32>,
    present: NullBufferBuilder,
}

impl Lists {
    fn with_capacity(rows: usize) -> Self {
        let mut ends = Vec::with_capacity(rows.saturating_add(1));
        ends.push(0);
        Self { ends, present: NullBufferBuilder::new(rows) }
    }

    /// Adds a list that ends at the element number `end`.
    fn push(&mut self, end: usize, is_present: bool) -> Pushed {
        self.ends.push(offset(end)?);
        self.present.append(is_present);
        Ok(())
    }

    fn finish(mut self, columns: Vec<(&str, ArrayRef)>) -> ArrayRef {
        let fields: Vec<_> = columns.iter().map(|(name, array)| field(name, array)).collect();
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        let elements: ArrayRef = Arc::new(StructArray::new(fields.into(), arrays, None));
        let item = Arc::new(field("item", &elements));
        Arc::new(ListArray::new(item, OffsetBuffer::new(self.ends.into()), elements, self.present.finish()))
    }
}

struct Subscales {
    lists: Lists,
    id: Strings,
    score: Float64Builder,
    band: Strings,
    answered: Int32Builder,
    prorated: BooleanBuilder,
}

impl Subscales {
    fn with_capacity(rows: usize, scores: usize) -> Self {
        Self {
            lists: Lists::with_capacity(rows),
            id: Strings::default(),
            score: Float64Builder::with_capacity(scores),
            band: Strings::default(),
            answered: Int32Builder::with_capacity(scores),
            prorated: BooleanBuilder::with_capacity(scores),
        }
    }

    fn push(&mut self, scores: Option<&[SubscaleScore]>) -> Pushed {
        for score in scores.unwrap_or_default() {
            self.id.push(Some(&score.id))?;
            self.score.append_option(score.score);
            self.band.push(score.band.as_deref())?;
            self.answered.append_option(i32::try_from(score.answered).ok());
            self.prorated.append_value(score.prorated);
        }
        self.lists.push(self.id.0.len(), scores.is_some())
    }

    fn finish(mut self) -> ArrayRef {
        self.lists.finish(vec![
            ("id", self.id.finish()),
            ("score", Arc::new(self.score.finish())),
            ("band", self.band.finish()),
            ("answered", Arc::new(self.answered.finish())),
            ("prorated", Arc::new(self.prorated.finish())),
        ])
    }
}

struct Alerts {
    lists: Lists,
    id: Strings,
    item: Strings,
    value: Float64Builder,
}

impl Default for Alerts {
    fn default() -> Self {
        Self {
            lists: Lists::with_capacity(0),
            id: Strings::default(),
            item: Strings::default(),
            value: Float64Builder::new(),
        }
    }
}

impl Alerts {
    fn push(&mut self, alerts: Option<&[Alert]>) -> Pushed {
        for alert in alerts.unwrap_or_default() {
            self.id.push(Some(&alert.id))?;
            self.item.push(alert.item.as_deref())?;
            self.value.append_value(alert.value);
        }
        self.lists.push(self.id.0.len(), alerts.is_some())
    }

    fn finish(mut self) -> ArrayRef {
        self.lists.finish(vec![
            ("id", self.id.finish()),
            ("item", self.item.finish()),
            ("value", Arc::new(self.value.finish())),
        ])
    }
}

/// The problems of faulty rows; other rows have none.
struct ProblemLists {
    lists: Lists,
    path: Strings,
    found: Strings,
    expected: Strings,
}

impl Default for ProblemLists {
    fn default() -> Self {
        let [path, found, expected] = std::array::from_fn(|_| Strings::default());
        Self { lists: Lists::with_capacity(0), path, found, expected }
    }
}

impl ProblemLists {
    fn push(&mut self, problems: &[Diagnostic]) -> Pushed {
        for Diagnostic { path, found, expected, .. } in problems {
            self.path.push(Some(path))?;
            self.found.push(found.as_ref().map(ToString::to_string).as_deref())?;
            self.expected.push(Some(expected))?;
        }
        self.lists.push(self.path.0.len(), true)
    }

    fn finish(mut self) -> ArrayRef {
        self.lists.finish(vec![
            ("path", self.path.finish()),
            ("found", self.found.finish()),
            ("expected", self.expected.finish()),
        ])
    }
}
