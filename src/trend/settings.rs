//! The reader's choices: what is compared, how sessions are spaced, which score shows.

/// The reader's choices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The session that marks of reliable change compare with.
    pub compare: Compare,
    /// The spacing of sessions.
    pub axis: Axis,
    /// Ids of the subscales that show in place of totals, after their instrument's id.
    pub subscales: Vec<(String, String)>,
    /// Whether the writing runs from right to left, and with it the chart.
    pub is_rtl: bool,
    /// The language of the questionnaires' texts, as a BCP 47 tag.
    pub lang: String,
}

/// The session that a total is compared with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Compare {
    /// The last earlier session with a total.
    #[default]
    Previous,
    /// The first session with a total.
    First,
}

/// The spacing of sessions along the chart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Axis {
    /// By time.
    #[default]
    Time,
    /// One after the other, at equal distances.
    Sessions,
}
