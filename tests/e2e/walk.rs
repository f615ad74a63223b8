//! Thousands of steps at random, of a client and of a host, after each of which the same has to hold: what a result says
//! is what was shown last, nothing is sent twice, and an answer is null if and only if it shows as unset.

use crate::page::Page;

crate::in_every_engine!(whatever_is_done_to_it_a_form_tells_what_it_showed);

async fn whatever_is_done_to_it_a_form_tells_what_it_showed(page: &Page) {
    for seed in 1..=2 {
        page.open_bare(
            "<script src=\"/fault.js\"></script><script src=\"/walk.js\"></script>\
             <script type=\"module\" src=\"/rapport.js\"></script><rapport-feedback></rapport-feedback>",
        )
        .await;
        page.hear("ready", 1).await;
        let told = page.eval(&format!("return walk({seed}, 1000, {})", 3 * (seed - 1))).await;
        assert!(told["sent"].as_u64().is_some_and(|sent| sent > 10), "{told}");
    }
}
