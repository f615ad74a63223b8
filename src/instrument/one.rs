//! The built-in instrument `one`: a single item. Its wording is this project's own; wording and translations are not
//! validated, and there are no cut-offs or norms. The texts are in `src/strings/`.

use super::Instrument;

pub(super) const ID: &str = "one";

pub(super) fn instrument() -> Instrument {
    Instrument::with_defaults(ID, &["overall"])
}
