//! Each example definition against scores worked by hand, by the published rule of its kind: a sum, a mean, a sum
//! prorated as the mean times the number of items, a table. The definitions map every rule onto one formula; these
//! numbers come from the rule itself.

use std::fs;

use rapport::{Outcome, Reliable, Response, change, quality, score};

use crate::fixtures::{example, read};

mod subscales;
mod totals;

/// Scores each row of answers: values, `-` for an unanswered item, `na` for one that does not apply. Compares it with the
/// expected outcome: the total, `[its band]`, `subscale=score[band]`, `!alert(item)`. `-` is no score, `~` a prorated one.
fn check(name: &str, rows: &[(&str, &str)]) {
    let instrument = read(&example(name));
    for (answers, expected) in rows {
        let responses: Vec<_> = answers.split(' ').map(response).collect();
        assert_eq!(responses.len(), instrument.items.len(), "{name}: {answers}");
        let outcome = score(&instrument, responses);
        assert_eq!(summary(&outcome), *expected, "{name}: {answers}");
    }
}

fn response(answer: &str) -> Option<Response> {
    match answer {
        "-" => None,
        "na" => Some(Response::NotApplicable),
        value => Some(Response::Value(value.parse().expect("a value"))),
    }
}

fn summary(outcome: &Outcome) -> String {
    let number = |score: Option<f64>, prorated: bool| {
        let text = score.map_or_else(|| "-".to_owned(), |score| score.to_string());
        format!("{}{text}", if prorated { "~" } else { "" })
    };
    let mut words = vec![number(outcome.total, outcome.prorated)];
    words.extend(outcome.band.as_ref().map(|band| format!("[{band}]")));
    words.extend(outcome.subscales.iter().map(|subscale| {
        let band = subscale.band.as_ref().map(|band| format!("[{band}]")).unwrap_or_default();
        format!("{}={}{band}", subscale.id, number(subscale.score, subscale.prorated))
    }));
    words.extend(outcome.alerts.iter().map(|alert| {
        let item = alert.item.as_ref().map(|item| format!("({item})")).unwrap_or_default();
        format!("!{}{item}", alert.id)
    }));
    words.join(" ")
}

#[test]
fn each_example_has_worked_scores() {
    let tests = concat!(include_str!("examples/totals.rs"), include_str!("examples/subscales.rs"));
    let files = fs::read_dir("examples/instruments").expect("examples");
    for file in files.map(|file| file.expect("a file").file_name()) {
        let name = file.to_str().and_then(|file| file.strip_suffix(".json")).expect("a JSON file");
        assert!(tests.contains(&format!("\n        \"{name}\",")), "{name}");
    }
}

#[test]
fn change_of_a_total_whose_low_end_is_favourable() {
    let instrument = read(&example("nine-points-one-outside"));
    for (total, delta, worsens, reliable) in [
        (17.0, 5.0, true, Reliable::Deteriorated),
        (16.0, 4.0, true, Reliable::None),
        (7.0, -5.0, false, Reliable::Improved),
        (8.0, -4.0, false, Reliable::None),
    ] {
        let change = change(&instrument, Some(total), &[Some(12.0)]).expect("a change");
        assert_eq!((change.delta, change.any_worsening), (delta, worsens), "{total}");
        assert_eq!((change.reliable, change.inclusive), (Some(reliable), true), "{total}");
    }
    let lowest = [Some(0); 10];
    let streak = |history: &[Option<f64>]| {
        quality(&instrument, lowest, &score(&instrument, lowest), 60_000, history).best_streak
    };
    assert_eq!(streak(&[Some(27.0), Some(0.0)]), 2, "of the lowest totals");
    assert_eq!(streak(&[Some(27.0)]), 1);
}
