//! The harness itself: small cases that must fail, and the fault that it has to report for each.

use crate::harness::runner::{Report, observe};
use crate::harness::{DESKTOP, Engine, Page, Tests};

pub fn tests(tests: &mut Tests) {
    for engine in DESKTOP {
        for (name, fault, case) in faulty_cases() {
            tests.add_raw(engine, &format!("reports_{name}"), move || {
                let Report { panic, faults } = observe(engine, async |page| case(page).await);
                if panic.is_none() && faults.iter().any(|found| found.contains(fault)) {
                    return Ok(());
                }
                Err(format!("expected the fault {fault}, found {faults:?}; {}", panic.unwrap_or_default())
                    .into())
            });
        }
    }
    tests.add(&DESKTOP, &crate::cases![clean_test_has_no_fault]);
}

type Faulty = for<'a> fn(&'a Page) -> std::pin::Pin<Box<dyn Future<Output = ()> + 'a>>;

macro_rules! faulty {
    ($($name:ident: $fault:literal),+ $(,)?) => {
        [$((stringify!($name), $fault, (|page| Box::pin($name(page))) as Faulty)),+]
    };
}

/// Returns each case with its name and a part of its fault.
fn faulty_cases() -> [(&'static str, &'static str, Faulty); 10] {
    faulty![
        throw_in_an_earlier_document: "thrown on purpose",
        throw_before_a_reload: "thrown on purpose",
        throw_while_a_document_unloads: "thrown on purpose",
        throw_in_a_frame: "thrown on purpose",
        throw_in_a_frame_that_was_removed: "thrown on purpose",
        rejection_on_a_demo_page: "rejected on purpose",
        rejection_where_the_policy_forbids_connections: "rejected on purpose",
        violation_in_an_earlier_document: "image.png",
        request_after_ready: "request after ready: /call.js",
        request_of_an_unknown_path: "unexpected request: GET /unknown.js",
    ]
}

async fn load_elsewhere(page: &Page) {
    page.goto(&page.server.add_page("elsewhere", "<p>Elsewhere</p>")).await;
}

/// Has the page do wrong in a script of its own, and waits until the recorder has the fault.
async fn misbehave(page: &Page, how: &str) {
    page.eval(
        "document.head.append(Object.assign(document.createElement('script'), { src: '/pages/misbehave.js' }))",
    )
    .await;
    page.wait_for("return Boolean(window.misbehave)").await;
    page.eval(&format!("misbehave.{how}()")).await;
}

async fn throw_in_an_earlier_document(page: &Page) {
    page.load_bare("").await;
    misbehave(page, "throwLater").await;
    page.wait_for("return faults.length > 0").await;
    load_elsewhere(page).await;
}

async fn throw_before_a_reload(page: &Page) {
    page.load_bare("").await;
    misbehave(page, "throwLater").await;
    page.wait_for("return faults.length > 0").await;
    page.reload().await;
}

async fn throw_while_a_document_unloads(page: &Page) {
    page.load_bare("").await;
    misbehave(page, "throwOnUnload").await;
    load_elsewhere(page).await;
}

async fn load_frame(page: &Page) {
    let frame = page.server.add_page("frame", "<script src=\"/pages/throw.js\"></script>");
    let policy = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src 'self'";
    let markup = format!("<iframe src=\"{frame}\"></iframe>");
    page.goto(&page.server.add_page_with_policy("framing", policy, &markup)).await;
    page.wait_for("return document.querySelector('iframe').contentWindow.faults?.length > 0").await;
}

async fn throw_in_a_frame(page: &Page) {
    load_frame(page).await;
}

async fn throw_in_a_frame_that_was_removed(page: &Page) {
    load_frame(page).await;
    page.eval("document.querySelector('iframe').remove()").await;
}

async fn rejection_on_a_demo_page(page: &Page) {
    page.load_file("inline.html").await;
    misbehave(page, "reject").await;
    load_elsewhere(page).await;
}

async fn rejection_where_the_policy_forbids_connections(page: &Page) {
    let policy = "default-src 'none'; script-src 'self'; connect-src 'none'";
    page.goto(&page.server.add_page_with_policy("closed", policy, "<p>Closed</p>")).await;
    misbehave(page, "reject").await;
    load_elsewhere(page).await;
}

async fn violation_in_an_earlier_document(page: &Page) {
    page.load_form("").await;
    page.eval("document.body.append(Object.assign(new Image(), { src: '/image.png' }))").await;
    page.wait_for("return faults.length > 0").await;
    load_elsewhere(page).await;
}

async fn request_after_ready(page: &Page) {
    page.load_form("").await;
    page.eval("return fetch('/call.js').then((response) => response.text())").await;
}

async fn request_of_an_unknown_path(page: &Page) {
    page.load_bare("").await;
    page.eval("return fetch('/unknown.js').then(() => null)").await;
}

async fn clean_test_has_no_fault(page: &Page) {
    assert!(!matches!(page.engine, Engine::Phone));
    page.load_form("").await;
    page.tap("safe", 0.5).await;
    page.events_exactly("change", 1).await;
    page.load_file("index.html").await;
    load_elsewhere(page).await;
    page.go_back().await;
}
