//! Exports: CSV that no spreadsheet calculates, and SVG that is readable by itself.

use std::process::Command;

use proptest::prelude::*;
use rapport::trend::Settings;
use serde_json::json;

use super::fixtures::{Kind, Session, calm, entry, input, input_of, read, report_on, sessions, with_report};

/// Reads CSV after RFC 4180, character by character.
fn parse(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = csv.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quoted, letter) {
            (true, '"') if letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            (true, '"') => quoted = false,
            (false, '"') => {
                assert!(cell.is_empty(), "a quote within a cell");
                quoted = true;
            }
            (false, ',') => row.push(std::mem::take(&mut cell)),
            (false, '\r') => {
                assert_eq!(letters.next(), Some('\n'));
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(letter),
        }
    }
    assert!(row.is_empty() && cell.is_empty() && !quoted, "the last line ends");
    rows
}

fn assert_is_no_formula(cell: &str) {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    assert!(!is_formula || cell.parse::<f64>().is_ok_and(f64::is_finite), "{cell}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn csv_has_a_row_for_each_session_and_no_formula(sessions in sessions(20), id in "[-=+@＝＋－＠\t\r\n,\"a-z0-9' ]{0,12}") {
        let mut input = input_of(&sessions);
        for result in input["results"].as_array_mut().expect("results") {
            result["sessionId"] = json!(format!("{id}{}", result["sessionId"].as_str().expect("an id")));
            if result["instrument"]["id"] == json!("other") {
                result["instrument"]["version"] = json!("=1+1");
            }
        }
        let (csv, table) = report_on(&input, |report| (report.to_csv(), report.table()));
        let rows = parse(&csv);
        prop_assert_eq!(rows.len(), sessions.len() + 1);
        prop_assert_eq!(table.rows.len(), sessions.len());
        let column = |name: &str| rows[0].iter().position(|column| column == name).expect("a column");
        for (row, (index, session)) in rows[1..].iter().zip(sessions.iter().enumerate()) {
            prop_assert_eq!(row.len(), rows[0].len());
            for cell in row {
                assert_is_no_formula(cell);
            }
            let whole = format!("{id}s{index}");
            let own = row[column("sessionId")].as_str();
            prop_assert!(own == whole || own.strip_prefix('\'') == Some(&whole), "{}", own);
            if let Kind::Calm(a, b) | Kind::Second(a, b) = session.kind {
                prop_assert_eq!(&row[column("total")], &(a + b).to_string());
                prop_assert_eq!(&row[column("answer:b")], &b.to_string());
            }
        }
    }

    #[test]
    fn svg_is_well_formed_and_complete(sessions in sessions(12), label in "[<>&\"'a-z\u{5d0}-\u{5ea} ]{0,20}x") {
        let mut input = input_of(&sessions);
        input["events"] = json!([{ "at": "2026-02-01", "label": label }]);
        let trend = read(&input).0;
        for lang in ["en", "ar"] {
            let svg = with_report(&trend, lang, &Settings::default(), |report| report.to_svg(320.0));
            assert_is_well_formed(&svg);
            prop_assert!(!svg.contains("http") || svg.matches("http").count() == 1, "only the namespace");
        }
    }
}

/// Checks that elements nest, attributes are quoted, and text has no stray markup.
fn assert_is_well_formed(svg: &str) {
    let mut open = Vec::new();
    for part in svg.trim_end().split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("a tag ends");
        assert!(!text.contains('>'), "{text}");
        for reference in text.split('&').skip(1).chain(tag.split('&').skip(1)) {
            assert!(
                ["amp;", "lt;", "gt;", "quot;"].iter().any(|name| reference.starts_with(name)),
                "{reference}"
            );
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        match (tag.strip_prefix('/'), tag.ends_with('/')) {
            (Some(name), _) => assert_eq!(open.pop(), Some(name)),
            (None, true) => {}
            (None, false) => open.push(tag.split(' ').next().expect("a name")),
        }
    }
    assert_eq!(open, [] as [&str; 0]);
}

#[test]
fn svg_is_read_by_an_xml_parser() {
    let kinds = [Kind::Calm(1, 2), Kind::Skipped, Kind::Second(9, 9), Kind::Pain(1), Kind::Partial(1)];
    let session = |(index, kind): (u32, &Kind)| Session { hour: index * 200, kind: *kind };
    let mut input = input_of(&(0..).zip(&kinds).map(session).collect::<Vec<_>>());
    input["events"] = json!([{ "at": "2026-01-10", "label": "<script>alert('&')</script> \u{ffff} ]]>" }]);
    let svg = report_on(&input, |report| report.to_svg(640.0));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("trend.svg");
    std::fs::write(&path, &svg).expect("a file");
    let script = "import sys, xml.etree.ElementTree as tree\n\
        root = tree.parse(sys.argv[1]).getroot()\n\
        name = lambda element: element.tag.split('}')[1]\n\
        print(','.join(sorted({name(element) for element in root.iter()})))\n\
        print(' '.join(''.join(element.itertext()) for element in root.iter() if name(element) == 'text'))";
    let output = Command::new("python3").args(["-c", script]).arg(&path).output();
    let output = output.expect("Python 3 is needed: on Debian, sudo apt-get install python3");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.starts_with("desc,g,path,rect,svg,text,title\n"), "{text}");
    for words in [
        "Results over time",
        "Calm",
        "Skipped by the client",
        "Version 2",
        "Test/Zone",
        "<script>alert('&')</script>",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
}

#[test]
fn csv_is_in_english_and_plain_numbers() {
    let mut first = entry(0, Session { hour: 10, kind: Kind::Calm(9, 9) });
    first["sessionId"] = json!("=HYPERLINK(\"https://example.org\")");
    let input = input(vec![first, entry(1, Session { hour: 200, kind: Kind::Calm(1, 2) })]);
    let csv = with_report(&read(&input).0, "ar", &Settings::default(), |report| report.to_csv());
    assert_eq!(
        csv,
        "session,date,time,id,sessionId,instrument,version,status,total,min,max,better,validated,changeFromPrevious,\
         changeFromFirst,band,alerts,answered,items,prorated,speeding,straightlining,subscale:s,answer:a,answer:b\r\n\
         1,2026-01-01,2026-01-01T10:00:00Z,00000000-0000-4000-8000-000000000000,\
         \"'=HYPERLINK(\"\"https://example.org\"\")\",calm,1,complete,18,0,20,high,no,,,middle,,2,2,no,no,no,9,9,9\r\n\
         2,2026-01-09,2026-01-09T08:00:00Z,00000000-0000-4000-8000-000000000001,s1,calm,1,complete,3,0,20,high,no,-15,-15,\
         low,little,2,2,no,no,no,1,1,2\r\n"
    );
}

#[test]
fn csv_has_no_change_of_a_score_that_is_no_total() {
    let mut definition = calm("1");
    definition["score"] = json!({ "total": false, "decimals": 0 });
    for key in ["bands", "alerts", "reliability"] {
        definition[key] = json!(null);
    }
    let mut input = input_of(&[0, 200].map(|hour| Session { hour, kind: Kind::Calm((hour / 50) as u8, 9) }));
    input["instruments"] = json!([definition]);
    assert_eq!(read(&input).1, []);
    let (csv, table) = report_on(&input, |report| (report.to_csv(), report.table()));
    assert_eq!(table.rows[1].cells[2], "4 higher", "the table names the subscale");
    let rows = parse(&csv);
    let cell = |column: &str| rows[2][rows[0].iter().position(|own| own == column).expect(column)].as_str();
    assert_eq!(["total", "changeFromPrevious", "changeFromFirst", "subscale:s"].map(cell), ["", "", "", "4"]);
}
