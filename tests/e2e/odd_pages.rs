//! Pages with odd surroundings: a browser that takes them to be offline, old libraries, XHTML, and a duplicated tab.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            wrong_offline_state_discourages_nobody,
            old_to_json_methods_change_no_data,
            form_works_in_xhtml,
            isolated_form_works_in_xhtml,
            duplicated_tab_sends_a_form_of_its_own,
        ],
    );
}

async fn wrong_offline_state_discourages_nobody(page: &Page) {
    page.load("<script src=\"/pages/claim-offline.js\"></script><rapport-feedback instrument=\"one\"></rapport-feedback>")
        .await;
    page.events_exactly("ready", 1).await;
    assert_eq!(page.eval("return navigator.onLine").await, false);
    page.eval("document.addEventListener('rapport-submit', (e) => e.waitUntil(Promise.resolve()))").await;
    page.tap("overall", 0.7).await;
    page.events_exactly("change", 1).await;
    assert_eq!(page.eval_on("[part=status]", "e.textContent").await, "");
    page.click("submit").await;
    page.events_exactly("saved", 1).await;
    page.wait_for_visible("[part~=message-title]").await;
}

async fn old_to_json_methods_change_no_data(page: &Page) {
    page.load(
        "<script src=\"/pages/old-json.js\"></script>
         <form id=\"f\"><rapport-feedback keep-draft session-id=\"s\" name=\"n\"><script type=\"application/json\">
           { \"instrument\": { \"id\": \"i\", \"version\": \"1\", \"title\": \"T\", \"scale\": { \"min\": 0, \"max\": 10 },
             \"items\": [{ \"id\": \"ease\", \"text\": \"Easy?\", \"low\": \"No\", \"high\": \"Yes\" }],
             \"score\": { \"range\": [0, 10] } }, \"history\": [{ \"total\": 3, \"at\": \"2026-01-01T00:00:00.000Z\" }] }
         </script></rapport-feedback></form>",
    )
    .await;
    page.events_exactly("ready", 1).await;
    assert_eq!(page.events("error").await, Vec::<Value>::new());
    page.tap("ease", 0.7).await;
    let kept = "const text = (value) => JSON.parse(value).answers[0].value;
        return [text(sessionStorage.getItem(sessionStorage.key(0))), text(new FormData(f).get('n'))]";
    // The driver's own JSON would be a string if the methods still existed.
    let removed = "!Array.prototype.toJSON";
    page.wait_for(&format!("return {removed} && sessionStorage.length === 1 && new FormData(f).get('n')"))
        .await;
    assert_eq!(page.eval(kept).await, json!([7, 7]));
    page.click("submit").await;
    let sent = "window.result && [result.answers[0].value, result.change.previous, listed]";
    assert_eq!(page.wait_for(&format!("return {removed} && {sent}")).await, json!([7, 3, true]));
}

/// Loads an XHTML page with this markup, which refers to the scripts itself.
async fn load_xhtml(page: &Page, policy: &str, markup: &str) {
    let address = page.server.add_page_with_policy("xhtml", policy, "");
    page.server.override_body(
        "/page/xhtml",
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\"><head>
             <title>host</title><link rel=\"icon\" href=\"data:,\"/><script src=\"/host.js\"></script></head>
             <body>{markup}</body></html>"
        ),
    );
    page.server.add_header("/page/xhtml", "content-type", "application/xhtml+xml");
    page.goto(&address).await;
    assert_eq!(page.eval("return document.contentType").await, "application/xhtml+xml");
}

async fn form_works_in_xhtml(page: &Page) {
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
    load_xhtml(
        page,
        policy,
        "<script src=\"/pages/import-element.js\" data-src=\"/rapport.js\"></script>
         <rapport-feedback mode=\"dialog\" open=\"\" review=\"\" session-id=\"s\"><script type=\"application/json\">
           { \"instrument\": \"one\", \"answers\": { \"overall\": 20 } }
         </script></rapport-feedback>",
    )
    .await;
    page.events_exactly("open", 1).await;
    assert_eq!(page.eval_on("input", "Number(e.value)").await, 20);
    page.tap("overall", 0.7).await;
    let value = page.events_exactly("change", 1).await[0]["value"].clone();
    page.click("submit").await;
    page.wait_for_visible("[part~=edit]").await;
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    assert_eq!((&result["sessionId"], &result["answers"][0]["value"]), (&json!("s"), &value));
    page.wait_for_visible("[part~=message-title]").await;
    page.click("close").await;
    page.events_exactly("close", 1).await;
    // The skeleton and the apology are the script's own.
    page.server.fail("/rapport.wasm");
    load_xhtml(
        page,
        policy,
        "<script src=\"/pages/import-element.js\" data-src=\"/rapport.js\"></script><rapport-feedback></rapport-feedback>",
    )
    .await;
    page.events_exactly("error", 1).await;
    page.server.restore("/rapport.wasm");
    page.click("retry").await;
    page.events_exactly("ready", 1).await;
}

async fn isolated_form_works_in_xhtml(page: &Page) {
    let other = crate::isolated::start_frame_origin(page, &page.server.origin, "").await;
    let policy =
        format!("default-src 'none'; script-src 'self' {0}; frame-src {0}; connect-src 'self'", other.origin);
    let markup = format!(
        "<script src=\"/pages/import-element.js\" data-src=\"{}/rapport-embed.js\"></script>
         <rapport-feedback mode=\"dialog\" open=\"\" instrument=\"one\"></rapport-feedback>",
        other.origin
    );
    load_xhtml(page, &policy, &markup).await;
    page.events_exactly("open", 1).await;
    let modal = "return document.querySelector('rapport-feedback').shadowRoot.querySelector('dialog').matches(':modal')";
    page.wait_for(modal).await;
    page.eval("document.querySelector('rapport-feedback').open = false").await;
    page.events_exactly("close", 1).await;
}

/// A browser copies the `sessionStorage` of a tab that is duplicated, and of one that opens another.
async fn duplicated_tab_sends_a_form_of_its_own(page: &Page) {
    page.load(
        "<button id=\"copy\">Copy</button>
         <rapport-feedback keep-draft session-id=\"s\" instrument=\"one\"></rapport-feedback>",
    )
    .await;
    page.events_exactly("ready", 1).await;
    page.tap("overall", 0.7).await;
    let value = page.events_exactly("change", 1).await[0]["value"].clone();
    page.eval("document.querySelector('#copy').addEventListener('click', () => open(location.href))").await;
    page.click_in_page("#copy").await;
    page.enter_opened_window().await;
    page.wait_until("the copy", async || {
        page.try_eval("return Boolean(window.harness)").await.is_ok_and(|is| is == true)
    })
    .await;
    page.events_exactly("ready", 1).await;
    page.wait_for_visible("[data-item=overall]:not(.unanswered)").await;
    assert_eq!(page.eval_on("input", "Number(e.value)").await, value);
    page.click("submit").await;
    let copy = page.events_exactly("submit", 1).await[0].clone();
    page.close_opened_window().await;
    page.tap("overall", 0.2).await;
    page.events_exactly("change", 2).await;
    page.click("submit").await;
    let first = &page.events_exactly("submit", 1).await[0];
    assert_ne!(first["id"], copy["id"], "a backend that stores by id keeps both");
    assert_eq!((&first["attempt"], &copy["attempt"]), (&json!(1), &json!(1)));
}
