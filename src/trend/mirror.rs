//! Mirrors a chart, for writing from right to left.

use super::chart::{Chart, Label, Rect, Side};

impl Chart {
    /// Mirrors the chart, for writing from right to left.
    pub(super) fn mirror(&mut self) {
        let width = self.width;
        let flip = |x: &mut f64| *x = width - *x;
        let flip_label = |label: &mut Label| {
            label.x = width - label.x;
            label.side = match label.side {
                Side::Middle => Side::Middle,
                Side::Right => Side::Left,
                Side::Left => Side::Right,
            };
        };
        self.is_rtl = true;
        self.session_x.iter_mut().for_each(flip);
        for panel in &mut self.panels {
            let Rect { left, right, .. } = panel.plot;
            (panel.plot.left, panel.plot.right) = (width - right, width - left);
            panel.lines.iter_mut().flatten().for_each(|[x, _]| flip(x));
            panel.marks.iter_mut().for_each(|mark| flip(&mut mark.x));
            panel.x_ticks.iter_mut().for_each(|tick| flip(&mut tick.at));
            let ends = panel.rules.iter_mut().flat_map(|rule| [&mut rule.from, &mut rule.to]);
            ends.for_each(|[x, _]| flip(x));
            let ticks =
                panel.x_ticks.iter_mut().chain(&mut panel.y_ticks).filter_map(|tick| tick.label.as_mut());
            let rules = panel.rules.iter_mut().filter_map(|rule| rule.label.as_mut());
            ticks.chain(rules).chain(&mut panel.chosen).for_each(flip_label);
        }
    }
}
