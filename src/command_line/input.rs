//! Reads a file of JSON, of bounded size.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::Json;

/// Some editors begin a file with this mark.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads a file of JSON; `name` is its name in a message.
///
/// # Errors
///
/// A message with the path: the file cannot be read, is too large, or is not JSON in UTF-8.
pub fn json(name: &str, path: &Path) -> Result<Json, String> {
    let message = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = text(path).map_err(|error| message(&error))?;
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text);
    Json::parse(name, text).map_err(|problem| message(&problem))
}

/// Reads no more than [`Json::parse`] accepts and a little, so that it rejects a longer text.
fn text(path: &Path) -> io::Result<String> {
    let most = u64::try_from(Json::MAX_CHARACTERS).unwrap_or(u64::MAX).saturating_add(8);
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    if bytes.len() > Json::MAX_CHARACTERS + BYTE_ORDER_MARK.len_utf8() {
        return Err(io::Error::other(format!("more than {} bytes", Json::MAX_CHARACTERS)));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::other("not UTF-8"))
}
