//! Writes the JSON Schemas of instrument definitions and of results into a folder: `schemas FOLDER`.

use std::path::PathBuf;
use std::{env, fs, io};

use rapport::{FeedbackResult, Instrument};
use schemars::generate::SchemaSettings;

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).map(PathBuf::from).unwrap_or_default();
    // A definition is read, so keys with a default are optional. A result is written with every key.
    let definition = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Instrument>();
    let result = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<FeedbackResult>();
    for (name, schema) in [("instrument", definition), ("result", result)] {
        let text = serde_json::to_string_pretty(&schema)? + "\n";
        fs::write(folder.join(format!("{name}.schema.json")), text)?;
    }
    Ok(())
}
