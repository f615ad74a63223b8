//! Therapists: signing in and out, and seeing their own clients alone.

use serde_json::json;

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
    assert_eq!(results["results"][8], sent);
    assert_eq!(results["instruments"][0]["id"], "session");
    let results = clinic.get("/api/clients/2/results", &therapist.headers()).body;
    assert_eq!(results["results"][3]["status"], "skipped");
    assert_eq!(results["results"][3].as_object().unwrap().len(), 3, "time, session and status");
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
