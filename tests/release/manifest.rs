//! The Custom Elements Manifest is valid by its published schema.

use serde_json::{Value, json};

use crate::sources::{MANIFEST, manifest};

const SCHEMA: &str = "tests/interop/node_modules/custom-elements-manifest/schema.json";

/// Returns the schema of a custom element's class without additional properties, so that a misspelled key is an error.
fn strict(schema: &Value) -> Value {
    let mut definitions = schema["definitions"].clone();
    for definition in definitions.as_object_mut().expect("definitions").values_mut() {
        if definition["properties"].is_object() {
            definition["additionalProperties"] = false.into();
        }
    }
    // Fields of a custom element, which the types behind the schema have and the schema lacks.
    definitions["ClassField"]["properties"]["attribute"] = json!({ "type": "string" });
    definitions["ClassField"]["properties"]["reflects"] = json!({ "type": "boolean" });
    json!({ "$ref": "#/definitions/CustomElementDeclaration", "definitions": definitions })
}

#[test]
fn manifest_is_valid() {
    let text = std::fs::read_to_string(SCHEMA)
        .unwrap_or_else(|error| panic!("{SCHEMA}: {error}: run `make validators`"));
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    let manifest = manifest();
    let class = |module: usize| &manifest["modules"][module]["declarations"][0];
    let strict = strict(&schema);
    for (schema, whole) in [(&strict, class(0)), (&strict, class(1)), (&schema, &manifest)] {
        let validator = jsonschema::draft7::new(schema).expect("a JSON Schema of draft 7");
        let errors = validator.iter_errors(whole);
        let errors: Vec<String> =
            errors.map(|error| format!("\n  at \"{}\": {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{MANIFEST}:{}", errors.concat());
    }
    assert_eq!(manifest["schemaVersion"], "2.1.0", "as in the package with its schema");
    for (module, class_name, tag, script) in [
        (0, "RapportFeedback", "rapport-feedback", "rapport.js"),
        (1, "RapportTrend", "rapport-trend", "rapport-trend.js"),
    ] {
        assert_eq!(class(module)["name"], class_name);
        assert_eq!(class(module)["tagName"], tag);
        for (index, name) in [class_name, tag].into_iter().enumerate() {
            let export = &manifest["modules"][module]["exports"][index];
            assert_eq!(export["name"], name);
            assert_eq!(export["declaration"], json!({ "name": class_name, "module": script }));
        }
    }
}
