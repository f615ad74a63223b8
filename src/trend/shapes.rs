//! Marks and lines as SVG paths.

use super::chart::{Mark, Shape};
use crate::data::json::decimal;

/// Builds the `d` of a path.
#[derive(Default)]
struct PathData(String);

impl PathData {
    fn to(&mut self, command: &str, x: f64, y: f64) -> &mut Self {
        self.0 += command;
        self.0 += &short(x);
        self.0 += " ";
        self.0 += &short(y);
        self
    }
}

/// Returns a coordinate to a tenth of a pixel.
pub(super) fn short(number: f64) -> String {
    decimal((number * 10.0).round() / 10.0)
}

/// Returns a line as the `d` of an SVG path.
#[must_use]
pub fn path(points: &[[f64; 2]]) -> String {
    let mut data = PathData::default();
    for (index, [x, y]) in points.iter().enumerate() {
        data.to(if index == 0 { "M" } else { "L" }, *x, *y);
    }
    data.0
}

impl Mark {
    /// Returns the outline as the `d` of an SVG path, larger by `margin` on each side.
    #[must_use]
    pub fn path(&self, margin: f64) -> String {
        let (x, y, r) = (self.x, self.y, self.radius + margin);
        let mut data = PathData::default();
        match self.shape {
            Shape::Total | Shape::Skipped => {
                let radius = [short(r).as_str(), " ", &short(r), " 0 0 1 "].concat();
                let arc = ["A", &radius].concat();
                data.to("M", x - r, y).to(&arc, x + r, y).to(&arc, x - r, y);
            }
            Shape::Prorated => {
                let r = r * 1.3;
                data.to("M", x - r, y).to("L", x, y - r).to("L", x + r, y).to("L", x, y + r);
            }
            Shape::Preliminary => {
                let r = r * 1.2;
                data.to("M", x - r, y + r * 0.8).to("L", x, y - r).to("L", x + r, y + r * 0.8);
            }
            Shape::Unscored => {
                data.to("M", x - r, y - r).to("L", x + r, y - r).to("L", x + r, y + r).to("L", x - r, y + r);
            }
            Shape::NotAsked => {
                data.to("M", x - r, y - r).to("L", x + r, y + r).to("M", x - r, y + r).to("L", x + r, y - r);
                return data.0;
            }
        }
        data.0 + "Z"
    }
}
