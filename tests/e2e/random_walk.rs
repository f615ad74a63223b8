//! Random actions of a respondent and a host page. After each, a result has the values that were shown last, no result
//! was sent twice, and an answer is null if and only if its item shows as unanswered.

use crate::cases;
use crate::harness::{DESKTOP, Page, Tests};

pub fn tests(tests: &mut Tests) {
    tests.add(&DESKTOP, &cases![random_actions_never_submit_other_than_shown,]);
}

async fn random_actions_never_submit_other_than_shown(page: &Page) {
    for seed in 1..=2 {
        page.load_bare(
            "<script src=\"/pages/break-module.js\"></script><script src=\"/pages/random-walk.js\"></script>\
             <script type=\"module\" src=\"/rapport.js\"></script><rapport-feedback></rapport-feedback>",
        )
        .await;
        page.events_exactly("ready", 1).await;
        let counts = page.eval(&format!("return walk({seed}, 600, {})", 3 * (seed - 1))).await;
        assert!(counts["sent"].as_u64().is_some_and(|sent| sent > 10), "{counts}");
    }
}
