//! The parts of a definition's JSON Schema that its Rust types do not imply: defaults, and types with their own JSON
//! form. `examples/schemas.rs` writes the schema.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{Missing, Scope, Text};

/// A string has a visible character, and no control characters but line breaks and tabs.
pub(super) const STRING_PATTERN: &str = r"^(?=[\s\S]*\S)[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$";

pub(super) fn one_step() -> i32 {
    1
}

pub(super) fn weight_one() -> f64 {
    1.0
}

pub(super) fn one_decimal() -> u8 {
    1
}

/// The lowest or the highest possible score.
#[derive(JsonSchema)]
#[schemars(inline, transparent)]
pub(super) struct End(
    #[schemars(range(min = -1e6, max = 1e6))]
    #[expect(dead_code, reason = "its schema is used")]
    f64,
);

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let string = json_schema!({ "type": "string", "minLength": 1, "maxLength": 10_000, "pattern": STRING_PATTERN });
        json_schema!({
            "description": "A string, or strings by language tag; the first is the fallback.",
            "oneOf": [string, {
                "type": "object",
                "minProperties": 1,
                "maxProperties": 64,
                "propertyNames": { "maxLength": 35, "pattern": "^[A-Za-z][A-Za-z0-9]{0,7}(-[A-Za-z0-9]{1,8})*$" },
                "additionalProperties": string,
            }],
        })
    }
}

impl JsonSchema for Scope {
    fn schema_name() -> Cow<'static, str> {
        "Scope".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The score or value that an alert compares.",
            "type": "string",
            "pattern": "^(total|any-item|item:[\\s\\S]+|subscale:[\\s\\S]+)$",
        })
    }
}

impl JsonSchema for Missing {
    fn schema_name() -> Cow<'static, str> {
        "Missing".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "properties": {
                "missing": {
                    "description": "The rule for unanswered items.",
                    "enum": ["none", "prorate"],
                    "default": "none",
                },
                "minAnswered": {
                    "description": "Minimum number of answered items for a total, if missing is prorate.",
                    "type": ["integer", "null"],
                    "minimum": 1,
                    "maximum": 200,
                },
            },
            "if": { "properties": { "missing": { "const": "prorate" } }, "required": ["missing"] },
            "then": { "properties": { "minAnswered": { "type": "integer" } }, "required": ["minAnswered"] },
        })
    }
}
