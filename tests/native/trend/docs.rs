//! The page `docs/trend.md` is true: its example is read, its numbers and words are those of the code.

use std::fs;

use rapport::trend::{Compare, TrendKey, TrendStrings, chance};
use serde_json::Value;

use super::fixtures::{read, report_on};

fn page() -> String {
    fs::read_to_string("docs/trend.md").expect("the page")
}

#[test]
fn example_is_read_without_faults() {
    let page = page();
    let json = page.split("application/json\">").nth(1).and_then(|rest| rest.split("</script>").next());
    let input: Value = serde_json::from_str(json.expect("an example")).expect("JSON");
    assert_eq!(read(&input).1, []);
    assert_eq!(report_on(&input, |report| report.table().rows.len()), 1);
}

#[test]
fn table_of_chances_is_that_of_the_code() {
    let page = page();
    let section = page.split("each compared with the first |").nth(1).expect("the table");
    let rows = section.lines().skip(2).take_while(|line| line.starts_with('|'));
    let mut count = 0;
    for row in rows {
        let numbers: Vec<usize> = row.split('|').filter_map(|cell| cell.trim().parse().ok()).collect();
        let [sessions, previous, first] = numbers[..] else { panic!("{row}") };
        assert_eq!(
            (chance(Compare::Previous, sessions), chance(Compare::First, sessions)),
            (previous, first),
            "{row}"
        );
        count += 1;
    }
    assert_eq!(count, 8);
}

#[test]
fn words_are_those_of_the_element() {
    let page = page();
    let section =
        page.split("## Words about change").nth(1).and_then(|rest| rest.split("**How often").next());
    let strings = TrendStrings::nearest("en");
    let lower = strings.format(TrendKey::LowerThanPrevious, &[("n", "2.1")]);
    let n = [("n", "12.4"), ("threshold", "8.3"), ("date", "2 Mar 2026"), ("difference", &lower)];
    for key in [
        TrendKey::LowerThanPrevious,
        TrendKey::LowerThanDate,
        TrendKey::Reliable,
        TrendKey::NotReliable,
        TrendKey::NoReliability,
        TrendKey::NotValidated,
        TrendKey::NobodyNotified,
        TrendKey::AlertsUnknown,
        TrendKey::Skipped,
    ] {
        let words = strings.format(key, &n);
        let quoted = format!("“{}{}”", words[..1].to_uppercase(), &words[1..]);
        assert!(section.expect("the section").contains(&quoted), "{quoted}");
    }
    assert!(page.contains(&format!("“{}”", strings.text(TrendKey::UnreadableResult))));
}
