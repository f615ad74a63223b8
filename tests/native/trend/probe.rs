use super::locale::FakeLocale;
use rapport::trend::*;
use serde_json::json;

#[test]
fn probe() {
    let def = json!({ "id": "calm", "version": "1", "title": "Calm", "validated": true, "scale": { "min": 0, "max": 10 },
      "items": [{ "id": "a", "text": "How calm?", "low": "Not", "high": "Very", "subscale": "s" }, { "id": "b", "text": "How quiet?", "low": "Not", "high": "Very" }],
      "subscales": [{ "id": "s", "title": "Sub", "range": [0, 10] }],
      "bands": [{ "id": "x", "from": 0, "label": "Low" }, { "id": "y", "from": 10, "label": "Middle" }],
      "alerts": [{ "id": "al", "scope": "total", "below": 5 }],
      "reliability": { "sd": 3, "r": 0.8 },
      "score": { "range": [0, 20], "decimals": 1 } });
    let mut results = vec![];
    for i in 0..6 {
        if i == 3 {
            results.push(json!({"at": "2026-01-22T10:00:00Z", "sessionId": "s3", "status": "skipped"}));
            continue;
        }
        results.push(json!({ "id": format!("00000000-0000-4000-8000-00000000000{i}"), "attempt": 1, "sessionId": format!("s{i}"),
          "instrument": {"id": "calm", "version": "1"}, "submittedAt": format!("2026-01-{:02}T10:00:00.000Z", 1 + i * 7),
          "answers": [{ "item": "a", "value": (i * 3) % 10 }, { "item": "b", "value": (i * 5) % 10 }] }));
    }
    results.push(json!({ "id": "x", "instrument": {"id": "calm", "version": "1"}, "submittedAt": "2026-02-05T19:00:00.000Z", "answers": [{ "item": "a", "value": 99 }, { "item": "b", "value": 1 }] }));
    let input = serde_json::from_value(json!({ "results": results, "instruments": [def], "events": [{ "at": "2026-01-10", "label": "Moved <house>" }] })).unwrap();
    let locale = FakeLocale::UTC;
    let (trend, problems) = Trend::read(&input, &locale);
    for p in problems {
        println!("PROBLEM {p}");
    }
    let strings = TrendStrings::nearest("en");
    let settings = Settings { lang: "en".into(), ..Settings::default() };
    let report = Report { trend: &trend, settings: &settings, strings: &strings, locale: &locale };
    println!("SUMMARY {}", report.summary());
    println!("TEXT {}", report.to_text());
    for s in 0..trend.session_count() {
        println!("{}", report.sentence(s));
    }
    for row in std::iter::once(report.table().columns).chain(report.table().rows.into_iter().map(|r| r.cells))
    {
        println!("{}", row.join(" | "));
    }
    println!("{}", report.to_csv());
    println!("{:#?}", report.details(1));
    println!("{:#?}", report.panels());
    for w in [320.0, 768.0, 1280.0] {
        std::fs::write(format!("/tmp/t1-{w}.svg"), report.to_svg(w)).unwrap();
    }
}
