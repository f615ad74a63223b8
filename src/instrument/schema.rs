//! The parts of a definition's JSON Schema that its Rust types do not imply: defaults, and types with their own JSON
//! form. `examples/schemas.rs` writes the schema.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{Missing, Scope, Text, Total};

/// A string has a visible character, and no control characters but line breaks and tabs.
pub(super) const STRING_PATTERN: &str = r"^(?=[\s\S]*\S)[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$";

pub(super) fn one_step() -> i32 {
    1
}

pub(super) fn weight_one() -> f64 {
    1.0
}

pub(super) fn yes() -> bool {
    true
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

/// The ids of an item's subscales: one, or several.
pub(super) struct OneOrMore;

impl JsonSchema for OneOrMore {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "OneOrMore".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let id = json_schema!({ "type": "string", "minLength": 1, "maxLength": 10_000, "pattern": STRING_PATTERN });
        json_schema!({
            "oneOf": [id, { "type": "array", "items": id, "minItems": 1, "maxItems": 10, "uniqueItems": true }],
        })
    }
}

impl JsonSchema for Total {
    fn schema_name() -> Cow<'static, str> {
        "Total".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let number = json_schema!({ "type": "number", "minimum": -1e6, "maximum": 1e6 });
        let pair = json_schema!({ "type": "array", "items": number, "minItems": 2, "maxItems": 2 });
        let ids = json_schema!({
            "type": "array",
            "items": { "type": "string", "minLength": 1, "maxLength": 10_000, "pattern": STRING_PATTERN },
            "minItems": 1,
            "maxItems": 50,
            "uniqueItems": true,
        });
        json_schema!({
            "type": "object",
            "properties": {
                "total": { "description": "Whether there is a total.", "type": "boolean", "default": true },
                "range": {
                    "description": "Lowest and highest score, with at most `decimals` decimals; none without a total.",
                    "anyOf": [pair, { "type": "null" }],
                },
                "table": {
                    "description": "Pairs of each whole score of the range and the total in its place.",
                    "anyOf": [
                        { "type": "array", "items": pair, "minItems": 2, "maxItems": 1001 },
                        { "type": "null" },
                    ],
                },
                "from": {
                    "description": "The total is the sum or the mean of the rounded scores of subscales.",
                    "anyOf": [
                        {
                            "type": "object",
                            "properties": { "subscales": ids, "as": { "enum": ["sum", "mean"] } },
                            "required": ["subscales", "as"],
                        },
                        { "type": "null" },
                    ],
                },
            },
            "if": { "properties": { "total": { "const": false } }, "required": ["total"] },
            "then": { "properties": { "range": false, "table": false, "from": false, "code": false } },
            "else": {
                "properties": { "range": { "type": "array" } },
                "required": ["range"],
                "not": { "properties": { "table": { "type": "array" }, "from": { "type": "object" } },
                    "required": ["table", "from"] },
            },
        })
    }
}

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

/// A scale of labelled points has no ends, so that its items need no labels of them.
fn slider() -> Schema {
    json_schema!({
        "type": "object",
        "not": { "properties": { "points": { "type": "array" } }, "required": ["points"] },
    })
}

fn labelled_ends() -> Schema {
    let given = json_schema!({ "not": { "type": "null" } });
    json_schema!({ "properties": { "low": given, "high": given }, "required": ["low", "high"] })
}

/// An item with a slider of its own has labels of both ends.
pub(super) fn add_ends_of_own_slider(schema: &mut Schema) {
    let own = json_schema!({ "properties": { "scale": slider() }, "required": ["scale"] });
    schema.insert("if".into(), own.into());
    schema.insert("then".into(), labelled_ends().into());
}

/// There is a scale for each item, and on a common slider each item has labels of both ends.
pub(super) fn add_common_scale(schema: &mut Schema) {
    let own = json_schema!({ "properties": { "scale": { "type": "object" } }, "required": ["scale"] });
    let all_own = json_schema!({ "properties": { "items": { "items": own } } });
    let common = json_schema!({ "properties": { "scale": slider() }, "required": ["scale"] });
    let item = json_schema!({ "if": { "not": own }, "then": labelled_ends() });
    schema.insert(
        "allOf".into(),
        serde_json::json!([
            { "if": all_own, "else": own },
            { "if": common, "then": { "properties": { "items": { "items": item } } } },
        ]),
    );
}
