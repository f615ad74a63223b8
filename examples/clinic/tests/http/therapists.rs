//! Therapists: signing in and out, and seeing their own clients alone.

use serde_json::{Value, json};

use crate::fixtures::full;
use crate::process::{Clinic, PASSWORD};

#[test]
fn therapist_sees_own_clients_and_their_results() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let sent = full(&session);
    assert_eq!(clinic.send(&session.secret, &sent).status, 204);
    let therapist = clinic.sign_in("lindqvist");
    let list = clinic.get("/api/clients", &therapist.headers()).body;
    let names: Vec<&str> =
        list["clients"].as_array().unwrap().iter().map(|client| client["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Ines Moreau", "Karim Haddad", "Noa Lind"]);
    assert!(list["clients"].as_array().unwrap().iter().all(|client| client["isMadeUp"] == true));
    let results = clinic.get("/api/clients/1/results", &therapist.headers()).body;
    assert_eq!(results["results"].as_array().unwrap().len(), 9);
    assert_eq!(without_times(&results["results"][8]), without_times(&sent));
    assert_eq!(results["instruments"][0]["id"], "session");
    let results = clinic.get("/api/clients/2/results", &therapist.headers()).body;
    assert_eq!(results["results"][3]["status"], "skipped");
    assert_eq!(results["results"][3].as_object().unwrap().len(), 3, "time, session and status");
}

fn without_times(result: &Value) -> Value {
    let mut rest = result.clone();
    for key in ["startedAt", "submittedAt"] {
        rest.as_object_mut().expect("an object").remove(key).expect(key);
    }
    rest
}

#[test]
fn therapist_sees_sessions_in_the_servers_order() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let mut sent = full(&session);
    sent["startedAt"] = json!("2020-01-01T10:00:00.000Z"); // a device whose clock is years behind
    sent["submittedAt"] = json!("2020-01-01T10:00:42.000Z");
    assert_eq!(clinic.send(&session.secret, &sent).status, 204);
    let therapist = clinic.sign_in("lindqvist");
    let results = clinic.get("/api/clients/1/results", &therapist.headers()).body;
    let results = results["results"].as_array().expect("results");
    let at = |result: &Value| result["submittedAt"].as_str().expect("a time").to_owned();
    assert!(results.is_sorted_by_key(at), "{:?}", results.iter().map(at).collect::<Vec<_>>());
    assert_eq!(results[8]["id"], sent["id"]);
    let (started_at, stored): (String, String) = clinic
        .sql()
        .query_row(
            "SELECT started_at, result FROM calls JOIN results ON call_id = calls.id WHERE calls.id = ?1",
            [&session.call],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .expect("a row");
    assert_eq!([&results[8]["startedAt"], &results[8]["submittedAt"]], [&started_at; 2]);
    assert_eq!(serde_json::from_str::<Value>(&stored).expect("JSON"), sent, "stored as it was sent");
}

#[test]
fn sign_out_ends_the_cookie() {
    let clinic = Clinic::start();
    let therapist = clinic.sign_in("lindqvist");
    assert_eq!(clinic.get("/api/me", &therapist.headers()).body["csrfToken"], therapist.csrf.as_str());
    assert_eq!(clinic.post("/api/sign-out", "{}", &therapist.headers()).status, 204);
    assert_eq!(clinic.get("/api/me", &therapist.headers()).status, 401);
    assert_eq!(clinic.get("/api/clients/1/results", &therapist.headers()).status, 401);
}

#[test]
fn cookie_is_out_of_reach_for_scripts_and_other_sites() {
    let clinic = Clinic::start();
    let body = json!({ "name": "lindqvist", "password": PASSWORD }).to_string();
    let cookie = clinic.post("/api/sign-in", &body, &[]).cookie.expect("a cookie");
    let attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
    assert_eq!(attributes, ["Path=/", "HttpOnly", "SameSite=Strict", "Max-Age=28800"]);
}

#[test]
fn clinic_without_the_demo_has_nobody_made_up() {
    let clinic = Clinic::start_with(&[("DEMO", "0"), ("HTTPS", "1")]);
    assert_eq!(clinic.invitation, "", "no link is printed");
    let therapist = clinic.sign_in("lindqvist");
    assert_eq!(clinic.get("/api/clients", &therapist.headers()).body, json!({ "clients": [] }));
    assert_eq!(clinic.post("/api/begin-again", "{}", &therapist.headers()).status, 404);
    let body = json!({ "name": "lindqvist", "password": PASSWORD }).to_string();
    let cookie = clinic.post("/api/sign-in", &body, &[]).cookie.expect("a cookie");
    assert!(cookie.ends_with("; Secure"), "{cookie}");
}

#[test]
fn secrets_are_stored_as_hashes() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let therapist = clinic.sign_in("lindqvist");
    let contents = clinic.contents();
    assert!(contents.contains(&session.call), "the public id is readable");
    let cookie = therapist.cookie.split('=').nth(1).expect("a value");
    for secret in [&session.secret, &clinic.invitation, PASSWORD, cookie] {
        assert!(!contents.contains(secret), "{secret}");
    }
    assert!(contents.contains("$argon2id$"));
}

#[test]
fn begin_again_puts_the_made_up_weeks_back() {
    let clinic = Clinic::start();
    let session = clinic.session();
    assert_eq!(clinic.send(&session.secret, &full(&session)).status, 204);
    let therapist = clinic.sign_in("lindqvist");
    assert_eq!(clinic.post("/api/begin-again", "{}", &therapist.headers()).status, 204);
    let results = clinic.get("/api/clients/1/results", &therapist.headers()).body;
    assert_eq!(results["results"].as_array().unwrap().len(), 8);
    assert_eq!(clinic.send(&session.secret, &full(&session)).status, 404);
    clinic.session(); // the client's link is still good
}

#[test]
fn begin_again_keeps_what_can_still_be_answered() {
    let clinic = Clinic::start();
    let (open, expired) = (clinic.session(), clinic.session());
    let statement = "UPDATE calls SET session_expires_at = 1 WHERE id = ?1";
    clinic.sql().execute(statement, [&expired.call]).expect("an update");
    let therapist = clinic.sign_in("lindqvist");
    assert_eq!(clinic.post("/api/begin-again", "{}", &therapist.headers()).status, 204);
    assert_eq!(clinic.send(&open.secret, &full(&open)).status, 204);
    let contents = clinic.contents();
    assert!(contents.contains(&open.call) && !contents.contains(&expired.call));
}

#[test]
fn session_that_expired_unanswered_was_not_asked() {
    let clinic = Clinic::start();
    let (joined, alone) = (clinic.session(), clinic.session());
    let therapist = clinic.sign_in("lindqvist");
    let list = || clinic.get("/api/clients", &therapist.headers()).body["clients"][0].clone();
    let results = || clinic.get("/api/clients/1/results", &therapist.headers()).body["results"].clone();
    let update = |columns: &str, call: &str| {
        let statement = format!("UPDATE calls SET {columns} WHERE id = ?1");
        clinic.sql().execute(&statement, [call]).expect("an update");
    };
    update("joined_at = started_at", &joined.call);
    assert_eq!(list()["sessions"], 8, "it can still be answered");
    assert_eq!(results().as_array().expect("results").len(), 8);
    update("session_expires_at = 1", &joined.call);
    update("session_expires_at = 1", &alone.call); // which the therapist never joined
    let results = results();
    assert_eq!(results.as_array().expect("results").len(), 9);
    assert_eq!(results[8]["sessionId"], joined.call.as_str());
    assert_eq!(results[8]["status"], "not-asked");
    let list = list();
    assert_eq!((&list["sessions"], &list["lastSessionAt"]), (&json!(9), &results[8]["at"]));
    let history = clinic.session().history;
    assert_eq!(history.as_array().expect("an array").len(), 9);
    assert_eq!(history[8]["total"], Value::Null);
}
