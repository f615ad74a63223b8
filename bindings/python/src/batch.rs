//! Scores a column of results in an Arrow record batch, without Python objects for its rows.

use arrow_array::cast::AsArray;
use arrow_array::types::{ByteArrayType, GenericBinaryType, GenericStringType};
use arrow_array::{Array, BinaryViewArray, GenericByteArray, RecordBatch};
use arrow_buffer::ArrowNativeType;
use arrow_pyarrow::{FromPyArrow, ToPyArrow};
use arrow_schema::DataType;
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;
use rapport::json_api::JsonInstrument;

use crate::columns::Columns;

/// Returns a batch of scores with a row for each row of `batch`. `column` names its results.
pub(crate) fn score<'py>(
    core: &JsonInstrument,
    batch: &Bound<'py, PyAny>,
    column: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let py = batch.py();
    let batch = RecordBatch::from_pyarrow_bound(batch)?;
    let results = batch.column_by_name(column).ok_or_else(|| PyKeyError::new_err(column.to_owned()))?;
    let scored = py.detach(|| score_column(core, results));
    let scored = scored.ok_or_else(|| {
        let found = results.data_type();
        PyTypeError::new_err(format!("{column}: found {found}, expected strings or binary"))
    })?;
    scored?.to_pyarrow(py)
}

/// Returns the scores of a column; `None` if it has neither strings nor bytes.
fn score_column(core: &JsonInstrument, results: &dyn Array) -> Option<PyResult<RecordBatch>> {
    Some(match results.data_type() {
        DataType::Utf8 => score_bytes::<GenericStringType<i32>>(core, results.as_bytes()),
        DataType::LargeUtf8 => score_bytes::<GenericStringType<i64>>(core, results.as_bytes()),
        DataType::Binary => score_bytes::<GenericBinaryType<i32>>(core, results.as_bytes()),
        DataType::LargeBinary => score_bytes::<GenericBinaryType<i64>>(core, results.as_bytes()),
        DataType::Utf8View => score_views(core, &results.as_string_view().clone().to_binary_view()),
        // The type of a column without any value, of a frame or a file that names none.
        DataType::Null => score_nulls(core, results.len()),
        DataType::BinaryView => score_views(core, results.as_binary_view()),
        _ => return None,
    })
}

/// Reads each row as bytes, also of a column of strings: another program has written them, and a `str` has to be UTF-8.
fn score_bytes<T: ByteArrayType>(
    core: &JsonInstrument,
    results: &GenericByteArray<T>,
) -> PyResult<RecordBatch> {
    let (offsets, bytes) = (results.value_offsets(), results.value_data());
    let mut columns = Columns::with_capacity(core, results.len());
    for (row, ends) in offsets.windows(2).enumerate() {
        let &[start, end] = ends else { continue };
        let line = bytes.get(start.as_usize()..end.as_usize());
        columns.push(core, line.filter(|_| results.is_valid(row)))?;
    }
    columns.finish()
}

fn score_nulls(core: &JsonInstrument, rows: usize) -> PyResult<RecordBatch> {
    let mut columns = Columns::with_capacity(core, rows);
    for _ in 0..rows {
        columns.push(core, None)?;
    }
    columns.finish()
}

fn score_views(core: &JsonInstrument, results: &BinaryViewArray) -> PyResult<RecordBatch> {
    let mut columns = Columns::with_capacity(core, results.len());
    for line in results {
        columns.push(core, line)?;
    }
    columns.finish()
}
