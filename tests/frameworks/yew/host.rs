//! A host page that is a Yew app itself, with click handlers around and beside the element.

use yew::prelude::*;

#[component]
fn Host() -> Html {
    let [around, beside] = [use_state(|| 0), use_state(|| 0)];
    let count = |state: &UseStateHandle<i32>| {
        let state = state.clone();
        Callback::from(move |_: MouseEvent| state.set(*state + 1))
    };
    html! {
        <main>
            <button id="beside" onclick={count(&beside)}>{ *beside }</button>
            <div onclick={count(&around)}><rapport-feedback /></div>
            <output id="around">{ *around }</output>
        </main>
    }
}

fn main() {
    yew::Renderer::<Host>::new().render();
}
