//! Pages as hosts build them, which a test page of our own would not: renamed attributes, hidden containers, patched
//! markup, page caches, shortcuts, other documents, and routes that go away.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![
            lower_case_attributes_are_taken_and_reported,
            object_written_as_an_attribute_is_reported,
            dialog_in_a_hidden_container_waits_until_it_is_rendered,
            open_dialog_whose_container_is_hidden_comes_back_as_it_was,
            dialog_is_usable_on_a_page_that_is_not,
            taking_open_away_hides_the_form_and_keeps_its_answers,
            close_event_follows_each_end_of_a_dialog,
            copy_from_a_page_cache_does_not_ask_again,
            removed_form_emits_its_unsent_answers,
            change_event_alone_is_an_answer,
            shortcuts_of_the_page_do_not_fire_in_the_form,
            buttons_work_although_the_page_cancels_keys,
            form_keeps_styles_and_answers_in_another_document,
            form_made_in_a_template_has_its_styles,
            underscore_in_a_language_is_a_hyphen,
            keep_draft_without_a_session_is_reported_once_the_dialog_shows,
            translator_in_a_button_does_not_disable_it,
            translated_form_keeps_working,
            page_translated_to_a_language_of_the_form_shows_its_own_texts,
            page_translated_to_another_language_leaves_the_texts_to_the_translator,
        ],
    );
}

const WIDGET: &str = "document.querySelector('rapport-feedback')";
const DIALOG_IS_OPEN: &str =
    "return document.querySelector('rapport-feedback').shadowRoot.querySelector('dialog').matches(':modal')";
const ONE: &str = "instrument=\"one\"";

/// React 18 and servers write property names in lower case.
async fn lower_case_attributes_are_taken_and_reported(page: &Page) {
    page.load_form(&format!("{ONE} sessionid=\"s-1\" keepdraft showvalue=\"false\"")).await;
    assert_eq!(
        page.eval(&format!("return [{WIDGET}.sessionId, {WIDGET}.keepDraft, {WIDGET}.showValue]")).await,
        json!(["s-1", true, false])
    );
    let error = &page.events_exactly("error", 1).await[0];
    assert_eq!(
        (&error["fatal"], &error["message"]),
        (
            &json!(false),
            &json!(
                "keepdraft: misplaced attribute; expected keep-draft; \
                 sessionid: misplaced attribute; expected session-id"
            )
        )
    );
    page.tap("overall", 0.7).await;
    page.click("submit").await;
    assert_eq!(page.events_exactly("submit", 1).await[0]["sessionId"], "s-1");
    page.eval(&format!("{WIDGET}.sessionid = 's-2'")).await;
    assert_eq!(
        page.eval(&format!(
            "return [{WIDGET}.getAttribute('session-id'), {WIDGET}.hasAttribute('sessionid')]"
        ))
        .await,
        json!(["s-2", false])
    );
}

async fn object_written_as_an_attribute_is_reported(page: &Page) {
    page.load_form(&format!("{ONE} history=\"[object Object]\"")).await;
    let problems = &page.events_exactly("error", 1).await[0]["problems"];
    assert_eq!(
        (&problems[0]["path"], &problems[0]["expected"]),
        (&json!("history"), &json!("the property history"))
    );
}

async fn load_in_container(page: &Page, style: &str) {
    page.load(&format!(
        "<div id=\"container\" {style}><rapport-feedback mode=\"dialog\" {ONE}></rapport-feedback></div>
         <button id=\"page\">Page</button>"
    ))
    .await;
    page.events_exactly("ready", 1).await;
}

async fn dialog_in_a_hidden_container_waits_until_it_is_rendered(page: &Page) {
    load_in_container(page, "hidden").await;
    page.eval(&format!("{WIDGET}.show()")).await;
    let error = &page.events_exactly("error", 1).await[0];
    assert_eq!((&error["code"], &error["fatal"]), (&json!("not-rendered"), &json!(false)));
    assert_eq!(page.eval(DIALOG_IS_OPEN).await, false);
    page.eval("document.querySelector('#page').addEventListener('click', () => { window.clicked = true })")
        .await;
    page.click_in_page("#page").await;
    page.wait_for("return window.clicked").await;
    assert_eq!(page.events("open").await, Vec::<Value>::new(), "nobody sees it");
    page.eval("container.hidden = false").await;
    page.events_exactly("open", 1).await;
    page.tap("overall", 0.7).await;
    page.events_exactly("change", 1).await;
}

async fn open_dialog_whose_container_is_hidden_comes_back_as_it_was(page: &Page) {
    load_in_container(page, "").await;
    page.eval(&format!("{WIDGET}.show()")).await;
    page.events_exactly("open", 1).await;
    page.tap("overall", 0.7).await;
    page.events_exactly("change", 1).await;
    page.eval("container.hidden = true").await;
    page.events_exactly("close", 1).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.open")).await, true, "the attribute stays");
    page.eval("container.hidden = false").await;
    page.events_exactly("open", 2).await;
    assert_eq!(page.eval(&format!("return {WIDGET}.outcome.answered")).await, 1);
    assert_eq!(page.events("dismiss").await, Vec::<Value>::new());
}

/// Modal libraries leave such styles behind.
async fn dialog_is_usable_on_a_page_that_is_not(page: &Page) {
    page.load(&format!("<rapport-feedback mode=\"dialog\" open {ONE}></rapport-feedback>")).await;
    page.events_exactly("open", 1).await;
    page.eval(
        "for (const e of [document.documentElement, document.body]) {
           e.style.pointerEvents = 'none'; e.style.visibility = 'hidden'; e.style.userSelect = 'none';
         }",
    )
    .await;
    page.tap("overall", 0.7).await;
    page.events_exactly("change", 1).await;
    page.click("submit").await;
    page.events_exactly("submit", 1).await;
}

/// Frameworks and servers that patch the page take `open` away.
async fn taking_open_away_hides_the_form_and_keeps_its_answers(page: &Page) {
    page.load(&format!(
        "<rapport-feedback mode=\"dialog\" open {ONE} keep-draft session-id=\"s\"></rapport-feedback>"
    ))
    .await;
    page.events_exactly("open", 1).await;
    page.tap("overall", 0.7).await;
    let value = page.events_exactly("change", 1).await[0]["value"].clone();
    let id = page.eval("return JSON.parse(sessionStorage.getItem(sessionStorage.key(0))).id").await;
    page.eval(&format!("{WIDGET}.removeAttribute('open')")).await;
    assert_eq!(page.events_exactly("close", 1).await[0]["sent"], false);
    assert_eq!(page.events("dismiss").await, Vec::<Value>::new());
    assert_eq!(page.eval("return sessionStorage.length").await, 1, "the draft stays");
    page.eval(&format!("{WIDGET}.show()")).await;
    page.events_exactly("open", 2).await;
    page.click("submit").await;
    let result = &page.events_exactly("submit", 1).await[0];
    assert_eq!((&result["id"], &result["answers"][0]["value"]), (&id, &value));
}

async fn close_event_follows_each_end_of_a_dialog(page: &Page) {
    page.load(&format!("<rapport-feedback mode=\"dialog\" open {ONE}></rapport-feedback>")).await;
    page.events_exactly("open", 1).await;
    page.click("skip").await;
    let closed = page.events_exactly("close", 1).await;
    assert_eq!((&closed[0]["sent"], &closed[0]["stored"]), (&json!(false), &json!(false)));
    page.eval(&format!(
        "document.addEventListener('rapport-submit', (event) => event.waitUntil(Promise.resolve())); {WIDGET}.show()"
    ))
    .await;
    page.events_exactly("open", 2).await;
    page.tap("overall", 0.9).await;
    page.click("submit").await;
    page.events_exactly("saved", 1).await;
    page.wait_for_visible("[part~=message-title]").await;
    assert_eq!(page.events("close").await.len(), 1, "the thanks can be read");
    page.click("close").await;
    let closed = page.events_exactly("close", 2).await;
    assert_eq!((&closed[1]["sent"], &closed[1]["stored"]), (&json!(true), &json!(true)));
}

/// A page cache, as Turbo's, inserts a copy of the page as it was left.
async fn copy_from_a_page_cache_does_not_ask_again(page: &Page) {
    page.load(&format!("<rapport-feedback mode=\"dialog\" open {ONE} session-id=\"s\"></rapport-feedback>"))
        .await;
    page.events_exactly("open", 1).await;
    page.tap("overall", 0.9).await;
    page.click("submit").await;
    page.wait_for_visible("[part~=message-title]").await;
    page.eval(&format!("const copy = {WIDGET}.cloneNode(true); {WIDGET}.replaceWith(copy)")).await;
    page.wait_for(&format!("return {WIDGET}.open === false")).await;
    page.events_exactly("open", 1).await;
    page.eval(&format!("{WIDGET}.show()")).await;
    page.events_exactly("open", 2).await;
}

async fn removed_form_emits_its_unsent_answers(page: &Page) {
    page.load_form(ONE).await;
    page.tap("overall", 0.7).await;
    let value = page.events_exactly("change", 1).await[0]["value"].clone();
    page.eval(&format!(
        "window.removed = []; window.widget = {WIDGET};
         widget.addEventListener('rapport-dismiss', (event) => removed.push(event.detail)); widget.remove()"
    ))
    .await;
    let detail = page.wait_for("return removed[0]").await;
    assert_eq!((&detail["reason"], &detail["result"]["answers"][0]["value"]), (&json!("removed"), &value));
    page.eval("document.body.append(widget)").await;
    page.wait_for_visible("[data-item=overall]:not(.unanswered)").await;
}

/// Assistive technology, automation and older versions of `WebKit` report a move by `change` alone.
async fn change_event_alone_is_an_answer(page: &Page) {
    page.load_form(ONE).await;
    page.eval_on("input", "(e.value = 33, e.dispatchEvent(new Event('change', { bubbles: true })))").await;
    let change = &page.events_exactly("change", 1).await[0];
    assert_eq!(change["value"], 33);
    page.wait_for_visible("[data-item=overall]:not(.unanswered)").await;
    assert_eq!(page.eval_on("input", "Number(e.value)").await, 33);
}

/// A call has single-key shortcuts, as M for mute.
async fn shortcuts_of_the_page_do_not_fire_in_the_form(page: &Page) {
    page.load_form(ONE).await;
    page.eval(
        "window.keys = []; for (const type of ['keydown', 'keyup'])
           addEventListener(type, (event) => keys.push(event.key));",
    )
    .await;
    page.eval_on("input", "e.focus()").await;
    page.press(&['m', 'v', ' ']).await;
    page.press(&['\u{E015}']).await;
    page.events_exactly("change", 2).await;
    assert_eq!(page.eval("return keys").await, json!([]));
    page.press(&['\u{E004}']).await;
    page.wait_for("return keys.includes('Tab')").await;
}

async fn buttons_work_although_the_page_cancels_keys(page: &Page) {
    for (key, part) in [('\u{E007}', "submit"), (' ', "skip")] {
        page.load_form(ONE).await;
        page.eval(
            "for (const type of ['keydown', 'keyup'])
               document.addEventListener(type, (event) => event.preventDefault(), true);",
        )
        .await;
        page.eval_on(&format!("[part={part}]"), "e.focus()").await;
        page.press(&[key]).await;
        page.events_exactly(if part == "skip" { "dismiss" } else { "submit" }, 1).await;
    }
}

async fn form_keeps_styles_and_answers_in_another_document(page: &Page) {
    page.load(&format!("<rapport-feedback {ONE}></rapport-feedback><iframe id=\"other\"></iframe>")).await;
    page.events_exactly("ready", 1).await;
    page.tap("overall", 0.7).await;
    page.events_exactly("change", 1).await;
    page.eval(&format!("other.contentDocument.body.append({WIDGET})")).await;
    let state = "const widget = other.contentDocument.querySelector('rapport-feedback');
         const panel = widget.shadowRoot.querySelector('.panel');
         return panel && [other.contentWindow.getComputedStyle(panel).borderTopStyle, widget.outcome.answered]";
    assert_eq!(page.wait_for(state).await, json!(["solid", 1]));
}

/// Svelte and Solid create elements in the document of a template, and then move them to the page.
async fn form_made_in_a_template_has_its_styles(page: &Page) {
    page.load("").await;
    page.eval(
        "const inert = document.createElement('template').content;
         inert.append(document.createElement('rapport-feedback'));
         document.body.append(inert)",
    )
    .await;
    page.events_exactly("ready", 1).await;
    let border = page.eval_on(".panel", "getComputedStyle(e).borderTopStyle").await;
    assert_eq!(border, "solid");
}

async fn underscore_in_a_language_is_a_hyphen(page: &Page) {
    for (lang, submit) in [("pt_BR", "Enviar"), ("de_DE", "Senden"), ("ar_EG", "إرسال"), ("zh_TW", "发送")]
    {
        page.load_form(&format!("lang=\"{lang}\"")).await;
        assert_eq!(page.eval_on("[part=submit]", "e.textContent").await, submit, "{lang}");
    }
}

async fn keep_draft_without_a_session_is_reported_once_the_dialog_shows(page: &Page) {
    page.load(&format!("<rapport-feedback mode=\"dialog\" keep-draft {ONE}></rapport-feedback>")).await;
    page.events_exactly("ready", 1).await;
    assert_eq!(page.events("error").await, Vec::<Value>::new());
    page.eval(&format!("{WIDGET}.show()")).await;
    page.events_exactly("open", 1).await;
    assert_eq!(page.events_exactly("error", 1).await[0]["problems"][0]["path"], "keepDraft");
}

/// Browsers' translators wrap the text of a button in elements.
async fn translator_in_a_button_does_not_disable_it(page: &Page) {
    page.load_form(ONE).await;
    page.tap("overall", 0.7).await;
    page.events_exactly("change", 1).await;
    page.eval_on(
        "[part=clear]",
        "(() => { const font = document.createElement('font'); font.append(e.firstChild); e.append(font); })()",
    )
    .await;
    page.click("clear").await;
    assert_eq!(page.events_exactly("change", 2).await[1]["value"], Value::Null);
}

/// Replaces each text node by elements with the translated text, also later ones, as the browsers' translators do. A text
/// that is marked as not to be translated is left.
const TRANSLATOR: &str = "
    const translate = (root) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        const texts = [];
        while (walker.nextNode()) texts.push(walker.currentNode);
        const isDone = (text) => text.parentElement.closest('font')
            || text.parentElement.closest('[translate]')?.getAttribute('translate') === 'no';
        for (const text of texts.filter((text) => text.data.trim() && !isDone(text))) {
            const outer = document.createElement('font');
            outer.append(document.createElement('font'));
            outer.firstChild.textContent = `[${text.data}]`;
            text.replaceWith(outer);
        }
    };
    const root = document.querySelector('rapport-feedback').shadowRoot;
    new MutationObserver(() => translate(root)).observe(root, { childList: true, characterData: true, subtree: true });
    translate(root)";

async fn translated_form_keeps_working(page: &Page) {
    let shows = async |selector: &str, text: &str| {
        let found = format!("{WIDGET}.shadowRoot.querySelector('{selector}')?.textContent");
        page.wait_for(&format!("return {found} === '{text}'")).await;
    };
    let change_to = async |part: &str, label: &str| {
        page.click(part).await;
        shows("[part~=submit]", label).await;
    };
    page.load_form(&format!("{ONE} review")).await;
    page.eval(TRANSLATOR).await;
    shows("[part~=submit]", "[Check answers]").await;
    page.tap("overall", 0.7).await;
    page.events_exactly("change", 1).await;
    page.click("clear").await;
    page.events_exactly("change", 2).await;
    page.tap("overall", 0.7).await;
    for _ in 0..2 {
        change_to("submit", "[Send]").await;
        change_to("edit", "[Check answers]").await;
    }
    change_to("submit", "[Send]").await;
    page.eval("addEventListener('rapport-submit', (e) => e.waitUntil(new Promise((_, no) => { window.fail = no; })))")
        .await;
    page.click("submit").await;
    shows("[part=status]", "[Sending…]").await;
    page.eval("fail(new Error('no connection'))").await;
    shows("[part~=submit]", "[Try again]").await;
    page.click("edit").await;
    shows("[part=skip]", "[Skip]").await;
    page.click("skip").await;
    shows("[part=message-title]", "[That is fine.]").await;
}

async fn shows(page: &Page, selector: &str, text: &str) {
    let found =
        format!("{WIDGET}.shadowRoot.querySelector('{selector}')?.textContent.trim().replace(' ]', ']')");
    page.wait_for(&format!("return {found} === '{text}'")).await;
}

const CUSTOM: &str = "<script type=\"application/json\">{
    \"strings\": { \"whoSees\": \"Only Ana reads this.\" },
    \"instrument\": { \"id\": \"own\", \"version\": \"1\", \"title\": { \"en\": \"Today\", \"de\": \"Heute\" },
        \"license\": \"CC0-1.0\", \"validated\": false, \"score\": { \"range\": [0, 10], \"decimals\": 0 },
        \"scale\": { \"min\": 0, \"max\": 10, \"step\": 1 },
        \"items\": [{ \"id\": \"mood\", \"text\": \"How was it?\", \"low\": \"Bad\", \"high\": \"Good\" }] }
    }</script>";

async fn load_custom_form(page: &Page) {
    page.load(&format!("<rapport-feedback>{CUSTOM}</rapport-feedback>")).await;
    page.events_exactly("ready", 1).await;
    assert_eq!(page.events("error").await, Vec::<Value>::new());
}

/// Chrome's translator, for example, sets the page's language and a class.
async fn page_translated_to_a_language_of_the_form_shows_its_own_texts(page: &Page) {
    load_custom_form(page).await;
    page.eval(&format!(
        "{TRANSLATOR}; document.documentElement.lang = 'de'; document.documentElement.className = 'translated-ltr'"
    ))
    .await;
    shows(page, "[part~=submit]", "Senden").await;
    shows(page, "[part=title]", "Heute").await;
    shows(page, "[part=question]", "[How was it?]").await;
    shows(page, "[part=low]", "[Bad]").await;
    shows(page, "[part=notice] > span", "[Only Ana reads this.]").await;
    page.tap("mood", 0.7).await;
    page.events_exactly("change", 1).await;
    page.click("submit").await;
    shows(page, "[part=message-title]", "Danke").await;
    page.eval("document.documentElement.lang = ''").await;
    let marked = format!("return {WIDGET}.shadowRoot.querySelectorAll('[translate]').length");
    page.wait_for(&format!("return !(() => {{ {marked} }})()")).await;
}

async fn page_translated_to_another_language_leaves_the_texts_to_the_translator(page: &Page) {
    load_custom_form(page).await;
    page.eval("document.documentElement.lang = 'de'").await;
    shows(page, "[part~=submit]", "Senden").await;
    page.eval(&format!("{TRANSLATOR}; document.documentElement.lang = 'pl'")).await;
    shows(page, "[part~=submit]", "[Send]").await;
    shows(page, "[part=title]", "[Today]").await;
    shows(page, "[part=question]", "[How was it?]").await;
}
