//! Places labels so that no two overlap. Widths are estimated, and never below those of common fonts.

use super::chart::{Label, Rect, Side};

/// The size of the text, in CSS pixels.
const SIZE: f64 = 12.0;
/// The parts of a label above and below its baseline.
const ASCENT: f64 = 11.0;
const DESCENT: f64 = 4.0;
/// The free space on each side of a label.
const GAP: f64 = 3.0;

/// The labels of a panel.
#[derive(Debug)]
pub(super) struct Labels {
    bounds: Rect,
    taken: Vec<Rect>,
}

/// A place for a label: the point that it is aligned with, and its side.
pub(super) type Place = (f64, f64, Side);

impl Labels {
    pub(super) fn new(bounds: Rect) -> Self {
        Self { bounds, taken: Vec::new() }
    }

    /// Keeps later labels off a shape.
    pub(super) fn avoid(&mut self, area: Rect) {
        self.taken.push(area);
    }

    /// Places a text at the first of `places` that is free and within the bounds; `None` if there is none.
    pub(super) fn place(&mut self, text: &str, places: &[Place]) -> Option<Label> {
        let width = width(text);
        for (x, y, side) in places {
            let label = Label { text: text.into(), x: *x, y: *y, side: *side, width };
            let area = label.area();
            let Rect { left, top, right, bottom } = self.bounds;
            let is_within =
                area.left >= left && area.right <= right && area.top >= top && area.bottom <= bottom;
            if is_within && !self.taken.iter().any(|taken| overlap(taken, &area)) {
                self.taken.push(Rect { left: area.left - GAP, right: area.right + GAP, ..area });
                return Some(label);
            }
        }
        None
    }
}

impl Label {
    /// Returns the area of the text by its estimated width.
    #[must_use]
    pub fn area(&self) -> Rect {
        let left = match self.side {
            Side::Middle => self.x - self.width / 2.0,
            Side::Right => self.x,
            Side::Left => self.x - self.width,
        };
        Rect { left, right: left + self.width, top: self.y - ASCENT, bottom: self.y + DESCENT }
    }
}

fn overlap(one: &Rect, other: &Rect) -> bool {
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}

/// Returns the estimated width of a text, in CSS pixels.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(|letter| SIZE * em(letter)).sum()
}

/// Returns the width of a letter as a part of the text's size: that of a wide common font.
fn em(letter: char) -> f64 {
    match letter {
        '\u{300}'..='\u{36f}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2066}'..='\u{2069}' => 0.0,
        ' ' | 'f' | 'i' | 'j' | 'l' | 't' | 'r' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '('
        | ')' => 0.45,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 1.05,
        'A'..='Z' | '\u{2000}'..='\u{2e7f}' => 0.8,
        '\0'..='\u{8ff}' => 0.65,
        '\u{900}'..='\u{10ff}' => 0.85,
        _ => 1.1,
    }
}

/// Returns a text that is no wider than `most`, shortened at the end if need be.
pub(super) fn shorten(text: &str, most: f64) -> String {
    if width(text) <= most {
        return text.into();
    }
    let mut left = most - width("…");
    let mut short: String = text
        .chars()
        .take_while(|letter| {
            left -= SIZE * em(*letter);
            left >= 0.0
        })
        .collect();
    short.truncate(short.trim_end().len());
    short + "…"
}

/// Breaks a text into lines that are no wider than `most`: between words, else within one.
pub(super) fn lines(text: &str, most: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_inclusive([' ', '、', '。', '，', '；']) {
        let is_full = |line: &String, more: &str| width(line) + width(more.trim_end()) > most;
        if lines.last().is_some_and(|line| !line.is_empty() && is_full(line, word)) {
            lines.push(String::new());
        }
        for letter in word.chars() {
            let mut bytes = [0; 4];
            let letter = letter.encode_utf8(&mut bytes);
            if lines.last().is_some_and(|line| !line.is_empty() && is_full(line, letter)) {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                *line += letter;
            }
        }
    }
    lines.into_iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}
