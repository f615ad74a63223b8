//! The table of all sessions and the details of one, in words.

/// The table of every session. Columns that no instrument can fill are absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The column headers; the first column heads its rows.
    pub columns: Vec<String>,
    /// One row for each result and each session without one, in the order of time.
    pub rows: Vec<Row>,
}

/// A row of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The index of the session.
    pub session: usize,
    /// One text for each column; may be empty.
    pub cells: Vec<String>,
}

/// The details of one session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// The session's date, as in the table.
    pub title: String,
    /// One part for each instrument that was answered; one without items for a session that was skipped or not asked.
    pub parts: Vec<DetailsPart>,
}

/// The details of one result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DetailsPart {
    /// The instrument's title with its language tag, which may be empty.
    pub title: (String, String),
    /// Sentences about the scores.
    pub lines: Vec<String>,
    /// The headers of the three columns of `items`: question, answer, answer before.
    pub columns: [String; 3],
    /// The items, in the instrument's order.
    pub items: Vec<ItemRow>,
}

/// An item of a result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemRow {
    /// The question, or the item's id if the instrument is unknown.
    pub text: String,
    /// The language tag of the question; may be empty.
    pub lang: String,
    /// The answer in words.
    pub answer: String,
    /// The answer in the session before; empty if there is none.
    pub previous: String,
}
