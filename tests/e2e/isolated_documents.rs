//! The isolated build in another document of the page, such as that of a frame or of an opened window.

use serde_json::{Value, json};

use crate::cases;
use crate::harness::{DESKTOP, Page, Server, Tests};
use crate::isolated::{FRAME, load_isolated, start_frame_origin, tap};

pub fn tests(tests: &mut Tests) {
    tests.add(
        &DESKTOP,
        &cases![isolated_form_works_in_a_frame_of_the_page, isolated_form_works_in_an_opened_window],
    );
}

type Point = (f64, f64);

/// An answered form, and the points in its frame at which another answer is given and the form is sent. The drivers do
/// not enter a frame that has moved to another document.
struct Answered {
    other: Server,
    answer: Value,
    slider: Point,
    submit: Point,
}

/// Loads an isolated form of a fixed width beside this markup, and answers it. Its events are recorded in `moved`.
async fn load_answered(page: &Page, markup: &str) -> Answered {
    let other = start_frame_origin(page, &page.server.origin, "").await;
    let markup = format!("<rapport-feedback instrument=\"one\"></rapport-feedback>{markup}");
    load_isolated(page, &other, &markup).await;
    page.eval(
        "window.moved = []; window.widget = document.querySelector('rapport-feedback'); widget.style.width = '500px';
         for (const name of ['change', 'submit', 'error'])
           widget.addEventListener(`rapport-${name}`, ({ type, detail }) => moved.push({ type, detail }))",
    )
    .await;
    page.events_exactly("ready", 1).await;
    tap(page, "overall", 0.8).await;
    let answer = page.events_exactly("change", 1).await[0]["value"].clone();
    page.enter_frame(FRAME).await;
    let [left, top, width, height] = page.element_box("div", "[data-item=overall] input").await;
    let slider = (left + width * 0.3, top + height / 2.0);
    let [left, top, width, height] = page.element_box("div", "[part~=submit]").await;
    let submit = (left + width / 2.0, top + height / 2.0);
    page.leave_frames().await;
    page.allow_requests("/embed.html");
    Answered { other, answer, slider, submit }
}

/// Answers and sends the form that has moved. The scripts return the corner of its frame, and the array `moved`.
async fn answer_and_send(page: &Page, form: &Answered, corner: &str, moved: &str) {
    form.other.wait_for_request("/rapport.wasm", 2).await;
    let tap_until = async |(x, y): Point, name: &str| {
        page.wait_until(name, async || {
            // A window that is opened may be low, and its frame low until the form is drawn.
            let scrolled = format!(
                "const corner = () => {{ {corner} }};
                 scrollBy(0, corner()[1] + {y} - innerHeight / 2);
                 const [x, y] = [corner()[0] + {x}, corner()[1] + {y}];
                 return x < innerWidth && y > 0 && y < innerHeight ? [x, y] : null"
            );
            let point = page.eval(&scrolled).await;
            // The frame of a sent form is lower, so the point may be below the window.
            if let Some((x, y)) = point[0].as_f64().zip(point[1].as_f64()) {
                page.drag("mouse", &[(x, y)]).await;
            }
            page.eval(&format!("return {moved}.at(-1).type")).await == name
        })
        .await;
    };
    page.eval(&format!("{moved}.length = 0; {moved}.push({{ type: 'moved' }})")).await;
    tap_until(form.slider, "rapport-change").await;
    let changed = page.eval(&format!("return {moved}.at(-1).detail.value")).await;
    assert_ne!(changed, form.answer);
    tap_until(form.submit, "rapport-submit").await;
    let types = page.eval(&format!("return {moved}.map(({{ type }}) => type)")).await;
    assert!(!types.to_string().contains("error"), "{types}");
    assert_eq!(page.eval(&format!("return {moved}.at(-1).detail.answers[0].value")).await, changed);
    assert_eq!(
        page.eval(&format!("return {moved}.at(-1).detail.answers[0].changes >= 2")).await,
        true,
        "both answers"
    );
}

async fn isolated_form_works_in_a_frame_of_the_page(page: &Page) {
    let form = load_answered(page, "<iframe id=\"other\"></iframe>").await;
    page.eval("other.width = 700; other.height = 700; other.contentDocument.body.append(widget)").await;
    let corner = "const corners = [other, widget.shadowRoot.querySelector('iframe')].map((e) => e.getBoundingClientRect());
        return [corners[0].left + other.clientLeft + corners[1].left, corners[0].top + other.clientTop + corners[1].top]";
    answer_and_send(page, &form, corner, "moved").await;
    let frame = "widget.shadowRoot.querySelector('iframe')";
    let style = format!("return other.contentWindow.getComputedStyle({frame}).borderTopStyle");
    assert_eq!(page.eval(&style).await, "none");
}

async fn isolated_form_works_in_an_opened_window(page: &Page) {
    let form = load_answered(page, "<button id=\"open\">Open</button>").await;
    page.eval(
        "document.querySelector('#open').addEventListener('click', () => {
           const { document } = open('', '', 'width=800,height=700');
           document.body.append(widget);
         })",
    )
    .await;
    page.click_in_page("#open").await;
    page.enter_opened_window().await;
    let corner =
        "const { left, top } = opener.widget.shadowRoot.querySelector('iframe').getBoundingClientRect();
        return [left, top]";
    answer_and_send(page, &form, corner, "opener.moved").await;
    page.close_opened_window().await;
    assert_eq!(page.eval("return moved.at(-1).type").await, json!("rapport-submit"));
}
