//! Measures the CSS `zoom` of an element. In every engine an event's offset includes it, while `WebKit` and older versions
//! of Chromium leave it out of an element's box.

use wasm_bindgen::prelude::*;
use web_sys::{Element, ShadowRoot};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = parseFloat)]
    fn parse_float(text: &str) -> f64;
}

/// Returns the product of the `zoom` of an element and its ancestors, across shadow roots.
pub(super) fn css_zoom(element: &Element) -> f64 {
    let style = gloo::utils::window().get_computed_style(element).ok().flatten();
    let own = style.and_then(|style| style.get_property_value("zoom").ok()).unwrap_or_default();
    let own = parse_float(&own);
    let host = || Some(element.get_root_node().dyn_into::<ShadowRoot>().ok()?.host());
    let outer = element.parent_element().or_else(host).map_or(1.0, |parent| css_zoom(&parent));
    if own > 0.0 { own * outer } else { outer }
}
