//! Definitions that are too large, too deep or cut short, and numbers that are not finite.

use rapport::{Instrument, Json};
use serde_json::{Value, json};

use crate::definition::{definition, problems};
use crate::fixtures::json_of;

fn array(count: usize, entry: &dyn Fn(usize) -> Value) -> Value {
    Value::Array((0..count).map(entry).collect())
}

#[test]
fn arrays_and_strings_are_bounded() {
    let item = |n: usize| json!({ "id": n.to_string(), "text": "A?", "low": "No", "high": "Yes" });
    let band = |n: usize| json!({ "id": n.to_string(), "from": n, "label": "B" });
    let alert = |n: usize| json!({ "id": n.to_string(), "scope": "total", "below": 1 });
    let languages = |count: u8| {
        let tag = |n: u8| format!("a{}{}", char::from(b'a' + n / 26), char::from(b'a' + n % 26));
        Value::Object((0..count).map(|n| (tag(n), "A".into())).collect())
    };
    let mut largest = definition();
    largest["items"] = array(200, &item);
    largest["title"] = languages(64);
    largest["license"] = "x".repeat(10_000).into();
    largest["subscales"] = json!([]);
    largest["bands"] = array(20, &band);
    largest["alerts"] = array(50, &alert);
    largest["sections"] = array(50, &|n| json!({ "id": n.to_string(), "text": "A part" }));
    for (index, item) in largest["items"].as_array_mut().expect("items").iter_mut().enumerate() {
        item["section"] = (index % 50).to_string().into();
    }
    largest["score"]["range"] = json!([0, 1000]);
    largest["score"]["table"] = array(1001, &|n| json!([n, n]));
    assert_eq!(problems(&largest), []);
    let mut larger = largest.clone();
    larger["score"]["range"] = json!([0, 1001]);
    larger["score"]["table"] = array(1002, &|n| json!([n, n]));
    assert!(problems(&larger).iter().any(|problem| problem.path == "instrument.score.table"));
    for (key, value) in [
        ("sections", array(51, &|n| json!({ "id": n.to_string(), "text": "A part" }))),
        ("items", array(201, &item)),
        ("items", array(1_000, &item)),
        ("title", languages(65)),
        ("license", "x".repeat(10_001).into()),
        ("bands", array(21, &band)),
        ("alerts", array(51, &alert)),
    ] {
        let mut larger = largest.clone();
        larger[key] = value;
        let path = format!("instrument.{key}");
        assert!(problems(&larger).iter().any(|problem| problem.fatal && problem.path == path), "{key}");
    }
}

#[test]
fn definition_cut_short_is_a_fault() {
    let text = definition().to_string();
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let problem = Json::parse("instrument", &text[..end]).expect_err("cut off");
        assert_eq!((problem.path.as_str(), problem.fatal), ("instrument", true), "cut off after {end} bytes");
    }
}

#[test]
fn definition_beyond_the_limits_is_a_fault() {
    let item = r#"{"id":"a","text":"A?","low":"No","high":"Yes"},"#;
    let items = format!(r#"{{"items":[{}]}}"#, item.repeat(100_000).trim_end_matches(','));
    let ten_megabytes = format!(r#"{{"title":"{}"}}"#, "x".repeat(10_000_000));
    for text in [items, ten_megabytes] {
        let problem = Json::parse("instrument", &text).expect_err("too large");
        // Refused by its length, unread: reading would report another fault.
        assert_eq!(problem.expected, "at most 4000000 bytes");
    }
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let deep = format!(r#"{{"title":{deep},"items":{deep}}}"#);
    let deep = problems(&serde_json::from_str(&deep).expect("JSON"));
    assert!(deep.iter().any(|problem| problem.path == "instrument.title"), "{deep:?}");
    assert_eq!(Json::parse("instrument", &"[".repeat(1_000_000)).expect_err("no end").path, "instrument");
    let many = format!("[{}0]", "0,".repeat(Json::MAX_VALUES));
    assert!(Json::parse("instrument", &many).expect_err("too many values").to_string().contains("too large"));
}

#[test]
fn number_that_is_not_finite_is_a_fault() {
    let Json::Object(members) = json_of(&definition()) else { panic!("an object") };
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut members = members.clone();
        members.push(("scale".into(), Json::Object(vec![("min".into(), Json::Number(number))])));
        let (instrument, problems) = Instrument::read(&Json::Object(members));
        assert!(instrument.is_none());
        let messages: Vec<String> = problems.iter().map(ToString::to_string).collect();
        // JSON has no such number.
        let expected = "instrument.scale.min: found null, expected an integer from -1000000 to 1000000";
        assert_eq!(messages.iter().filter(|message| *message == expected).count(), 1, "{messages:?}");
    }
}
