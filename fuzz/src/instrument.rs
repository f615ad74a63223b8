//! A definition: any input gives a fatal fault, or an instrument whose scores are within their ranges.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport::{Instrument, Item, Json, Response, score};

fuzz_target!(|text: &str| {
    let Ok(definition) = Json::parse("instrument", text) else { return };
    let (instrument, problems) = Instrument::read(&definition);
    let is_refused = problems.iter().any(|problem| problem.fatal);
    assert_eq!(instrument.is_none(), is_refused, "{problems:?}");
    let Some(instrument) = instrument else { return };
    for pick in [Pick::First, Pick::Last, Pick::NotApplicable, Pick::None] {
        let values: Vec<_> = instrument.items.iter().map(|item| pick.response(&instrument, item)).collect();
        let answered = values.iter().flatten().count();
        let outcome = score(&instrument, values);
        assert_eq!(outcome.answered, answered);
        if let Some(total) = outcome.total {
            let (lo, hi) = instrument.score.range().expect("the range of a total");
            assert!((lo..=hi).contains(&total), "{total} is not within {lo} to {hi}");
        }
        for part in &outcome.subscales {
            assert!(part.score.is_none_or(|score| (part.min..=part.max).contains(&score)), "{part:?}");
        }
        assert!(answered > 0 || outcome.total.is_none(), "a total without answers");
    }
});

/// The answer to each item.
enum Pick {
    First,
    Last,
    NotApplicable,
    None,
}

impl Pick {
    fn response(&self, instrument: &Instrument, item: &Item) -> Option<Response> {
        let scale = instrument.scale_of(item);
        let first = scale.slider().map_or_else(|| scale.points()[0].value, |slider| slider.min);
        let last = scale.slider().map_or_else(|| scale.points()[scale.points().len() - 1].value, |slider| slider.max);
        match self {
            Self::First => Some(Response::Value(first)),
            Self::Last => Some(Response::Value(last)),
            Self::NotApplicable => item.not_applicable.as_ref().map(|_| Response::NotApplicable),
            Self::None => None,
        }
    }
}
