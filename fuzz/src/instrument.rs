//! A definition: any input gives a fatal fault, or an instrument whose scores are within their ranges.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport::{Instrument, Json, score};

fuzz_target!(|text: &str| {
    let Ok(definition) = Json::parse("instrument", text) else { return };
    let (instrument, problems) = Instrument::read(&definition);
    let is_refused = problems.iter().any(|problem| problem.fatal);
    assert_eq!(instrument.is_none(), is_refused, "{problems:?}");
    let Some(instrument) = instrument else { return };
    let scale = instrument.scale;
    for value in [Some(scale.min), Some(scale.midpoint()), Some(scale.max), None] {
        let outcome = score(&instrument, instrument.items.iter().map(|_| value));
        assert_eq!(outcome.answered, if value.is_some() { instrument.items.len() } else { 0 });
        if let Some(total) = outcome.total {
            let (lo, hi) = instrument.score.range;
            assert!((lo..=hi).contains(&total), "{total} is not within {lo} to {hi}");
        }
        assert!(value.is_some() || outcome.total.is_none(), "a total without answers");
    }
});
