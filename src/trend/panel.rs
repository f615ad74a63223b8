//! The instruments, each with its sessions in the order of time.

use super::entry::{Entry, Kind};

/// One instrument's sessions.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Panel {
    /// The instrument's id.
    pub instrument: String,
    /// The range of the total, by which panels of one instrument differ.
    range: Option<(f64, f64)>,
    /// Indices of its entries, and of all sessions without a result.
    pub entries: Vec<usize>,
    /// Indices of its results.
    results: Vec<usize>,
}

impl Panel {
    /// Returns whether an entry is a result of this instrument.
    pub(super) fn has_result(&self, entry: usize) -> bool {
        self.results.binary_search(&entry).is_ok()
    }

    /// Returns the indices of its results.
    pub(super) fn results(&self) -> &[usize] {
        &self.results
    }
}

/// Returns one panel for each instrument, by its first session. Totals with another range are another panel: they cannot
/// share an axis.
pub(super) fn panels(entries: &[Entry]) -> Vec<Panel> {
    let mut panels: Vec<Panel> = Vec::new();
    for (index, scored) in
        entries.iter().enumerate().filter_map(|(index, entry)| Some((index, entry.scored()?)))
    {
        let (instrument, range) = (&scored.instrument, scored.total.range);
        let fits = |panel: &&mut Panel| {
            panel.instrument == *instrument
                && (panel.range == range || panel.range.is_none() || range.is_none())
        };
        if let Some(panel) = panels.iter_mut().find(fits) {
            panel.range = panel.range.or(range);
            panel.results.push(index);
        } else {
            panels.push(Panel {
                instrument: instrument.clone(),
                range,
                entries: Vec::new(),
                results: vec![index],
            });
        }
    }
    for panel in &mut panels {
        let belongs = |index: &usize| {
            let is_result = entries.get(*index).is_some_and(|entry| matches!(entry.kind, Kind::Scored(_)));
            !is_result || panel.results.binary_search(index).is_ok()
        };
        panel.entries = (0..entries.len()).filter(belongs).collect();
    }
    panels
}
