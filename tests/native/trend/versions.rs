//! Several versions of one instrument in a panel: each has its own threshold, first session, bands and alerts.

use rapport::trend::{Compare, Rule, RuleKind, Settings};
use serde_json::{Value, json};

use super::fixtures::{Kind, calm, read, report_on, weekly, with_report};

fn notes(input: &Value) -> Vec<String> {
    report_on(input, |report| report.panels().remove(0).notes)
}

#[test]
fn chance_counts_sessions_with_a_threshold() {
    let mut first = calm("1");
    first["reliability"] = Value::Null;
    let mut kinds = vec![Kind::Calm(5, 5); 6];
    kinds.extend([Kind::Second(5, 5), Kind::Second(5, 5), Kind::Second(10, 10)]);
    let mut input = weekly(&kinds);
    for definitions in [json!([first, calm("2")]), json!([calm("2")])] {
        input["instruments"] = definitions;
        let [said] = &notes(&of_totals(&input, &[10, 10, 10, 10, 10, 10, 10, 10, 20]))[..] else {
            panic!("one note")
        };
        assert!(said.contains(" 9 of 100 series of 3 sessions "), "{said}");
    }
}

/// Stores totals, from 0 to 20, so that they can be drawn without a definition.
fn of_totals(input: &Value, totals: &[u8]) -> Value {
    let mut input = input.clone();
    for (result, total) in input["results"].as_array_mut().expect("results").iter_mut().zip(totals) {
        result["outcome"] = json!({ "total": total, "min": 0, "max": 20, "better": "high" });
    }
    input
}

#[test]
fn chance_is_known_only_if_each_threshold_is_calculated() {
    let mut published = calm("1");
    published["reliability"] = json!({ "threshold": 3, "source": "s" });
    let mut without = calm("2");
    without["reliability"] = Value::Null;
    let mut input = weekly(&[Kind::Calm(5, 5), Kind::Calm(10, 10), Kind::Second(5, 5), Kind::Second(5, 5)]);
    let unknown =
        "How often such a mark comes by chance is not known here, because the threshold is a published one.";
    for (definitions, is_known) in [
        (json!([published, calm("2")]), false),
        (json!([calm("1"), without]), true),
        (json!([calm("1"), calm("2")]), true),
    ] {
        input["instruments"] = definitions;
        assert_eq!(notes(&input)[0] != unknown, is_known, "{}", notes(&input)[0]);
    }
}

#[test]
fn first_session_of_a_later_version_is_named() {
    let input = weekly(&[
        Kind::Calm(10, 10),
        Kind::Calm(9, 9),
        Kind::Second(2, 2),
        Kind::Second(3, 3),
        Kind::Second(9, 9),
    ]);
    let said = |lang: &str, compare: Compare, session: usize| {
        let settings = Settings { compare, ..Settings::default() };
        with_report(&read(&input).0, lang, &settings, |report| report.sentence(session))
    };
    let words = "14 higher than the first session with a score (15 Jan 2026).";
    for compare in [Compare::Previous, Compare::First] {
        let last = said("en", compare, 4);
        assert!(last.contains(words), "{last}");
    }
    assert!(said("de", Compare::First, 4).contains("Wert (15 Jan 2026)."));
    let own = weekly(&[Kind::Calm(10, 10), Kind::Calm(9, 9), Kind::Calm(8, 8)]);
    let last = report_on(&own, |report| report.sentence(2));
    assert!(last.contains("4 lower than the first session with a score. "), "{last}");
}

/// A line at a score: its text, where it starts and where it ends.
type Level = (String, f64, f64);

/// Returns the levels of the only panel, the positions of its upright lines, and both ends of its plot.
fn levels(input: &Value) -> (Vec<Level>, Vec<f64>, [f64; 2]) {
    let panel = report_on(input, |report| report.chart(640.0, None)).panels.remove(0);
    let (levels, upright): (Vec<Rule>, Vec<Rule>) =
        panel.rules.into_iter().partition(|rule| matches!(rule.kind, RuleKind::Band | RuleKind::Alert));
    let level = |rule: Rule| (rule.text, rule.from[0], rule.to[0]);
    let x = upright.iter().map(|rule| rule.from[0]).collect();
    (levels.into_iter().map(level).collect(), x, [panel.plot.left, panel.plot.right])
}

#[test]
fn bands_and_alerts_are_drawn_over_the_sessions_of_their_version() {
    let mut second = calm("2");
    second["alerts"][0]["below"] = json!(8);
    second["bands"][1]["from"] = json!(12);
    let mut input =
        weekly(&[Kind::Calm(3, 3), Kind::Calm(5, 6), Kind::Skipped, Kind::Second(5, 5), Kind::Second(6, 6)]);
    let texts = |version: u8, alert: u8, band: u8| {
        [
            format!("Alert: below {alert} (Version {version})"),
            format!("Middle: from {band} (Version {version})"),
        ]
    };
    input["instruments"] = json!([calm("1"), second]);
    let (found, x, [left, right]) = levels(&input);
    assert_eq!(found, texts(2, 8, 12).map(|text| (text, x[0], right)), "the newest version");
    input["instruments"] = json!([calm("1")]);
    let (found, x, _) = levels(&of_totals(&input, &[6, 11, 0, 10, 12]));
    assert_eq!(found, texts(1, 5, 10).map(|text| (text, left, x[0])), "the newest known version");
    let mut back = weekly(&[
        Kind::Calm(1, 1),
        Kind::Second(5, 5),
        Kind::Calm(3, 3),
        Kind::Second(5, 5),
        Kind::Calm(3, 3),
    ]);
    back["instruments"] = json!([calm("2"), calm("1")]);
    let (found, x, _) = levels(&back);
    assert_eq!(found[0].1, x[3], "the last sessions of the version");
    let (found, ..) = levels(&weekly(&[Kind::Calm(1, 1), Kind::Calm(3, 3)]));
    assert_eq!(found[0], ("Alert: below 5".into(), left, right), "one version");
}
