//! `<rapport-trend>`: what it draws, how a session is chosen, and what it does to its page.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, EVERY, Engine, Page, Tests};
use crate::trend_states::{bad, choose, load_trend, many, on, run_on, seen, twelve, two};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &EVERY,
        &cases![
            twelve_results_are_drawn,
            tap_on_the_chart_chooses_the_nearest_session,
            previous_and_next_choose_a_session,
            tap_on_a_row_chooses_its_session,
        ],
    );
    tests.add(
        &DESKTOP,
        &cases![
            keys_step_through_the_sessions,
            stepper_is_one_tab_stop,
            keys_follow_the_writing_direction,
            choice_stays_over_new_data,
            latest_session_shows_until_one_is_chosen,
            properties_set_before_the_definition_are_drawn,
            property_takes_precedence_over_the_script,
            moved_element_keeps_its_choice,
            removed_element_exports_the_data_that_it_has,
            keys_of_one_task_add_up,
            bad_entries_are_reported_and_the_rest_is_drawn,
            odd_data_never_throw,
            later_changes_of_the_host_object_have_no_effect,
            other_score_is_drawn_when_chosen,
            thousand_sessions_are_all_in_the_table,
            width_of_the_element_sets_that_of_the_chart,
            exports_agree_with_the_table,
            time_zone_sets_the_days,
            wrong_attributes_are_reported,
            theme_follows_the_page,
            form_and_trend_share_a_page,
        ],
    );
    tests.add(
        &[Engine::Chromium],
        &cases![
            three_sessions_on_a_day_are_all_drawn,
            demo_page_draws_both_questionnaires,
            demo_page_fits_320_pixels,
        ],
    );
}

const TREND: &str = "document.querySelector('rapport-trend')";

async fn load(page: &Page) {
    load_trend(page, "", &json!({ "results": twelve() })).await;
    page.events_exactly("trend-ready", 1).await;
    seen(page, "svg.drawing").await;
}

/// The session that chart, stepper, table and details show.
async fn chosen(page: &Page) -> Value {
    let range = on("[part=stepper]");
    let row = on("tr[aria-current]");
    page.eval(&format!(
        "const root = {TREND}.shadowRoot;
         return [{range}.value, {row}.dataset.session, {row}.cells[0].textContent,
           root.querySelector('[part=details] .date').textContent,
           {range}.getAttribute('aria-valuetext') === root.querySelector('.sentence').textContent]"
    ))
    .await
}

async fn shows(page: &Page, session: usize, date: &str) {
    let session = session.to_string();
    page.wait_for(&format!("return {}?.dataset.session === '{session}'", on("tr[aria-current]"))).await;
    assert_eq!(chosen(page).await, json!([session, session, date, date, true]));
}

async fn twelve_results_are_drawn(page: &Page) {
    load(page).await;
    let counted = "[...['tbody tr[data-session]', '.mark', '.line', '.halo', '.legend li']].map((selector) =>
        e.querySelectorAll(selector).length)";
    // The skipped session breaks the line; the legend has a filled mark and a hollow one.
    assert_eq!(run_on(page, ".panel", counted).await, json!([12, 14, 2, 1, 2]));
    let summary = run_on(page, "[part=summary]", "e.textContent").await;
    assert!(
        summary.as_str().is_some_and(|text| text.contains("12 sessions") && text.contains("81")),
        "{summary}"
    );
    shows(page, 11, "Mar 23, 2026").await;
    let requests = page.server.requests();
    let own: Vec<&String> = requests.iter().filter(|path| path.starts_with("/rapport")).collect();
    assert_eq!(own, ["/rapport-trend.js", "/rapport-trend.wasm"]);
    let kept = page.eval("return [document.cookie, localStorage.length, sessionStorage.length]").await;
    assert_eq!(kept, json!(["", 0, 0]));
}

/// The middle of a session's mark in the viewport.
async fn mark(page: &Page, index: usize) -> (f64, f64) {
    run_on(page, "svg.drawing", "e.scrollIntoView({ block: 'center' })").await;
    let script = format!(
        "(() => {{ const box = [...e.querySelectorAll('.mark')][{index}].getBoundingClientRect();
           return [box.left + box.width / 2, box.top + box.height / 2]; }})()"
    );
    let place = run_on(page, "svg.drawing", &script).await;
    (place[0].as_f64().expect("a number"), place[1].as_f64().expect("a number"))
}

async fn tap_on_the_chart_chooses_the_nearest_session(page: &Page) {
    load(page).await;
    let pointer = page.engine.pointer_type("touch");
    let (x, y) = mark(page, 2).await;
    page.drag(pointer, &[(x + 3.0, y + 20.0)]).await;
    shows(page, 2, "Jan 19, 2026").await;
    let (x, y) = mark(page, 4).await;
    page.drag(pointer, &[(x - 3.0, y)]).await;
    shows(page, 4, "Feb 2, 2026").await;
    let selected = page.events_exactly("trend-select", 2).await;
    assert_eq!(selected[0], json!({ "schema": "rapport/1", "id": "bond-2", "sessionId": "session-2" }));
    assert_eq!(selected[1], json!({ "schema": "rapport/1", "id": null, "sessionId": "session-4" }));
}

async fn previous_and_next_choose_a_session(page: &Page) {
    load(page).await;
    assert_eq!(run_on(page, "[part=next]", "e.ariaDisabled").await, "true");
    page.click_on("rapport-trend", "previous").await;
    shows(page, 10, "Mar 16, 2026").await;
    // The focus is not on the range, so the live region says which session shows.
    let announced = format!("{}.textContent === {}.textContent", on("[part=status]"), on(".sentence"));
    assert_eq!(page.eval(&format!("return {announced}")).await, true);
    page.click_on("rapport-trend", "next").await;
    shows(page, 11, "Mar 23, 2026").await;
    // A disabled button would lose the focus, and with it the reader's place.
    let focused = format!("return {TREND}.shadowRoot.activeElement === {}", on("[part=next]"));
    run_on(page, "[part=next]", "e.focus()").await;
    run_on(page, "[part=next]", "(e.click(), e.click())").await;
    assert_eq!(page.eval(&focused).await, true);
    shows(page, 11, "Mar 23, 2026").await;
    let ids: Vec<Value> =
        page.events_exactly("trend-select", 2).await.iter().map(|detail| detail["id"].clone()).collect();
    assert_eq!(ids, ["bond-10", "bond-11"]);
}

async fn tap_on_a_row_chooses_its_session(page: &Page) {
    load(page).await;
    let [left, top, _, height] = page.element_box("rapport-trend", "tr[data-session=\"8\"]").await;
    page.drag(page.engine.pointer_type("mouse"), &[(left + 30.0, top + height / 2.0)]).await;
    shows(page, 8, "Mar 2, 2026").await;
}

async fn focus_range(page: &Page) {
    run_on(page, "[part=stepper]", "e.focus()").await;
}

const LEFT: char = '\u{E012}';
const UP: char = '\u{E013}';
const RIGHT: char = '\u{E014}';
const DOWN: char = '\u{E015}';
const HOME: char = '\u{E011}';
const END: char = '\u{E010}';
const TAB: char = '\u{E004}';

async fn keys_step_through_the_sessions(page: &Page) {
    load(page).await;
    focus_range(page).await;
    for (key, session, date) in [
        (LEFT, 10, "Mar 16, 2026"),
        (DOWN, 9, "Mar 9, 2026"),
        (HOME, 0, "Jan 5, 2026"),
        (RIGHT, 1, "Jan 12, 2026"),
        (UP, 2, "Jan 19, 2026"),
        (END, 11, "Mar 23, 2026"),
    ] {
        page.press(&[key]).await;
        shows(page, session, date).await;
    }
    assert_eq!(page.events_exactly("trend-select", 6).await.len(), 6);
    // A screen reader reads the range's own text; the live region would say it twice.
    assert_eq!(run_on(page, "[part=status]", "e.textContent").await, "");
}

/// From the element before it to the one after it, the trend takes two stops: the stepper, and the table that scrolls.
async fn stepper_is_one_tab_stop(page: &Page) {
    load_trend(page, "", &json!({ "results": twelve() })).await;
    page.events_exactly("trend-ready", 1).await;
    page.eval(&format!(
        "const button = () => Object.assign(document.createElement('button'), {{ textContent: 'Other' }});
         {TREND}.before(button()); {TREND}.after(button()); {TREND}.previousElementSibling.focus()"
    ))
    .await;
    let mut stops = Vec::new();
    for _ in 0..3 {
        page.press(&[TAB]).await;
        let active = format!("{TREND}.shadowRoot.activeElement");
        let name =
            format!("return {active} ? {active}.getAttribute('part') ?? {active}.className : 'outside'");
        stops.push(page.eval(&name).await);
    }
    assert_eq!(stops, ["stepper", "scroller", "outside"]);
}

async fn keys_follow_the_writing_direction(page: &Page) {
    load_trend(page, "lang=\"ar\"", &json!({ "results": twelve() })).await;
    page.events_exactly("trend-ready", 1).await;
    seen(page, "svg.drawing").await;
    let ends = "[...e.querySelectorAll('.mark')].map((mark) => mark.getBoundingClientRect().left)";
    let places = run_on(page, "svg.drawing", ends).await;
    assert!(places[0].as_f64() > places[11].as_f64(), "time runs to the left: {places}");
    focus_range(page).await;
    for (key, session) in [(RIGHT, "10"), (RIGHT, "9"), (LEFT, "10")] {
        page.press(&[key]).await;
        page.wait_for(&format!("return {}.dataset.session === '{session}'", on("tr[aria-current]"))).await;
    }
}

async fn choice_stays_over_new_data(page: &Page) {
    load(page).await;
    choose(page, 3).await;
    let more: Value = json!(many(14));
    let all: Vec<Value> =
        twelve().into_iter().chain(more.as_array().expect("results")[12..].to_vec()).collect();
    let mut reversed = all.clone();
    reversed.reverse();
    page.eval(&format!("{TREND}.results = {}", json!(reversed))).await;
    page.wait_for(&format!("return {}.rows.length === 15", on("table[part=table]"))).await;
    shows(page, 3, "Jan 26, 2026").await;
    // Without the first three, the same session is the first.
    page.eval(&format!("{TREND}.results = {}", json!(all[3..]))).await;
    page.wait_for(&format!("return {}.rows.length === 12", on("table[part=table]"))).await;
    shows(page, 0, "Jan 26, 2026").await;
    page.eval(&format!("{TREND}.compare = 'first'; {TREND}.axis = 'sessions'")).await;
    page.eval(&format!("{TREND}.lang = 'de'")).await;
    page.wait_for(&format!("return {}.lang === 'de'", on(".panel"))).await;
    assert_eq!(run_on(page, "[part=stepper]", "e.value").await, "0");
    assert_eq!(page.events("trend-select").await.len(), 1, "data are no choice of the reader");
}

async fn latest_session_shows_until_one_is_chosen(page: &Page) {
    load(page).await;
    page.eval(&format!("{TREND}.results = {}", json!(twelve()[..6]))).await;
    page.wait_for(&format!("return {}.rows.length === 7", on("table[part=table]"))).await;
    shows(page, 5, "Feb 9, 2026").await;
}

async fn properties_set_before_the_definition_are_drawn(page: &Page) {
    page.load_bare("<rapport-trend></rapport-trend>").await;
    page.eval(&format!(
        "{TREND}.results = {}; {TREND}.timeZone = 'Asia/Tokyo'; {TREND}.compare = 'first';
         const script = document.createElement('script'); script.type = 'module'; script.src = '/rapport-trend.js';
         document.head.append(script)",
        json!(twelve())
    ))
    .await;
    page.events_exactly("trend-ready", 1).await;
    seen(page, "svg.drawing").await;
    let kept = format!(
        "return [{TREND}.getAttribute('time-zone'), {TREND}.getAttribute('compare'), {TREND}.results.length,
           {}.textContent.includes('Asia/Tokyo')]",
        on("caption")
    );
    assert_eq!(page.eval(&kept).await, json!(["Asia/Tokyo", "first", 12, true]));
}

async fn property_takes_precedence_over_the_script(page: &Page) {
    load(page).await;
    page.eval(&format!("{TREND}.results = {}", json!(twelve()[..2]))).await;
    page.wait_for(&format!("return {}.rows.length === 3", on("table[part=table]"))).await;
    page.eval(&format!("{TREND}.results = null")).await;
    page.wait_for(&format!("return {}.rows.length === 13", on("table[part=table]"))).await;
}

async fn moved_element_keeps_its_choice(page: &Page) {
    load(page).await;
    choose(page, 2).await;
    page.eval(&format!("window.node = {}; document.body.append({TREND})", on("[part=stepper]"))).await;
    page.eval("return new Promise((done) => setTimeout(done))").await;
    assert_eq!(
        page.eval(&format!("return window.node === {}", on("[part=stepper]"))).await,
        true,
        "a move redraws"
    );
    page.eval(&format!("window.trend = {TREND}; trend.remove()")).await;
    page.eval("return new Promise((done) => setTimeout(done, 50))").await;
    page.eval("document.body.append(trend)").await;
    seen(page, "svg.drawing").await;
    shows(page, 2, "Jan 19, 2026").await;
    page.events_exactly("trend-ready", 1).await;
}

async fn removed_element_exports_the_data_that_it_has(page: &Page) {
    load_trend(page, "lang=\"de\"", &json!({ "results": twelve() })).await;
    page.events_exactly("trend-ready", 1).await;
    page.eval(&format!("window.trend = {TREND}; trend.remove()")).await;
    page.eval("return new Promise((done) => setTimeout(done, 50))").await;
    let text = page.eval(&format!("trend.results = {}; return trend.toText()", json!(twelve()[..2]))).await;
    assert!(text.as_str().is_some_and(|text| text.contains("2 Sitzungen vom")), "{text}");
    page.eval("trend.results = [5]").await;
    assert_eq!(page.eval("return trend.toCSV().split('\\r\\n').length").await, 2);
    assert_eq!(page.events("error").await, Vec::<Value>::new(), "nobody can listen");
    page.eval("document.body.append(trend)").await;
    page.events_exactly("error", 1).await;
    page.events_exactly("trend-ready", 1).await;
}

/// Keys that are held down come faster than the view is drawn.
async fn keys_of_one_task_add_up(page: &Page) {
    load(page).await;
    let press = "for (let i = 0; i < 7; i += 1) {
           e.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true, cancelable: true }));
         }";
    page.eval(&format!("const e = {}; {press}", on("[part=stepper]"))).await;
    shows(page, 4, "Feb 2, 2026").await;
    page.eval(&format!("for (let i = 0; i < 3; i += 1) {}.click()", on("[part=previous]"))).await;
    shows(page, 1, "Jan 12, 2026").await;
}

async fn bad_entries_are_reported_and_the_rest_is_drawn(page: &Page) {
    load_trend(page, "", &bad()).await;
    let error = page.events_exactly("error", 1).await[0].clone();
    assert_eq!((&error["code"], &error["fatal"]), (&json!("config-invalid"), &json!(false)), "{error}");
    let paths: Vec<&Value> =
        error["problems"].as_array().expect("problems").iter().map(|it| &it["path"]).collect();
    assert_eq!(paths, ["results[12].at", "results[13]", "results[14].startedAt"]);
    assert!(error["message"].as_str().is_some_and(|text| text.contains("results[13]: found 5")), "{error}");
    seen(page, "svg.drawing").await;
    assert_eq!(run_on(page, "table[part=table]", "e.rows.length").await, 13);
    seen(page, ".notice").await;
}

async fn odd_data_never_throw(page: &Page) {
    load(page).await;
    let odd = "const loop = []; loop.push(loop);
        const thrower = { get id() { throw new Error('no'); } };
        const deep = () => { let value = []; for (let i = 0; i < 1e4; i += 1) value = [value]; return value; };
        const values = [null, undefined, '', 'text', 5, true, NaN, 10n, Symbol('s'), loop, [loop, thrower, deep()], thrower,
          { then: 1 }, [], {}, () => 1, new Proxy([], { get() { throw new Error('no'); } }), new Map(), new Date(NaN),
          Object.create(null), [[[]]], [{}], [null], document.body, window];";
    page.eval(&format!(
        "{odd} for (const name of ['results', 'instruments', 'bundle', 'events', 'compare', 'axis', 'timeZone', 'theme']) {{
           for (const value of values) {{
             try {{ {TREND}[name] = value; }} catch (error) {{ if (!String(error).includes('no')) throw error; }}
             {TREND}.toText(); {TREND}.toCSV(); {TREND}.toSVG();
           }}
           {TREND}[name] = null;
         }}"
    ))
    .await;
    let errors = page.events("error").await;
    assert!(errors.iter().all(|error| error["code"] == "config-invalid"), "{errors:?}");
    assert!(!errors.is_empty());
    page.wait_for(&format!("return {}?.rows.length === 13", on("table[part=table]"))).await;
}

async fn later_changes_of_the_host_object_have_no_effect(page: &Page) {
    load(page).await;
    page.eval(&format!(
        "window.list = {}; {TREND}.results = list; list.length = 1; list[0].answers[0].value = 0; {TREND}.theme = 'dark'",
        json!(twelve()[..3])
    ))
    .await;
    page.wait_for(&format!("return {}.rows.length === 4", on("table[part=table]"))).await;
    let cell = "e.rows[1].cells[1].textContent";
    let total = run_on(page, "table[part=table]", cell).await;
    assert!(total.as_str().is_some_and(|text| text.starts_with("62")), "{total}");
}

async fn other_score_is_drawn_when_chosen(page: &Page) {
    load_trend(page, "", &two()).await;
    page.events_exactly("trend-ready", 1).await;
    seen(page, ".instrument + .instrument svg").await;
    let drawn = format!("{}.getAttribute('d')", on(".instrument + .instrument .line"));
    let before = page.eval(&format!("return {drawn}")).await;
    assert_eq!(
        run_on(page, "select", "[...e.options].map((option) => option.text)").await,
        json!(["Total", "Body", "Mind"])
    );
    run_on(page, "select", "e.focus()").await;
    run_on(page, "select", "e.value = 'mind', e.dispatchEvent(new Event('change', { bubbles: true }))").await;
    page.wait_for(&format!("return {drawn} !== {before}")).await;
    assert_eq!(run_on(page, "select", "e.value").await, "mind");
    let ticks = "[...e.querySelectorAll('.label')].map((label) => label.textContent).includes('9')";
    assert_eq!(run_on(page, ".instrument + .instrument svg", ticks).await, true, "its own range");
    assert_eq!(page.eval(&format!("return {TREND}.shadowRoot.activeElement?.tagName")).await, "SELECT");
}

async fn thousand_sessions_are_all_in_the_table(page: &Page) {
    load_trend(page, "", &json!({ "results": many(1000) })).await;
    page.events_exactly("trend-ready", 1).await;
    seen(page, "svg.drawing").await;
    assert_eq!(run_on(page, "table[part=table]", "e.rows.length").await, 1001);
    assert_eq!(run_on(page, "[part=stepper]", "e.max").await, "999");
    assert_eq!(run_on(page, "svg.drawing", "e.querySelectorAll('.mark').length").await, 1000);
    focus_range(page).await;
    page.press(&[HOME]).await;
    page.wait_for(&format!("return {}?.dataset.session === '0'", on("tr[aria-current]"))).await;
    page.wait_for(&format!(
        "const place = {}.getBoundingClientRect(), row = {}.getBoundingClientRect();
         return row.top >= place.top && row.bottom <= place.bottom",
        on(".scroller"),
        on("[aria-current]")
    ))
    .await;
}

async fn width_of_the_element_sets_that_of_the_chart(page: &Page) {
    load(page).await;
    let width =
        "Math.abs(Number(e.getAttribute('width')) - e.parentElement.clientWidth) < 1 && e.clientWidth";
    let wide = run_on(page, "svg.drawing", width).await;
    page.eval(&format!("{TREND}.style.setProperty('width', '400px')")).await;
    page.wait_for(&format!("const e = {}; return e.clientWidth < 400 && {width}", on("svg.drawing"))).await;
    page.eval(&format!("{TREND}.style.setProperty('display', 'none')")).await;
    page.eval(&format!("{TREND}.style.removeProperty('width')")).await;
    page.eval(&format!("{TREND}.style.removeProperty('display')")).await;
    page.wait_for(&format!("const e = {}; return e.clientWidth === {wide} && {width}", on("svg.drawing")))
        .await;
}

async fn exports_agree_with_the_table(page: &Page) {
    load_trend(page, "", &two()).await;
    page.events_exactly("trend-ready", 1).await;
    let rows = run_on(
        page,
        "table[part=table]",
        "[...e.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent))",
    )
    .await;
    let csv = page.eval(&format!("return {TREND}.toCSV()")).await;
    let csv = csv.as_str().expect("a string");
    assert_eq!(csv.trim_end().split("\r\n").count(), 1 + rows.as_array().expect("rows").len(), "{csv}");
    let text = page.eval(&format!("return {TREND}.toText()")).await;
    assert!(text.as_str().is_some_and(|text| text.contains("81") && text.contains("Strain")), "{text}");
    let svg = "const svg = new DOMParser().parseFromString(document.querySelector('rapport-trend').toSVG(), 'image/svg+xml');
        return [svg.documentElement.tagName, svg.querySelectorAll('parsererror, script, foreignObject, [style]').length]";
    assert_eq!(page.eval(svg).await, json!(["svg", 0]));
}

async fn time_zone_sets_the_days(page: &Page) {
    let late =
        json!({ "results": [{ "at": "2026-03-01T23:30:00Z", "sessionId": "a", "status": "skipped" }] });
    load_trend(page, "", &late).await;
    page.events_exactly("trend-ready", 1).await;
    let date = "e.rows[1].cells[0].textContent";
    assert_eq!(run_on(page, "table[part=table]", date).await, "Mar 2, 2026", "in Berlin it is past midnight");
    page.eval(&format!("{TREND}.timeZone = 'America/New_York'")).await;
    page.wait_for(&format!("const e = {}; return {date} === 'Mar 1, 2026'", on("table[part=table]"))).await;
    let caption = run_on(page, "caption", "e.textContent").await;
    assert!(caption.as_str().is_some_and(|text| text.contains("America/New_York")), "{caption}");
}

async fn wrong_attributes_are_reported(page: &Page) {
    load_trend(
        page,
        "compare=\"best\" axis=\"log\" time-zone=\"Mars/Olympus\" results=\"[object Object]\"",
        &json!({}),
    )
    .await;
    page.eval(&format!("{TREND}.timeZone = 'Mars/Olympus'")).await;
    page.events_exactly("trend-ready", 1).await;
    page.wait_for(&format!(
        "{TREND}.toText(); return events.some(({{ detail }}) => detail.problems?.length === 4)"
    ))
    .await;
    let errors = page.events("error").await;
    let problems = &errors.last().expect("an error")["problems"];
    let paths: Vec<&Value> = problems.as_array().expect("problems").iter().map(|it| &it["path"]).collect();
    assert_eq!(paths, ["compare", "axis", "results", "timeZone"], "{problems}");
}

async fn theme_follows_the_page(page: &Page) {
    load(page).await;
    let surface = format!("getComputedStyle({}).backgroundColor", on(".panel"));
    page.wait_for(&format!("return {surface} === 'rgb(255, 255, 255)'")).await;
    page.eval("document.documentElement.style.setProperty('color-scheme', 'dark')").await;
    page.wait_for(&format!("return {surface} === 'rgb(23, 33, 38)'")).await;
    page.eval(&format!("{TREND}.theme = 'light'")).await;
    page.wait_for(&format!("return {surface} === 'rgb(255, 255, 255)'")).await;
}

async fn three_sessions_on_a_day_are_all_drawn(page: &Page) {
    let at = ["2026-03-02T08:00:00Z", "2026-03-02T12:00:00Z", "2026-03-02T16:00:00Z", "2026-03-09T08:00:00Z"];
    let results: Vec<Value> = many(4)
        .into_iter()
        .zip(at)
        .map(|(mut result, at)| {
            result["startedAt"] = at.into();
            result["submittedAt"] = at.into();
            result
        })
        .collect();
    load_trend(page, "", &json!({ "results": results })).await;
    page.events_exactly("trend-ready", 1).await;
    seen(page, "svg.drawing").await;
    let places = "[...e.querySelectorAll('.mark')].map((mark) => mark.getBoundingClientRect()).map(({ left, right }) => [left, right])";
    let places = run_on(page, "svg.drawing", places).await;
    for index in 0..3 {
        assert!(places[index][1].as_f64() <= places[index + 1][0].as_f64(), "marks overlap: {places}");
    }
}

/// Each has a Yew app of its own, with listeners of its own.
async fn form_and_trend_share_a_page(page: &Page) {
    page.load(&format!(
        "<script type=\"module\" src=\"/rapport-trend.js\"></script><rapport-feedback></rapport-feedback>
         <rapport-trend><script type=\"application/json\">{}</script></rapport-trend>",
        json!({ "results": twelve() })
    ))
    .await;
    page.allow_requests("/rapport"); // the module of the second element
    page.events_exactly("ready", 1).await;
    page.events_exactly("trend-ready", 1).await;
    seen(page, "svg.drawing").await;
    page.tap("safe", 0.7).await;
    page.events_exactly("change", 1).await;
    page.click_on("rapport-trend", "previous").await;
    shows(page, 10, "Mar 16, 2026").await;
    assert_eq!((page.events("change").await.len(), page.events("trend-select").await.len()), (1, 1));
}

async fn demo_page_draws_both_questionnaires(page: &Page) {
    page.load_file("trend.html").await;
    page.events_exactly("trend-ready", 1).await;
    page.wait_for(&format!("return {TREND}.shadowRoot.querySelectorAll('svg.drawing').length === 2")).await;
    let notes =
        "return document.getElementById('notes').textContent === document.getElementById('trend').toText()";
    page.wait_for(notes).await;
    page.eval(
        "const select = document.querySelector('[name=lang]'); select.value = 'ar';
         select.dispatchEvent(new Event('change', { bubbles: true }))",
    )
    .await;
    page.wait_for(&format!("return {}.dir === 'rtl'", on(".panel"))).await;
    let bar = run_on(page, "[aria-current] > :first-child", "getComputedStyle(e).boxShadow").await;
    assert!(bar.as_str().is_some_and(|bar| bar.contains(" -4px 0px")), "at the outer edge: {bar}");
    assert_eq!(page.events("error").await, Vec::<Value>::new());
    let skipped = "[...e.rows].filter((row) => row.dataset.session === '4').map((row) => row.cells.length)";
    assert_eq!(
        run_on(page, "table[part=table]", skipped).await.as_array().map(Vec::len),
        Some(2),
        "its skipped form"
    );
}

async fn demo_page_fits_320_pixels(page: &Page) {
    page.resize(320, 640).await;
    page.load_file("trend.html").await;
    page.events_exactly("trend-ready", 1).await;
    page.click_on("rapport-trend", "previous").await;
    page.events_exactly("trend-select", 1).await;
    let sizes =
        "const { scrollWidth, clientWidth } = document.scrollingElement; return scrollWidth - clientWidth";
    assert_eq!(page.eval(sizes).await, 0, "the page scrolls sideways");
}
