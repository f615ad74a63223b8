//! The chart as an SVG document that is readable by itself: light colours, all texts inside, nothing from outside.

use super::chart::{Chart, Label, Mark, PanelChart, Rect, RuleKind, Shape};
use super::labels::lines;
use super::report::{PanelReport, Report};
use super::shapes::{path, short};
use super::strings::TrendKey as Key;

/// The height of a line of text.
const LINE: f64 = 18.0;
const MARGIN: f64 = 12.0;
/// Colours on white, with a contrast of at least 4.5 to 1 for text and 3 to 1 for lines.
const TEXT: &str = "#1f2933";
const QUIET: &str = "#52606d";
const SCORE: &str = "#1d5fa7";
const GRID: &str = "#d2d8de";

/// A document under construction.
struct Document {
    text: String,
    is_rtl: bool,
}

impl Report<'_> {
    /// Returns the drawing as an SVG document that is readable by itself, in light colours, `width` pixels wide.
    #[must_use]
    pub fn to_svg(&self, width: f64) -> String {
        let chart = self.chart(width, None);
        let (width, is_rtl) = (chart.width, chart.is_rtl);
        let mut body = Document { text: String::new(), is_rtl };
        let mut top = MARGIN;
        let summary = self.summary();
        let start = if is_rtl { width - MARGIN } else { MARGIN };
        let paragraph = |body: &mut Document, text: &str, weight: &str, top: &mut f64| {
            for line in lines(text, width - 2.0 * MARGIN) {
                *top += LINE;
                body.line(&line, start, *top - 5.0, weight);
            }
        };
        paragraph(&mut body, &self.text(Key::Title), "bold", &mut top);
        paragraph(&mut body, &summary, "normal", &mut top);
        for (panel, words) in chart.panels.iter().zip(self.panels()) {
            let PanelReport { title, subtitle, notes, .. } = words;
            top += MARGIN;
            paragraph(&mut body, &title.1, "bold", &mut top);
            paragraph(&mut body, &subtitle, "normal", &mut top);
            body.text += &["<g transform=\"translate(0 ", &short(top), ")\">"].concat();
            body.panel(panel);
            body.text += "</g>";
            top += panel.height;
            let unlabelled = panel.rules.iter().filter(|rule| {
                rule.kind != RuleKind::Event
                    && rule.label.as_ref().is_none_or(|label| label.text != rule.text)
            });
            let mut texts: Vec<_> = unlabelled.map(|rule| rule.text.clone()).collect();
            texts.extend(notes);
            for text in &texts {
                paragraph(&mut body, text, "normal", &mut top);
            }
        }
        top += MARGIN;
        body.legend(&chart, &mut top);
        let mut texts = self.events();
        texts.extend(self.notes());
        texts.push(self.caption());
        for text in &texts {
            paragraph(&mut body, text, "normal", &mut top);
        }
        let mut svg = Document { text: String::new(), is_rtl };
        let (width, height) = (short(width), short(top + MARGIN));
        svg.text += &[
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"",
            &width,
            "\" height=\"",
            &height,
            "\" viewBox=\"0 0 ",
            &width,
            " ",
            &height,
            "\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\" xml:lang=\"",
            self.strings.lang,
            "\" direction=\"",
            if is_rtl { "rtl" } else { "ltr" },
            "\" fill=\"",
            TEXT,
            "\"><title>",
        ]
        .concat();
        svg.escaped(&self.text(Key::Title));
        svg.text += "</title><desc>";
        svg.escaped(&summary);
        svg.text +=
            &["</desc><rect width=\"", &width, "\" height=\"", &height, "\" fill=\"#fff\"/>"].concat();
        svg.text + &body.text + "</svg>\n"
    }
}

impl Document {
    /// Adds a text, without the characters that XML does not allow.
    fn escaped(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.text += "&amp;",
                '<' => self.text += "&lt;",
                '>' => self.text += "&gt;",
                '"' => self.text += "&quot;",
                '\u{fffe}' | '\u{ffff}' => {}
                control if control.is_control() => self.text.push(' '),
                _ => self.text.push(letter),
            }
        }
    }

    fn element(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.text += "<";
        self.text += name;
        for (key, value) in attributes {
            self.text += &[" ", *key, "=\""].concat();
            self.escaped(value);
            self.text += "\"";
        }
        self.text += "/>";
    }

    /// Adds a line of text that starts at `x`.
    fn line(&mut self, text: &str, x: f64, y: f64, weight: &str) {
        self.text +=
            &["<text x=\"", &short(x), "\" y=\"", &short(y), "\" font-weight=\"", weight, "\">"].concat();
        self.escaped(text);
        self.text += "</text>";
    }

    fn label(&mut self, label: &Label) {
        let anchor = label.side.text_anchor(self.is_rtl);
        let (x, y) = (short(label.x), short(label.y));
        let start = [
            "<text x=\"",
            &x,
            "\" y=\"",
            &y,
            "\" text-anchor=\"",
            anchor,
            "\" stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\">",
        ];
        self.text += &start.concat();
        self.escaped(&label.text);
        self.text += "</text>";
    }

    fn path(&mut self, data: &str, fill: &str, stroke: &str, stroke_width: &str, dashes: &str) {
        let attributes = [
            ("d", data),
            ("fill", fill),
            ("stroke", stroke),
            ("stroke-width", stroke_width),
            ("stroke-dasharray", dashes),
        ];
        self.element("path", &attributes);
    }

    fn panel(&mut self, panel: &PanelChart) {
        let Rect { left, top, right, bottom } = panel.plot;
        for tick in &panel.y_ticks {
            self.path(&path(&[[left, tick.at], [right, tick.at]]), "none", GRID, "1", "none");
        }
        for tick in &panel.x_ticks {
            self.path(&path(&[[tick.at, bottom], [tick.at, bottom + 5.0]]), "none", QUIET, "1", "none");
        }
        self.path(
            &path(&[[left, top], [left, bottom], [right, bottom], [right, top]]),
            "none",
            QUIET,
            "1",
            "none",
        );
        for rule in &panel.rules {
            let dashes = match rule.kind {
                RuleKind::Band => "1 3",
                RuleKind::Alert => "6 3",
                RuleKind::Version => "none",
                RuleKind::Event => "2 2",
            };
            self.path(&path(&[rule.from, rule.to]), "none", QUIET, "1", dashes);
        }
        for line in &panel.lines {
            self.path(&path(line), "none", SCORE, "2", "none");
        }
        panel.marks.iter().for_each(|mark| self.mark(mark));
        let ticks = panel.y_ticks.iter().chain(&panel.x_ticks).filter_map(|tick| tick.label.as_ref());
        let rules = panel.rules.iter().filter_map(|rule| rule.label.as_ref());
        ticks.chain(rules).for_each(|label| self.label(label));
    }

    fn mark(&mut self, mark: &Mark) {
        let is_hollow = matches!(mark.shape, Shape::Unscored | Shape::Skipped | Shape::NotAsked);
        self.path(&mark.path(0.0), if is_hollow { "#fff" } else { SCORE }, SCORE, "2", "none");
        if mark.is_reliable {
            let ring = Mark { shape: Shape::Total, ..mark.clone() };
            self.path(&ring.path(4.0), "none", TEXT, "2", "none");
        }
    }

    /// Adds the shapes that occur, each with its meaning.
    fn legend(&mut self, chart: &Chart, top: &mut f64) {
        for entry in &chart.legend {
            let (shape, is_reliable) = entry.shape.map_or((Shape::Total, true), |shape| (shape, false));
            let at = |x: f64| if self.is_rtl { chart.width - x } else { x };
            let (x, text_x) = (at(MARGIN + 9.0), at(MARGIN + 26.0));
            for (index, line) in lines(&entry.text, chart.width - 2.0 * MARGIN - 26.0).iter().enumerate() {
                *top += LINE;
                if index == 0 {
                    let (y, radius) = (*top - 9.0, 4.0);
                    self.mark(&Mark { session: 0, x, y, radius, shape, is_chosen: false, is_reliable });
                }
                self.line(line, text_x, *top - 5.0, "normal");
            }
        }
    }
}
