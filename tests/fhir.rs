//! FHIR R4: what is written says what the result says and no more, validators that others wrote accept it, and a
//! Questionnaire comes back as the instrument that it was made from.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rapport::fhir::{Context, bundle, from_questionnaire, questionnaire};
use rapport::{FeedbackResult, Instrument, Json, Missing, score, verify};
use serde_json::{Value, json};

const EXAMPLES: [&str; 4] = ["nine-sum", "three-means", "five-one-reversed", "ten-prorated"];

fn json_of(value: &Value) -> Json {
    serde_json::from_value(value.clone()).expect("JSON")
}

fn value_of(json: &Json) -> Value {
    serde_json::to_value(json).expect("JSON")
}

fn definition(name: &str) -> Value {
    let text = fs::read_to_string(format!("examples/instruments/{name}.json")).expect("an example");
    serde_json::from_str(&text).expect("JSON")
}

fn read(definition: &Value) -> Instrument {
    let (instrument, problems) = Instrument::read(&json_of(definition));
    assert_eq!(problems, []);
    instrument.expect("an instrument")
}

/// A result in which every third item, from `first` on, is unanswered.
fn result(instrument: &Instrument, lang: &str, first: usize, sent: bool) -> FeedbackResult {
    let session = Instrument::built_in("session").expect("a built-in");
    let text = include_str!("data/result.json");
    let (result, problems) = verify(&session, &serde_json::from_str(text).expect("JSON"), None);
    assert_eq!(problems, []);
    let mut result = result.expect("a result");
    let value =
        |place: usize| (place % 3 != first).then_some(instrument.scale.max - i32::from(place % 2 == 1));
    let entry = result.answers[0].clone();
    let entry = |(place, item): (usize, &std::sync::Arc<rapport::Item>)| {
        let (item, value) = (item.id.clone(), value(place));
        rapport::AnswerEntry { item, value, input: entry.input.filter(|_| value.is_some()), ..entry.clone() }
    };
    result.answers = instrument.items.iter().enumerate().map(entry).collect();
    result.instrument = instrument.into();
    result.lang = lang.into();
    result.outcome = score(instrument, result.answers.iter().map(|answer| answer.value));
    if !sent {
        result.submitted_at = None;
    }
    result
}

fn context(context: &Value) -> Context {
    let (context, problems) = Context::read(&json_of(context));
    assert_eq!(problems, []);
    context
}

fn whole_context(kind: &str) -> Context {
    context(&json!({
        "subject": "Patient/123", "encounter": { "reference": "Encounter/7", "display": "Video call" },
        "author": "Device/rapport", "questionnaireUrl": "https://example.org/Questionnaire/whole|1.0", "type": kind,
    }))
}

/// An instrument with codes, subscales, bands and languages.
fn coded() -> Instrument {
    let code =
        |code: &str| json!({ "system": "https://example.org/codes", "code": code, "display": "A code" });
    let mut definition = definition("three-means");
    definition["items"][0]["code"] = code("item");
    definition["score"]["code"] = code("total");
    definition["score"]["missing"] = "prorate".into();
    definition["score"]["minAnswered"] = 6.into();
    definition["subscales"][1]["code"] = code("part");
    definition["title"] = json!({ "en": "A title", "es": "Un título" });
    definition["bands"] = json!([{ "id": "b", "from": 1, "label": { "en": "All", "es": "Todo" } }]);
    read(&definition)
}

#[test]
fn a_bundle_says_what_the_result_says() {
    let instrument = coded();
    let sent = result(&instrument, "es", 1, true);
    let bundle = value_of(&bundle(&instrument, &sent, &whole_context("transaction")));
    assert_eq!((&bundle["resourceType"], &bundle["type"]), (&json!("Bundle"), &json!("transaction")));
    let entries = bundle["entry"].as_array().expect("entries");
    assert_eq!(entries.len(), 1 + 1 + 3, "a response, the total and three subscales");
    let urn = format!("urn:uuid:{}", sent.id);
    let response = &entries[0]["resource"];
    assert_eq!(entries[0]["fullUrl"], json!(urn));
    let identifier = json!({ "system": "urn:ietf:rfc:3986", "value": urn });
    for (key, expected) in [
        ("resourceType", json!("QuestionnaireResponse")),
        ("status", json!("completed")),
        ("identifier", identifier),
        ("questionnaire", json!("https://example.org/Questionnaire/whole|1.0")),
        ("subject", json!({ "reference": "Patient/123" })),
        ("encounter", json!({ "reference": "Encounter/7", "display": "Video call" })),
        ("author", json!({ "reference": "Device/rapport" })),
        ("authored", json!("2026-03-02T10:00:24.570Z")),
        ("language", json!("es")),
    ] {
        assert_eq!(response[key], expected, "{key}");
    }
    let items = response["item"].as_array().expect("items");
    assert_eq!(items.len(), instrument.items.len());
    for (item, answer) in items.iter().zip(&sent.answers) {
        assert_eq!(item["linkId"], json!(answer.item));
        match answer.value {
            Some(value) => assert_eq!(item["answer"], json!([{ "valueInteger": value }])),
            None => assert_eq!(item.get("answer"), None, "an unanswered item has no answer"),
        }
    }
    let total = &entries[1]["resource"];
    assert_eq!(total["valueQuantity"]["value"], json!(sent.outcome.total));
    assert_eq!((&total["status"], &total["issued"]), (&json!("final"), &json!("2026-03-02T10:00:24.570Z")));
    assert_eq!(total["derivedFrom"], json!([{ "reference": urn }]));
    assert_eq!(total["category"][0]["coding"][0]["code"], json!("survey"));
    assert_eq!(total["code"]["coding"][0]["code"], json!("total"));
    assert_eq!(total["code"]["text"], json!("Un título"));
    assert_eq!(total["interpretation"], json!([{ "text": "Todo" }]));
    assert!(total["note"][0]["text"].as_str().expect("a note").starts_with("Prorated"));
    for (entry, part) in entries[2..].iter().zip(&sent.outcome.subscales) {
        assert_eq!(entry["resource"]["valueQuantity"]["value"], json!(part.score));
    }
    assert_eq!(entries[2]["resource"]["code"].get("coding"), None, "no code is made up");
    for (entry, nth) in entries.iter().zip(["ffff", "0000", "0001", "0002", "0003"]) {
        let own = format!("{}{nth}", &urn[..urn.len() - 4]);
        assert_eq!(entry["fullUrl"], json!(own));
        let kind = entry["resource"]["resourceType"].as_str().expect("a type");
        let url = format!("{kind}?identifier=urn:ietf:rfc:3986%7C{own}");
        assert_eq!(entry["request"], json!({ "method": "PUT", "url": url }));
    }
}

#[test]
fn what_is_unknown_is_not_said() {
    let instrument = read(&definition("nine-sum"));
    let unsent = result(&instrument, "en", 0, false);
    assert_eq!((unsent.outcome.total, instrument.score.missing), (None, Missing::None));
    let bundle = value_of(&bundle(&instrument, &unsent, &context(&Value::Null)));
    assert_eq!(bundle["type"], json!("collection"));
    let entries = bundle["entry"].as_array().expect("entries");
    assert_eq!(entries.len(), 1, "a score that is unknown is no Observation");
    let response = &entries[0]["resource"];
    assert_eq!(response["status"], json!("in-progress"));
    for key in ["subject", "encounter", "author", "authored", "questionnaire"] {
        assert_eq!(response.get(key), None, "{key}");
    }
    assert_eq!(entries[0].get("request"), None);
}

#[test]
fn a_context_is_checked() {
    for (given, told) in [
        (json!([]), "context: found \"a list of 0\", expected an object"),
        (json!({ "subject": 5 }), "context.subject: found \"5\", expected an object"),
        (
            json!({ "subject": {} }),
            "context.subject: found \"an object\", expected a Reference, or the text of one",
        ),
        (
            json!({ "subject": { "reference": 5 } }),
            "context.subject.reference: found \"5\", expected a text of 1 to 10000 characters",
        ),
        (json!({ "author": "" }), "context.author: found \"\", expected a text of 1 to 10000 characters"),
        (json!({ "answerType": "text" }), "context.answerType: found \"text\", expected integer or decimal"),
    ] {
        let (_, problems) = Context::read(&json_of(&given));
        assert_eq!(problems.first().expect("a problem").to_string(), told);
    }
    let named = context(&json!({
        "subject": { "display": "Somebody", "reference": null, "identifier": { "system": "urn:x", "value": "7" } },
    }));
    assert_eq!(
        value_of(&named.subject),
        json!({ "display": "Somebody", "identifier": { "system": "urn:x", "value": "7" } })
    );
    let decimal = context(&json!({ "answerType": "decimal" }));
    let instrument = Instrument::built_in("one").expect("a built-in");
    let bundle = value_of(&bundle(&instrument, &result(&instrument, "en", 1, true), &decimal));
    assert!(bundle["entry"][0]["resource"]["item"][0]["answer"][0]["valueDecimal"].is_number());
}

#[test]
fn validators_that_others_wrote_accept_what_is_written() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fhir");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let write = |name: String, json: &Json| {
        let path = folder.join(format!("{name}.json"));
        fs::write(&path, serde_json::to_string_pretty(json).expect("JSON")).expect("a file");
        path
    };
    let mut instruments: Vec<_> = EXAMPLES.iter().map(|name| read(&definition(name))).collect();
    instruments.extend(["session", "one"].map(|id| Instrument::built_in(id).expect("a built-in")));
    instruments.push(coded());
    let mut files = Vec::new();
    for (place, instrument) in instruments.iter().enumerate() {
        let url = "https://example.org/Questionnaire/whole";
        files.push(write(format!("{place}-questionnaire"), &questionnaire(instrument, Some(url))));
        for (kind, first, sent) in
            [("transaction", 5, true), ("collection", 0, true), ("collection", 1, false)]
        {
            let result = result(instrument, "es", first, sent);
            let bundle = bundle(instrument, &result, &whole_context(kind));
            files.push(write(format!("{place}-{kind}-{first}"), &bundle));
        }
        let bare = bundle(instrument, &result(instrument, "en", 0, false), &context(&Value::Null));
        files.push(write(format!("{place}-bare"), &bare));
    }
    let bad =
        json!({ "resourceType": "Observation", "status": "finished", "code": {}, "valueQuantity": "5" });
    let bad = write("bad".into(), &json_of(&bad));
    for (program, script, install) in [
        ("node", "tests/interop/validate.mjs", "npm ci --prefix tests/interop --ignore-scripts"),
        (".tools/python/bin/python", "tests/interop/validate.py", "make .tools/python"),
    ] {
        let (accepted, said) = validate(program, script, &files);
        assert!(accepted, "{said}\n(`make test` installs what {script} needs, by: {install})");
        assert!(said.ends_with(" resources valid\n"), "{said}");
        assert!(!validate(program, script, std::slice::from_ref(&bad)).0, "{script} accepts anything");
    }
}

fn validate(program: &str, script: &str, files: &[PathBuf]) -> (bool, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = if program.contains('/') { root.join(program) } else { program.into() };
    let run = Command::new(&program).arg(script).args(files).current_dir(root).output();
    match run {
        Ok(run) => {
            (run.status.success(), String::from_utf8_lossy(&[run.stdout, run.stderr].concat()).into_owned())
        }
        Err(error) => (false, format!("{}: {error}", program.display())),
    }
}

/// What of a definition a Questionnaire has no place for.
fn beside(definition: &Value) -> Value {
    let mut beside = definition.clone();
    let entries = beside.as_object_mut().expect("an object");
    for carried in ["id", "version", "title", "license", "attribution", "scale"] {
        entries.remove(carried);
    }
    for item in beside["items"].as_array_mut().expect("items") {
        let item = item.as_object_mut().expect("an object");
        for carried in ["text", "low", "high", "required", "code"] {
            item.remove(carried);
        }
    }
    beside
}

#[test]
fn a_questionnaire_comes_back_as_the_instrument_it_was_made_from() {
    let mut definitions: Vec<_> = EXAMPLES.map(definition).into();
    let mut coded = serde_json::to_value(coded()).expect("JSON");
    // Beside a title in named languages, a text in an unnamed one counts as in the title's first.
    coded["title"] = "A title".into();
    definitions.push(coded);
    let mut mixed = definition("nine-sum");
    mixed["items"][0]["text"] = json!({ "fr": "Ça va ?", "en": "How are you?" });
    mixed["items"][3]["text"] = json!({ "en": "Feedback?", "de": "Feedback?" });
    mixed["items"][1]["id"] = "how-are-you/lower".into();
    mixed["items"][2]["required"] = true.into();
    definitions.push(mixed);
    for definition in definitions {
        let instrument = read(&definition);
        let questionnaire = questionnaire(&instrument, None);
        let (again, problems) = from_questionnaire(&questionnaire, &json_of(&beside(&definition)));
        assert_eq!((again, problems), (Some(instrument), vec![]));
    }
}

#[test]
fn a_questionnaire_that_is_no_slider_form_is_refused_by_path() {
    let instrument = read(&definition("nine-sum"));
    let right = value_of(&questionnaire(&instrument, None));
    let beside = beside(&definition("nine-sum"));
    for (pointer, value, path) in [
        ("/resourceType", json!("Bundle"), "questionnaire.resourceType"),
        ("/item/0/type", json!("choice"), "questionnaire.item[0].type"),
        ("/item/1/extension/0", json!({}), "questionnaire.item[1].extension"),
        ("/item/2/extension/2/valueInteger", json!(4), "questionnaire.item[2].extension"),
        ("/item/0/linkId", json!("other"), "instrument.items[0].id"),
        ("/item/0/item", json!([]), "instrument.items[0].low"),
        ("/item", json!([]), "questionnaire.item"),
    ] {
        let mut wrong = right.clone();
        *wrong.pointer_mut(pointer).expect(pointer) = value;
        let (again, problems) = from_questionnaire(&json_of(&wrong), &json_of(&beside));
        assert_eq!(again, None, "{pointer}");
        assert!(problems.iter().any(|problem| problem.path == path), "{pointer}: {problems:?}");
    }
    let (again, problems) = from_questionnaire(&json_of(&right), &Json::Null);
    assert_eq!(
        (again, problems[0].path.as_str()),
        (None, "instrument.score"),
        "it does not say how it is scored"
    );
}

#[test]
fn a_decimal_item_in_whole_numbers_is_taken() {
    let instrument = read(&definition("nine-sum"));
    let text = value_of(&questionnaire(&instrument, None)).to_string();
    let mut decimal: Value = serde_json::from_str(&text.replace("\"integer\"", "\"decimal\"")).expect("JSON");
    for item in decimal["item"].as_array_mut().expect("items") {
        for (extension, value) in [(1, 0.0), (2, 3.0)] {
            let url = item["extension"][extension]["url"].clone();
            item["extension"][extension] = json!({ "url": url, "valueDecimal": value });
        }
        item["extension"].as_array_mut().expect("extensions").remove(3);
    }
    let (again, problems) =
        from_questionnaire(&json_of(&decimal), &json_of(&beside(&definition("nine-sum"))));
    assert_eq!((again, problems), (Some(instrument), vec![]));
}

#[test]
fn an_answer_stands_at_its_own_item_whatever_the_order() {
    let instrument = read(&definition("nine-sum"));
    let sent = result(&instrument, "en", 1, true);
    let mut turned = sent.clone();
    turned.answers.reverse();
    let context = context(&Value::Null);
    assert_eq!(bundle(&instrument, &turned, &context), bundle(&instrument, &sent, &context));
    let other = read(&definition("ten-prorated"));
    let foreign = value_of(&bundle(&other, &sent, &context));
    for item in foreign["entry"][0]["resource"]["item"].as_array().expect("items") {
        assert_eq!(item.get("answer"), None, "an answer to something else is no answer");
    }
}
