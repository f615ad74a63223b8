//! Properties of texts and answers that leave scores as they are, and of tables.

use proptest::prelude::*;
use proptest::sample::Index;

use crate::forms::{PlannedAnswer, PlannedTotal, form};

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn leads_and_sections_change_no_score(form in form()) {
        let mut plain = form.clone();
        plain.has_lead = !form.has_lead;
        plain.items.iter_mut().for_each(|item| item.has_section = !item.has_section);
        prop_assert_eq!(plain.outcome(), form.outcome());
    }

    #[test]
    fn item_that_does_not_count_changes_no_total(
        mut form in form(), item in any::<Index>(), answer in proptest::option::of(0..1000_usize),
    ) {
        form.total = PlannedTotal::Items;
        let index = item.index(form.items.len());
        form.items[index].counts = index == 0;
        let mut other = form.clone();
        other.items[index].answer = answer.map(PlannedAnswer::Value);
        let [own, other] = [form, other].map(|form| form.outcome());
        if index > 0 {
            prop_assert_eq!(
                (own.total, own.percent, own.prorated, own.band),
                (other.total, other.percent, other.prorated, other.band)
            );
        }
    }

    #[test]
    fn item_without_total_and_subscale_changes_nothing_but_the_number_of_items(
        form in form(), item in any::<Index>(),
    ) {
        let mut without = form.clone();
        let index = 1 + item.index(form.items.len());
        let mut added = form.items[item.index(form.items.len())].clone();
        (added.counts, added.subscales) = (false, [false; 2]);
        without.items.insert(index, added);
        let [own, mut other] = [form, without].map(|form| form.outcome());
        (other.items, other.answered) = (own.items, own.answered);
        prop_assert_eq!(own, other);
    }

    #[test]
    fn answer_that_does_not_apply_and_has_no_score_leaves_its_item_out(form in form(), item in any::<Index>()) {
        let mut whole = form.clone();
        let index = 1 + item.index(form.items.len());
        let mut added = form.items[index - 1].clone();
        added.not_applicable = Some(None);
        added.answer = Some(PlannedAnswer::NotApplicable);
        whole.items.insert(index, added);
        // Items that are answered, so that the rule for unanswered items has no say.
        whole.min_answered = None;
        for item in &mut whole.items {
            item.answer = item.answer.or(Some(PlannedAnswer::NotApplicable));
        }
        let mut left_out = whole.clone();
        left_out.items.remove(index);
        let [whole, left_out] = [whole, left_out].map(|form| form.outcome());
        prop_assert_eq!((whole.total, whole.percent), (left_out.total, left_out.percent));
        let scores = |outcome: &rapport::Outcome| {
            outcome.subscales.iter().map(|subscale| (subscale.score, subscale.band.clone())).collect::<Vec<_>>()
        };
        prop_assert_eq!(scores(&whole), scores(&left_out));
        prop_assert_eq!(whole.answered, left_out.answered + 1);
    }

    #[test]
    fn score_with_a_table_is_one_of_its_scores(mut form in form()) {
        form.has_table = [true; 3];
        form.total = PlannedTotal::Items;
        let (definition, outcome) = (form.definition(), form.outcome());
        let second = |table: &serde_json::Value| -> Vec<f64> {
            let pairs = table.as_array().expect("a table");
            pairs.iter().map(|pair| pair[1].as_f64().expect("a number")).collect()
        };
        let total = (outcome.total, outcome.min, outcome.max);
        let parts = outcome.subscales.iter().map(|part| (part.score, Some(part.min), Some(part.max)));
        let tables = [&definition["score"], &definition["subscales"][0], &definition["subscales"][1]];
        for ((score, min, max), rule) in std::iter::once(total).chain(parts).zip(tables) {
            let scores = second(&rule["table"]);
            prop_assert!(score.is_none_or(|score| scores.contains(&score)), "{:?} {:?}", score, scores);
            prop_assert_eq!((min, max), (scores.first().copied(), scores.last().copied()));
        }
    }

    #[test]
    fn extreme_answers_give_extreme_scores(mut form in form(), is_high in any::<bool>()) {
        for index in 0..form.items.len() {
            let item = &form.items[index];
            let scores = form.scale_of(item).scores();
            let ends = [scores.iter().min_by_key(|pair| pair.1), scores.iter().max_by_key(|pair| pair.1)];
            let end = ends[usize::from(is_high != item.reverse)];
            form.items[index].answer =
                scores.iter().position(|pair| Some(pair) == end).map(PlannedAnswer::Value);
        }
        let outcome = form.outcome();
        prop_assert_eq!(outcome.total, if is_high { outcome.max } else { outcome.min });
        let percent = if is_high { 100.0 } else { 0.0 };
        prop_assert_eq!(outcome.percent, outcome.total.map(|_| percent));
        for part in &outcome.subscales {
            prop_assert_eq!(part.score, Some(if is_high { part.max } else { part.min }));
        }
    }

    #[test]
    fn scores_of_all_kinds_stay_within_their_ranges(form in form()) {
        let outcome = form.outcome();
        let within = |score: Option<f64>, (min, max): (f64, f64)| score.is_none_or(|s| (min..=max).contains(&s));
        let ends = outcome.min.zip(outcome.max);
        prop_assert_eq!(ends.is_none(), form.total == PlannedTotal::None);
        prop_assert!(ends.map_or(outcome.total.is_none(), |ends| within(outcome.total, ends)));
        prop_assert!(within(outcome.percent, (0.0, 100.0)));
        prop_assert_eq!(outcome.total.is_some(), outcome.percent.is_some());
        for part in &outcome.subscales {
            prop_assert!(within(part.score, (part.min, part.max)), "{:?}", part);
            prop_assert_eq!(part.band.is_some(), part.score.is_some());
        }
    }
}
