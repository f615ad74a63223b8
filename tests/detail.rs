//! The JSON that a host receives: its keys and spellings are the public contract.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use rapport::{Action, Attributes, Config, Environment, Form, Input, Json, Moment};
use serde_json::{Value, json};

#[derive(Debug)]
struct Still;

impl Environment for Still {
    fn now(&self) -> Moment {
        Moment { ms: 0.0, utc: "2026-01-02T03:04:05.678Z".into() }
    }

    fn new_id(&self) -> String {
        "6f1c2b1e-0000-4000-8000-000000000000".into()
    }
}

/// The names and details of all that is heard.
fn heard(actions: Vec<Action>) -> Vec<(&'static str, Value)> {
    let attributes = Attributes {
        instrument: Some("one".into()),
        session_id: Some("a1b2".into()),
        ..Attributes::default()
    };
    let (config, problems) = Config::read(&attributes, &Json::Null, &Json::Null);
    let mut form = Form::new(&Still);
    let events = [Action::Configure(config, problems)].into_iter().chain(actions);
    let events = events.flat_map(|action| form.step(action, &Still)).collect::<Vec<_>>();
    events.iter().map(|event| (event.name(), serde_json::to_value(event).expect("plain data"))).collect()
}

#[test]
fn every_detail_is_as_the_contract_has_it() {
    let id = "6f1c2b1e-0000-4000-8000-000000000000";
    let outcome = json!({
        "total": 82.0, "min": 0.0, "max": 100.0, "percent": 82.0, "answered": 1, "items": 1, "prorated": false,
        "subscales": [], "band": null, "alerts": [],
    });
    let result = json!({
        "schema": "rapport/1", "id": id, "attempt": 1, "sessionId": "a1b2",
        "instrument": { "id": "one", "version": "1.0.0" }, "lang": "en", "status": "complete",
        "startedAt": "2026-01-02T03:04:05.678Z", "submittedAt": "2026-01-02T03:04:05.678Z", "durationMs": 0,
        "answers": [
            { "item": "overall", "value": 82, "firstTouchMs": 0, "changes": 1, "input": "touch" },
        ],
        "outcome": outcome,
        "change": null,
        "quality": {
            "spread": null, "sd": null, "sameAnswer": false, "secondsPerItem": 0.0, "fast": true, "ceilingStreak": 0,
        },
    });
    let told = heard(vec![
        Action::Rendered,
        Action::Press(0, Input::Touch, None),
        Action::Move(0, 82.0, None),
        Action::Commit(0),
        Action::Submit,
        Action::Settled(id.into(), 1, Err("down".into())),
        Action::Settled(id.into(), 1, Ok(())),
    ]);
    let expected = [
        (
            "rapport-ready",
            json!({ "version": rapport::VERSION, "instrument": { "id": "one", "version": "1.0.0" } }),
        ),
        ("rapport-input", json!({ "item": "overall", "value": 82 })),
        (
            "rapport-change",
            json!({ "item": "overall", "value": 82, "answers": { "overall": 82 }, "outcome": outcome }),
        ),
        ("rapport-submit", result),
        ("rapport-save-failed", json!({ "id": id, "attempt": 1, "message": "down" })),
        ("rapport-saved", json!({ "id": id, "attempt": 1 })),
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_was_never_given_is_null() {
    let told = heard(vec![Action::Rendered, Action::Dismiss(rapport::Reason::Skip)]);
    let Some(("rapport-dismiss", detail)) = told.last() else { panic!("{told:?}") };
    assert_eq!(detail["reason"], "skip");
    let result = &detail["result"];
    assert_eq!(
        (&result["submittedAt"], &result["attempt"], &result["status"]),
        (&Value::Null, &json!(0), &json!("partial"))
    );
    assert_eq!(
        result["answers"],
        json!([{ "item": "overall", "value": null, "firstTouchMs": null, "changes": 0, "input": null }])
    );
    assert_eq!((&result["outcome"]["total"], &result["outcome"]["percent"]), (&Value::Null, &Value::Null));
}
