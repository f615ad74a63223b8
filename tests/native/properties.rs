//! Properties of the scoring rule that hold for every instrument and all answers.

use proptest::prelude::*;

use crate::strategies::case;

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scores_stay_within_their_ranges(case in case()) {
        let outcome = case.outcome();
        let within = |score: Option<f64>, min: f64, max: f64| score.is_none_or(|score| (min..=max).contains(&score));
        prop_assert!(within(outcome.total, outcome.min.expect("a lowest"), outcome.max.expect("a highest")), "{:?}", outcome);
        prop_assert!(within(outcome.percent, 0.0, 100.0), "{:?}", outcome);
        prop_assert_eq!(outcome.total.is_some(), outcome.percent.is_some());
        for subscale in &outcome.subscales {
            prop_assert!(within(subscale.score, subscale.min, subscale.max), "{:?}", subscale);
        }
        let needed = case.min_answered.unwrap_or(case.items.len());
        prop_assert_eq!(outcome.total.is_some(), outcome.answered >= needed);
        prop_assert_eq!(outcome.prorated, outcome.total.is_some() && outcome.answered < outcome.items);
    }

    #[test]
    fn more_favourable_answer_never_lowers_the_total(case in case(), item in any::<prop::sample::Index>()) {
        let item = item.index(case.items.len());
        let mut better = case.clone();
        let Some(value) = case.values[item] else { return Ok(()) };
        let end = if case.items[item].0 { case.scale.0 } else { case.scale.1 };
        better.values[item] = Some(value + (end - value).signum());
        prop_assert!(better.outcome().total >= case.outcome().total);
    }

    #[test]
    fn reversing_all_items_and_answers_changes_nothing(case in case()) {
        let mut reversed = case.clone();
        reversed.items.iter_mut().for_each(|item| item.0 = !item.0);
        reversed.values.iter_mut().flatten().for_each(|value| *value = case.scale.0 + case.scale.1 - *value);
        prop_assert_eq!(reversed.outcome(), case.outcome());
    }

    #[test]
    fn order_of_items_changes_no_score(case in case(), by in 0_usize..12) {
        let mut rotated = case.clone();
        let by = by % case.items.len();
        rotated.items.rotate_left(by);
        rotated.values.rotate_left(by);
        let (rotated, own) = (rotated.outcome(), case.outcome());
        prop_assert_eq!((rotated.total, rotated.percent, rotated.subscales), (own.total, own.percent, own.subscales));
    }

    #[test]
    fn extreme_answers_give_extreme_scores(mut case in case(), high in any::<bool>()) {
        let (lo, hi) = case.scale;
        case.values = case.items.iter().map(|(reverse, ..)| Some(if high == *reverse { lo } else { hi })).collect();
        let outcome = case.outcome();
        let end = if high { (outcome.max, 100.0) } else { (outcome.min, 0.0) };
        prop_assert_eq!((outcome.total, outcome.percent), (end.0, Some(end.1)));
    }
}
