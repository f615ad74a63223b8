//! The panels: one for each instrument and each scale of the score that shows.

use super::Trend;
use super::entry::{Entry, Score};
use super::sessions::answered;
use super::settings::Settings;
use crate::instrument::Better;

/// The possible range of a score, and its favourable end; `None` if it is not known.
pub(super) type Scale = ((f64, f64), Option<Better>);

/// The sessions of one instrument in which its score has one scale.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Panel<'a> {
    /// The instrument's id.
    pub instrument: &'a str,
    /// The id of the subscale that shows; `None` for the total.
    pub subscale: Option<&'a str>,
    pub scale: Option<Scale>,
    /// Indices of its results, and of the sessions in which it could have been answered.
    pub entries: Vec<usize>,
    /// Indices of its results.
    pub results: Vec<usize>,
}

impl Panel<'_> {
    /// Returns whether an entry is a result of this panel, or a session in which it could have been answered.
    pub(super) fn has(&self, entry: usize) -> bool {
        self.entries.binary_search(&entry).is_ok()
    }
}

/// Returns the panels, by their first results. Scores with another range or favourable end are another panel: they cannot
/// share an axis.
pub(super) fn panels<'a>(trend: &'a Trend, settings: &'a Settings) -> Vec<Panel<'a>> {
    let mut panels: Vec<Panel> = Vec::new();
    for (index, entry) in trend.entries.iter().enumerate() {
        let Some(scored) = entry.scored() else { continue };
        let instrument = scored.instrument.as_str();
        let known = panels.iter().find(|panel| panel.instrument == instrument).map(|panel| panel.subscale);
        let subscale = known.unwrap_or_else(|| subscale(trend, settings, instrument));
        let scale = scored.score(subscale).and_then(Score::scale);
        let fits = |panel: &&mut Panel| {
            panel.instrument == instrument
                && (panel.scale == scale || panel.scale.is_none() || scale.is_none())
        };
        if let Some(panel) = panels.iter_mut().find(fits) {
            panel.scale = panel.scale.or(scale);
            panel.results.push(index);
        } else {
            panels.push(Panel { instrument, subscale, scale, entries: Vec::new(), results: vec![index] });
        }
    }
    for (index, entry) in trend.entries.iter().enumerate() {
        let answered =
            if entry.is_result() { None } else { answered(&trend.entries, entry) }.unwrap_or_default();
        for panel in &mut panels {
            let belongs = match entry.instrument() {
                _ if entry.scored().is_some() => panel.results.binary_search(&index).is_ok(),
                Some(own) => own == panel.instrument,
                // A session may have a result of another instrument and none of this one.
                None => !answered.contains(&panel.instrument),
            };
            if belongs {
                panel.entries.push(index);
            }
        }
    }
    panels
}

/// Returns the subscale of an instrument that shows; `None` for the total.
fn subscale<'a>(trend: &'a Trend, settings: &'a Settings, instrument: &str) -> Option<&'a str> {
    let results =
        || trend.entries.iter().filter_map(Entry::scored).filter(|scored| scored.instrument == instrument);
    let chosen =
        settings.subscales.iter().find(|(of, _)| of == instrument).map(|(_, subscale)| subscale.as_str());
    let chosen = chosen.filter(|id| results().any(|scored| scored.score(Some(id)).is_some()));
    // Without a total the first part shows.
    let has_total = results().any(|scored| scored.total.range.is_some() || scored.total.value.is_some());
    let part = results().find_map(|scored| scored.subscales.first()).filter(|_| !has_total);
    chosen.or(part.map(|(id, _)| id.as_str()))
}
