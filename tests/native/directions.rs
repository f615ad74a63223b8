//! Properties of the direction in which items count, and in which scores are favourable.

use proptest::prelude::*;
use proptest::sample::Index;
use rapport::{Outcome, Reliability, ReliabilityBasis, Reliable, change, score};
use serde_json::Value;

use crate::fixtures::{json_of, value_of};
use crate::forms::{Form, form};

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn higher_score_of_an_answer_lowers_no_score_that_it_counts_in(
        form in form(), item in any::<Index>(), pick in any::<[Index; 2]>(),
    ) {
        let index = item.index(form.items.len());
        let item = &form.items[index];
        let scores = form.scale_of(item).scores();
        let [mut lower, mut higher] = pick.map(|pick| scores[pick.index(scores.len())]);
        if (lower.1 > higher.1) != item.reverse {
            (lower, higher) = (higher, lower);
        }
        let [lower, higher] = [lower, higher].map(|(value, _)| with_answer(&form, index, value));
        prop_assert!(lower.total <= higher.total, "{:?} {:?}", lower, higher);
        prop_assert!(lower.percent <= higher.percent, "{:?} {:?}", lower, higher);
        for (lower, higher) in lower.subscales.iter().zip(&higher.subscales) {
            prop_assert!(lower.score <= higher.score, "{:?} {:?}", lower, higher);
        }
    }

    #[test]
    fn favourable_end_changes_no_number(form in form()) {
        let mut mirrored = form.clone();
        mirrored.is_low_better = form.is_low_better.map(|is_low| is_low.map(|is_low| !is_low));
        mirrored.is_low_better[0] = Some(form.is_low_better[0] != Some(true));
        let (own, mirrored) = (value_of(&form.outcome()), value_of(&mirrored.outcome()));
        let betters = |outcome: &Value| {
            let subscales = outcome["subscales"].as_array().expect("subscales").clone();
            subscales.iter().chain([outcome]).map(|score| score["better"] == "low").collect::<Vec<_>>()
        };
        for (own, mirrored) in betters(&own).into_iter().zip(betters(&mirrored)) {
            prop_assert_ne!(own, mirrored);
        }
        prop_assert_eq!(without_better(own), without_better(mirrored));
    }

    #[test]
    fn favourable_end_mirrors_the_change(
        form in form(), previous in -20..20, threshold in 1..20_i32, inclusive in any::<bool>(),
    ) {
        let total = form.outcome().total;
        let mut high = form.instrument();
        let threshold = f64::from(threshold);
        let basis = ReliabilityBasis::Threshold { threshold, inclusive };
        high.reliability = Some(Reliability { basis, source: None });
        high.score.better = rapport::Better::High;
        let mut low = high.clone();
        low.score.better = rapport::Better::Low;
        let history = [Some(f64::from(previous))];
        let changes = [&high, &low].map(|instrument| change(instrument, total, &history));
        let [Some(high), Some(low)] = changes else { return Ok(()) };
        prop_assert_eq!((high.delta, high.threshold), (low.delta, low.threshold));
        prop_assert_eq!(high.delta != 0.0, high.any_worsening != low.any_worsening);
        let mirrored = low.reliable.map(|reliable| match reliable {
            Reliable::Improved => Reliable::Deteriorated,
            Reliable::Deteriorated => Reliable::Improved,
            Reliable::None => Reliable::None,
        });
        prop_assert_eq!(high.reliable, mirrored);
        let is_reliable = high.delta.abs() > threshold || (inclusive && high.delta.abs() >= threshold);
        prop_assert_eq!(high.reliable != Some(Reliable::None), is_reliable);
    }
}

/// Returns the outcome with another answer to an item.
fn with_answer(form: &Form, index: usize, value: i32) -> Outcome {
    let mut answers = form.answers();
    answers[index.to_string()] = value.into();
    let instrument = form.instrument();
    let (values, problems) = rapport::read_answers(&instrument, &json_of(&answers));
    assert_eq!(problems, []);
    score(&instrument, values)
}

fn without_better(mut outcome: Value) -> Value {
    for subscale in outcome["subscales"].as_array_mut().expect("subscales") {
        subscale.as_object_mut().expect("a score").remove("better");
    }
    outcome.as_object_mut().expect("an outcome").remove("better");
    outcome
}
