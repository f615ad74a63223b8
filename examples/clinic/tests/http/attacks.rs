//! Attacks: each has its status, and leaves nothing behind.

use serde_json::json;

use crate::fixtures::{full, random_digits, random_id, result};
use crate::process::{Clinic, PASSWORD, assert_harmless};

#[test]
fn result_of_another_session_is_refused() {
    let clinic = Clinic::start();
    let (own, other) = (clinic.session(), clinic.session());
    let stolen = full(&other);
    let answer = assert_harmless(&clinic, "another session's result", || clinic.send(&own.secret, &stolen));
    assert_eq!(answer.status, 422);
    assert_eq!(answer.body["problems"][0]["path"], "result.sessionId");
    assert_eq!(clinic.send(&other.secret, &stolen).status, 204);
    // The id of a form that is stored for another session.
    let taken = result(&own, stolen["id"].as_str().unwrap(), 9, [Some(1.0); 5]);
    let status = assert_harmless(&clinic, "a taken id", || clinic.send(&own.secret, &taken).status);
    assert_eq!(status, 409);
}

#[test]
fn public_id_of_a_call_opens_nothing() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let sent = full(&session);
    assert_eq!(assert_harmless(&clinic, "the public id", || clinic.send(&session.call, &sent).status), 404);
}

#[test]
fn used_up_session_takes_no_other_form() {
    let clinic = Clinic::start();
    let session = clinic.session();
    assert_eq!(clinic.send(&session.secret, &full(&session)).status, 204);
    let other = result(&session, &random_id(), 2, [Some(1.0); 5]);
    assert_eq!(assert_harmless(&clinic, "another form", || clinic.send(&session.secret, &other).status), 404);
}

#[test]
fn expired_session_is_unknown() {
    let clinic = Clinic::start();
    let session = clinic.session();
    clinic.sql().execute("UPDATE calls SET session_expires_at = unixepoch() - 1", []).expect("an update");
    let status = assert_harmless(&clinic, "expired", || clinic.send(&session.secret, &full(&session)).status);
    assert_eq!(status, 404);
    assert_eq!(clinic.get(&format!("/api/sessions/{}", session.secret), &[]).status, 404);
}

#[test]
fn stored_session_can_be_sent_again_for_a_quarter_of_an_hour() {
    let clinic = Clinic::start();
    let session = clinic.session();
    assert_eq!(clinic.send(&session.secret, &full(&session)).status, 204);
    let left: i64 = clinic
        .sql()
        .query_row(
            "SELECT session_expires_at - unixepoch() FROM calls WHERE id = ?1",
            [&session.call],
            |row| row.get(0),
        )
        .expect("a row");
    assert!((800..=900).contains(&left), "{left}");
}

#[test]
fn guessed_session_is_unknown_and_then_refused() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let sent = full(&session);
    let odd = [
        String::new(),
        "0".repeat(31),
        "0".repeat(33),
        session.secret.to_uppercase(),
        "%2e%2e%2fclinic".into(),
        "'%20OR%201=1--".into(),
        "%00".into(),
    ];
    let statuses: Vec<u16> = assert_harmless(&clinic, "guesses", || {
        let random = (0..40).map(|_| random_digits());
        odd.into_iter().chain(random).map(|guess| clinic.send(&guess, &sent).status).collect()
    });
    let known = statuses.iter().take(25).all(|status| *status == 404);
    assert!(known && statuses.last() == Some(&429), "{statuses:?}");
    assert!(statuses.iter().all(|status| [404, 429].contains(status)));
}

#[test]
fn sessions_posts_are_limited() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let sent = full(&session);
    let statuses: Vec<u16> = (0..40).map(|_| clinic.send(&session.secret, &sent).status).collect();
    assert_eq!(statuses[0], 204);
    assert_eq!(statuses.last(), Some(&429));
    // Another session goes on.
    let other = clinic.session();
    assert_eq!(clinic.send(&other.secret, &full(&other)).status, 204);
}

#[test]
fn client_of_another_therapist_is_forbidden() {
    let clinic = Clinic::start();
    let client = clinic.add_other_therapist();
    let therapist = clinic.sign_in("lindqvist");
    let other = clinic.sign_in("other");
    let session = clinic.session(); // of a client of the first
    assert_harmless(&clinic, "another's client", || {
        for client in [client.to_string(), "999".into(), "-1".into(), "1%20OR%201=1".into(), "..".into()] {
            let results = clinic.get(&format!("/api/clients/{client}/results"), &therapist.headers());
            assert_ne!(results.status, 200, "{client}");
            let invitation =
                clinic.post(&format!("/api/clients/{client}/invitations"), "{}", &therapist.headers());
            assert_ne!(invitation.status, 201, "{client}");
        }
        let path = format!("/api/clients/{client}/results");
        assert_eq!(clinic.get(&path, &therapist.headers()).status, 403);
        assert_eq!(clinic.get("/api/clients/1/results", &other.headers()).status, 403);
        assert_eq!(
            clinic.get("/api/clients/999/results", &other.headers()).status,
            403,
            "as for one that exists"
        );
        let signals = format!("/api/calls/{}/signals", session.call);
        assert_eq!(clinic.get(&signals, &other.headers()).status, 403);
        assert_eq!(clinic.post(&signals, r#"{"kind":"hang-up"}"#, &other.headers()).status, 403);
    });
    assert_eq!(clinic.get(&format!("/api/clients/{client}/results"), &other.headers()).status, 200);
}

#[test]
fn signed_out_requests_are_refused() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let signals = format!("/api/calls/{}/signals", session.call);
    assert_harmless(&clinic, "signed out", || {
        for cookie in ["", "clinic=", "clinic=00000000000000000000000000000000", "clinic='--", "other=1"] {
            let headers = [("cookie", cookie), ("x-csrf-token", "00000000000000000000000000000000")];
            for path in ["/api/me", "/api/clients", "/api/clients/1/results", &signals] {
                assert_eq!(clinic.get(path, &headers).status, 401, "{path}");
            }
            for path in ["/api/sign-out", "/api/begin-again", "/api/clients/1/invitations", &signals] {
                assert_eq!(clinic.post(path, "{}", &headers).status, 401, "{path}");
            }
        }
    });
}

#[test]
fn change_without_the_csrf_token_is_forbidden() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let (therapist, other) = (clinic.sign_in("lindqvist"), clinic.sign_in("lindqvist"));
    let cookie = ("cookie", therapist.cookie.as_str());
    assert_harmless(&clinic, "no token", || {
        for path in [
            "/api/sign-out",
            "/api/begin-again",
            "/api/clients/1/invitations",
            &format!("/api/calls/{}/signals", session.call),
        ] {
            let body = r#"{"kind":"hang-up"}"#;
            assert_eq!(clinic.post(path, body, &[cookie]).status, 403, "{path}");
            assert_eq!(clinic.post(path, body, &[cookie, ("x-csrf-token", "")]).status, 403, "{path}");
            assert_eq!(
                clinic.post(path, body, &[cookie, ("x-csrf-token", &other.csrf)]).status,
                403,
                "{path}"
            );
        }
    });
}

#[test]
fn page_of_another_origin_changes_nothing() {
    let clinic = Clinic::start();
    let session = clinic.session();
    let therapist = clinic.sign_in("lindqvist");
    let [cookie, token] = therapist.headers();
    assert_harmless(&clinic, "another origin", || {
        for origin in ["https://attacker.example", "null", "http://127.0.0.1:1"] {
            let headers = [cookie, token, ("origin", origin)];
            assert_eq!(clinic.post("/api/clients/1/invitations", "{}", &headers).status, 403, "{origin}");
            let feedback = format!("/api/sessions/{}/feedback", session.secret);
            let answer = clinic.post(&feedback, &full(&session).to_string(), &[("origin", origin)]);
            assert_eq!(answer.status, 403, "{origin}");
        }
        // The types that a form of another site can send.
        for kind in
            ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx"]
        {
            let body = json!({ "name": "lindqvist", "password": PASSWORD }).to_string();
            assert_eq!(clinic.post("/api/sign-in", &body, &[("content-type", kind)]).status, 415, "{kind}");
        }
    });
    let headers = [cookie, token, ("origin", clinic.origin.as_str())];
    assert_eq!(clinic.post("/api/clients/1/invitations", "{}", &headers).status, 201, "its own origin");
}

#[test]
fn origin_behind_a_proxy_is_the_one_that_is_set() {
    let clinic = Clinic::start_with(&[("ORIGIN", "https://clinic.example")]);
    let therapist = clinic.sign_in("lindqvist");
    let [cookie, token] = therapist.headers();
    for (origin, status) in [
        ("https://clinic.example", 201),
        ("http://clinic.example", 403),
        ("https://clinic.example:8443", 403),
        (clinic.origin.as_str(), 403),
    ] {
        let headers = [cookie, token, ("origin", origin)];
        let answer = clinic.post("/api/clients/1/invitations", "{}", &headers);
        assert_eq!(answer.status, status, "{origin}");
    }
}

#[test]
fn passwords_cannot_be_tried_fast() {
    let clinic = Clinic::start();
    assert_harmless(&clinic, "passwords", || {
        let statuses: Vec<u16> = ["a", "' OR 1=1 --", "<b>", "lindqvist", "", "b", "c"]
            .iter()
            .map(|text| {
                let body =
                    json!({ "name": if text.len() > 3 { text } else { "lindqvist" }, "password": text });
                clinic.post("/api/sign-in", &body.to_string(), &[]).status
            })
            .collect();
        assert_eq!(statuses, [401, 401, 401, 401, 401, 429, 429]);
    });
}

/// Tries to sign in with this header of a proxy, and returns the status. A body that is refused is counted too, and
/// takes no time.
fn attempt(clinic: &Clinic, forwarded: &str) -> u16 {
    clinic.post("/api/sign-in", "{}", &[("x-forwarded-for", forwarded)]).status
}

#[test]
fn attempts_are_counted_by_the_address_that_the_own_proxy_reports() {
    let clinic = Clinic::start_with(&[("FORWARDED", "1")]);
    assert_harmless(&clinic, "passwords behind a proxy", || {
        for forged in ["192.0.2.1, ", "192.0.2.2,", "::1, 192.0.2.3, ", "x, ", ""] {
            assert_eq!(attempt(&clinic, &format!("{forged}198.51.100.1")), 422, "{forged}");
        }
        assert_eq!(attempt(&clinic, "192.0.2.4, 198.51.100.1"), 429, "a forged entry makes no other address");
        assert_eq!(attempt(&clinic, "198.51.100.1, 198.51.100.2"), 422, "another address");
    });
}

#[test]
fn forwarded_address_is_ignored_unless_it_is_set() {
    let clinic = Clinic::start();
    let statuses: Vec<u16> = (0..6).map(|number| attempt(&clinic, &format!("198.51.100.{number}"))).collect();
    assert_eq!(statuses, [422, 422, 422, 422, 422, 429]);
}
