//! The chart as shapes and labels in CSS pixels. Each panel has its own origin, at the top left.

/// The drawing of all panels.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chart {
    /// Width of each panel.
    pub width: f64,
    /// Whether the chart is mirrored: time runs from right to left, and the vertical axis stands at the right.
    pub is_rtl: bool,
    /// One panel for each instrument, in the order of `Report::panels`. All have the same horizontal axis.
    pub panels: Vec<PanelChart>,
    /// The shapes that occur, in words.
    pub legend: Vec<LegendEntry>,
    /// The middle of each session, by index.
    pub session_x: Vec<f64>,
}

/// The drawing of one instrument.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PanelChart {
    /// Height of the panel: a third to a half of its width.
    pub height: f64,
    /// The area of the scale. Marks of sessions without a total are below it.
    pub plot: Rect,
    /// The lines between neighbouring sessions with a total.
    pub lines: Vec<Vec<[f64; 2]>>,
    /// One mark for each session of this instrument, in the order of time.
    pub marks: Vec<Mark>,
    /// The ticks of the vertical axis, which is the whole range of the score.
    pub y_ticks: Vec<Tick>,
    /// The ticks of the horizontal axis.
    pub x_ticks: Vec<Tick>,
    /// Thin lines: bands, alerts, new versions, events.
    pub rules: Vec<Rule>,
    /// The label of the chosen session's total.
    pub chosen: Option<Label>,
}

/// An area.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rect {
    /// The left edge.
    pub left: f64,
    /// The top edge.
    pub top: f64,
    /// The right edge.
    pub right: f64,
    /// The bottom edge.
    pub bottom: f64,
}

/// A text in the chart, 12 px high. No two labels of a panel overlap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Label {
    /// The text.
    pub text: String,
    /// The point that the text is aligned with.
    pub x: f64,
    /// The baseline.
    pub y: f64,
    /// The side of `x` on which the text stands.
    pub side: Side,
    /// The estimated width, which is more than the real one.
    pub width: f64,
}

/// The side of a point on which a text stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Side {
    /// On both sides.
    #[default]
    Middle,
    /// To the right.
    Right,
    /// To the left.
    Left,
}

impl Side {
    /// Returns the value of SVG's `text-anchor`, whose start depends on the writing direction.
    #[must_use]
    pub fn text_anchor(self, is_rtl: bool) -> &'static str {
        match (self, is_rtl) {
            (Self::Middle, _) => "middle",
            (Self::Right, false) | (Self::Left, true) => "start",
            (Self::Left, false) | (Self::Right, true) => "end",
        }
    }
}

/// The mark of a session.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The index of the session.
    pub session: usize,
    /// The middle.
    pub x: f64,
    /// The middle.
    pub y: f64,
    /// Half of the mark's width.
    pub radius: f64,
    /// The shape.
    pub shape: Shape,
    /// Whether the session is chosen: the mark has a second outline.
    pub is_chosen: bool,
    /// Whether the change is reliable: the mark has a ring.
    pub is_reliable: bool,
}

/// The shape of a mark. The first three are filled and stand on the scale; the others are hollow and stand below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A circle: a total.
    Total,
    /// A diamond: a prorated total.
    Prorated,
    /// A triangle: a total that is preliminary.
    Preliminary,
    /// A square: answers without a total.
    Unscored,
    /// A circle: skipped by the client.
    Skipped,
    /// A cross: not asked.
    NotAsked,
}

/// A tick of an axis.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tick {
    /// The position along its axis.
    pub at: f64,
    /// The label; `None` if there is no room for one.
    pub label: Option<Label>,
}

/// A thin straight line with a label.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The kind of line.
    pub kind: RuleKind,
    /// One end.
    pub from: [f64; 2],
    /// The other end.
    pub to: [f64; 2],
    /// The label, maybe shortened; `None` if there is no room for one.
    pub label: Option<Label>,
    /// The whole text, which has to stand below the chart: `label` may be absent or shortened.
    pub text: String,
}

/// The kind of a thin line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// The lowest score of a band.
    Band,
    /// The threshold of an alert.
    Alert,
    /// The first session with a new version of the instrument.
    Version,
    /// An event of the host.
    Event,
}

/// A shape that occurs in the chart, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct LegendEntry {
    /// The shape; `None` for the ring of a reliable change.
    pub shape: Option<Shape>,
    /// Its meaning.
    pub text: String,
}

impl Chart {
    /// Returns the session nearest to `x`; `None` without sessions.
    #[must_use]
    pub fn nearest(&self, x: f64) -> Option<usize> {
        let distance = |session: &f64| (session - x).abs();
        let nearer =
            |one: &(usize, &f64), other: &(usize, &f64)| distance(one.1).total_cmp(&distance(other.1));
        self.session_x.iter().enumerate().min_by(nearer).map(|(session, _)| session)
    }
}
