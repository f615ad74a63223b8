//! Reads [`Json`] from any serde format, and fails beyond its bounds.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::json::Json;

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let left = Cell::new((Self::MAX_VALUES, Self::MAX_CHARACTERS));
        Reader { depth: 0, left: &left }.deserialize(from)
    }
}

/// Reads one value; `left` is the budget of values and characters.
#[derive(Clone, Copy)]
struct Reader<'a> {
    depth: usize,
    left: &'a Cell<(usize, usize)>,
}

impl Reader<'_> {
    fn count<E: Error>(self, more: usize, characters: usize) -> Result<(), E> {
        let (values, all) = self.left.get();
        let left = values.checked_sub(more).zip(all.checked_sub(characters));
        left.map(|left| self.left.set(left)).ok_or_else(|| E::custom("too large"))
    }

    fn string<E: Error>(self, string: String) -> Result<Json, E> {
        self.count(1, string.len())?;
        Ok(Json::String(string))
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Json, D::Error> {
        if self.depth > Json::MAX_DEPTH {
            return from.deserialize_ignored_any(IgnoredAny).map(|_| Json::Null);
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Json;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        self.count(1, 0)?;
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Json, E> {
        self.count(1, 0)?;
        Ok(Json::Bool(value))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Json, E> {
        self.count(1, 0)?;
        Ok(Json::Number(number))
    }

    #[expect(clippy::cast_precision_loss, reason = "as in JavaScript")]
    fn visit_i64<E: Error>(self, number: i64) -> Result<Json, E> {
        self.visit_f64(number as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "as in JavaScript")]
    fn visit_u64<E: Error>(self, number: u64) -> Result<Json, E> {
        self.visit_f64(number as f64)
    }

    fn visit_str<E: Error>(self, string: &str) -> Result<Json, E> {
        self.string(string.into())
    }

    fn visit_string<E: Error>(self, string: String) -> Result<Json, E> {
        self.string(string)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Json, A::Error> {
        self.count(1, 0)?;
        let inner = Reader { depth: self.depth + 1, ..self };
        let mut values = Vec::new();
        while let Some(value) = from.next_element_seed(inner)? {
            values.push(value);
        }
        Ok(Json::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Json, A::Error> {
        self.count(1, 0)?;
        let inner = Reader { depth: self.depth + 1, ..self };
        let mut members = Vec::new();
        while let Some(key) = from.next_key::<String>()? {
            self.count(0, key.len())?;
            members.push((key, from.next_value_seed(inner)?));
        }
        Ok(Json::Object(members))
    }
}
