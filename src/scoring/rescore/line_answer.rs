//! An answer as a line gives it: a number, null, or that the item does not apply.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use super::super::answers::{NOT_APPLICABLE, Response, one_of};
use crate::data::json::Json;
use crate::instrument::{Instrument, Item, Scale, Slider};

/// An answer as a line gives it.
#[derive(Debug, Clone, Copy)]
pub(super) enum LineAnswer {
    Nothing,
    Number(f64),
    NotApplicable,
}

impl LineAnswer {
    /// Returns the response to an item; the allowed values in words if it cannot be one.
    pub(super) fn response(self, instrument: &Instrument, item: &Item) -> Result<Option<Response>, String> {
        match self {
            Self::Nothing => Ok(None),
            Self::NotApplicable if item.not_applicable.is_some() => Ok(Some(Response::NotApplicable)),
            Self::NotApplicable => Err("a value: the item has no such choice".into()),
            Self::Number(number) => {
                let scale = instrument.scale_of(item);
                scale.value(number).map(|value| Some(Response::Value(value))).ok_or_else(|| expected(scale))
            }
        }
    }

    pub(super) fn json(self) -> Json {
        match self {
            Self::Nothing => Json::Null,
            Self::Number(number) => Json::from(number),
            Self::NotApplicable => Json::from(NOT_APPLICABLE),
        }
    }
}

/// Returns the values of a scale, in words.
fn expected(scale: &Scale) -> String {
    match scale {
        Scale::Slider(Slider { min, max, step }) => format!("a value from {min} to {max} in steps of {step}"),
        Scale::Points { points } => one_of(points),
    }
}

impl<'de> Deserialize<'de> for LineAnswer {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(LineAnswerReader)
    }
}

struct LineAnswerReader;

impl Visitor<'_> for LineAnswerReader {
    type Value = LineAnswer;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "a number, null or \"{NOT_APPLICABLE}\"")
    }

    fn visit_unit<E: Error>(self) -> Result<LineAnswer, E> {
        Ok(LineAnswer::Nothing)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<LineAnswer, E> {
        Ok(LineAnswer::Number(number))
    }

    #[expect(clippy::cast_precision_loss, reason = "as in JavaScript")]
    fn visit_i64<E: Error>(self, number: i64) -> Result<LineAnswer, E> {
        self.visit_f64(number as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "as in JavaScript")]
    fn visit_u64<E: Error>(self, number: u64) -> Result<LineAnswer, E> {
        self.visit_f64(number as f64)
    }

    fn visit_str<E: Error>(self, string: &str) -> Result<LineAnswer, E> {
        if string == NOT_APPLICABLE {
            return Ok(LineAnswer::NotApplicable);
        }
        Err(E::custom("another string"))
    }
}
