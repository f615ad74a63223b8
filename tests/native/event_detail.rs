//! The JSON of every event: keys and spellings are the public contract.

use rapport::{Action, DismissReason, Environment, Form, InputMethod, SliderAction, Timestamp};
use serde_json::{Value, json};

use crate::fake_form::config;
use crate::fixtures::value_of;

/// An environment with one time and one id.
#[derive(Debug)]
struct FixedEnvironment;

impl Environment for FixedEnvironment {
    fn now(&self) -> Timestamp {
        Timestamp { ms: 0.0, utc: "2026-01-02T03:04:05.678Z".into() }
    }

    fn new_id(&self) -> String {
        "6f1c2b1e-0000-4000-8000-000000000000".into()
    }
}

/// Returns name and detail of each event.
fn events(actions: Vec<Action>) -> Vec<(&'static str, Value)> {
    let (config, problems) = config(&json!({ "instrument": "one", "sessionId": "a1b2" }));
    let mut form = Form::new(&FixedEnvironment);
    let actions = [Action::Configure(config, problems)].into_iter().chain(actions);
    let events = actions.flat_map(|action| form.update(action, &FixedEnvironment)).collect::<Vec<_>>();
    events.iter().map(|event| (event.name(), value_of(event))).collect()
}

#[test]
fn details_have_the_documented_keys() {
    let id = "6f1c2b1e-0000-4000-8000-000000000000";
    let outcome = json!({
        "total": 82.0, "min": 0.0, "max": 100.0, "better": "high", "percent": 82.0, "answered": 1, "items": 1, "prorated": false,
        "subscales": [], "band": null, "alerts": [],
    });
    let result = json!({
        "schema": "rapport/1", "id": id, "attempt": 1, "sessionId": "a1b2",
        "instrument": { "id": "one", "version": "1.0.0" }, "lang": "en", "status": "complete",
        "startedAt": "2026-01-02T03:04:05.678Z", "submittedAt": "2026-01-02T03:04:05.678Z", "durationMs": 0,
        "answers": [
            { "item": "overall", "value": 82, "firstInteractionMs": 0, "changes": 1, "input": "touch" },
        ],
        "outcome": outcome,
        "change": null,
        "quality": {
            "range": null, "sd": null, "straightlining": false, "secondsPerItem": 0.0, "speeding": true,
            "bestStreak": 0,
        },
    });
    let found = events(vec![
        Action::Rendered,
        Action::Slider(SliderAction::PointerDown(0, InputMethod::Touch, None)),
        Action::Slider(SliderAction::Input(0, 82.0, None)),
        Action::Slider(SliderAction::Change(0)),
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
    assert_eq!(found, expected);
}

#[test]
fn absent_values_are_null() {
    let found = events(vec![Action::Rendered, Action::Dismiss(DismissReason::Skip)]);
    let Some(("rapport-dismiss", detail)) = found.last() else { panic!("{found:?}") };
    assert_eq!(detail["reason"], "skip");
    let result = &detail["result"];
    assert_eq!(
        (&result["submittedAt"], &result["attempt"], &result["status"]),
        (&Value::Null, &json!(0), &json!("partial"))
    );
    assert_eq!(
        result["answers"],
        json!([{ "item": "overall", "value": null, "firstInteractionMs": null, "changes": 0, "input": null }])
    );
    assert_eq!((&result["outcome"]["total"], &result["outcome"]["percent"]), (&Value::Null, &Value::Null));
}
