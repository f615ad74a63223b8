//! Examples with subscales.

use super::check;

/// A sum of twelve and of each four. A subscale needs 9 · 4 / 12 = 3 answers.
#[test]
fn twelve_three_subscales() {
    check(
        "twelve-three-subscales",
        &[
            // 16 + 14 + 10 = 40; 5 + 4 + 3 + 4 = 16; 2 + 3 + 4 + 5 = 14; 1 + 2 + 3 + 4 = 10.
            ("5 4 3 4 2 3 4 5 1 2 3 4", "40 topics=16 week=14 setting=10"),
            // 4 + 4 + 4 = 12; 1 + 1 + 1 + 1 = 4; 1 + 1 + 1 + 1 = 4; 1 + 1 + 1 + 1 = 4.
            ("1 1 1 1 1 1 1 1 1 1 1 1", "12 topics=4 week=4 setting=4"),
            // 32 · 12 / 10 = 38.4; topics: (5 + 4 + 4) · 4 / 3 = 17.33; week: (2 + 3 + 4) · 4 / 3 = 12.
            ("5 4 - 4 2 3 4 - 1 2 3 4", "~38.4 topics=~17.3 week=~12 setting=10"),
            // 30 · 12 / 9 = 40; topics: 2 answers of at least 3; setting: (1 + 2 + 4) · 4 / 3 = 9.33.
            ("5 4 - - 2 3 4 5 1 2 - 4", "~40 topics=- week=14 setting=~9.3"),
            // 8 answers of at least 9; topics: 2 answers of at least 3; week: (2 + 3 + 4) · 4 / 3 = 12; setting:
            // (1 + 2 + 4) · 4 / 3 = 9.33.
            ("5 4 - - 2 3 4 - 1 2 - 4", "- topics=- week=~12 setting=~9.3"),
        ],
    );
}

/// The mean of two means, rounded to two decimals at both steps. They need 4 · 4 / 6, so 3, and 4 · 2 / 6, so 2.
#[test]
fn mean_of_two() {
    check(
        "mean-of-two",
        &[
            // 16 / 4 = 4; 3 / 2 = 1.5; (4 + 1.5) / 2 = 2.75.
            ("5 4 3 4 2 1", "2.75 nights=4 days=1.5"),
            // 5 / 4 = 1.25; 10 / 2 = 5; (1.25 + 5) / 2 = 3.125.
            ("1 1 2 1 5 5", "3.13 nights=1.25 days=5"),
            // 13 / 3 = 4.33; 3 / 2 = 1.5; (4.33 + 1.5) / 2 = 2.915.
            ("5 4 - 4 2 1", "~2.92 nights=~4.33 days=1.5"),
            // 16 / 4 = 4; days: 1 answers of at least 2; no total.
            ("5 4 3 4 2 -", "- nights=4 days=-"),
            // nights: 2 answers of at least 3; 3 / 2 = 1.5; no total.
            ("5 - - 4 2 1", "- nights=- days=1.5"),
        ],
    );
}

/// A sum of six in three subscales; the fourth is outside. Each needs 5 · 2 / 6, so both of its answers.
#[test]
fn four_subscales_one_outside() {
    check(
        "four-subscales-one-outside",
        &[
            // 1 + 2 + 0 + 3 + 4 + 1 = 11; place 2 + 1 = 3, outside.
            ("1 2 0 3 4 1 2 1", "11 body=3 mind=3 others=5 place=3[example-place-lower]"),
            // 4 + 4 + 4 + 4 + 4 + 4 = 24; place 4 + 4 = 8, outside.
            ("4 4 4 4 4 4 4 4", "24 body=8 mind=8 others=8 place=8[example-place-upper] !made-up-place"),
            // (1 + 2 + 0 + 4 + 1) · 6 / 5 = 9.6.
            ("1 2 0 - 4 1 2 -", "~9.6 body=3 mind=- others=5 place=-"),
            // 4 answers of at least 5; place 4 + 4 = 8, outside.
            ("1 2 0 3 - - 4 4", "- body=3 mind=3 others=- place=8[example-place-upper] !made-up-place"),
            // 0 answers of at least 5; place 3 + 2 = 5, outside.
            ("- - - - - - 3 2", "- body=- mind=- others=- place=5[example-place-upper]"),
        ],
    );
}

/// Two sums of three, and never a total.
#[test]
fn no_total_two_directions() {
    check(
        "no-total-two-directions",
        &[
            // bright 5 + 4 + 3 = 12; worn 1 + 2 + 1 = 4.
            ("5 1 4 2 3 1", "- bright=12 worn=4"),
            // bright 1 + 1 + 1 = 3; worn 5 + 5 + 5 = 15.
            ("1 5 1 5 1 5", "- bright=3 worn=15"),
            // bright 5 + 4 + 3 = 12; worn: one is unanswered.
            ("5 1 4 - 3 1", "- bright=12 worn=-"),
            // bright: one is unanswered; worn: one is unanswered.
            ("- 1 4 - 3 1", "- bright=- worn=-"),
        ],
    );
}

/// A mean of twelve sliders, and of each four.
#[test]
fn three_means() {
    check(
        "three-means",
        &[
            // 39 / 12 = 3.25; 16 / 4 = 4; 13 / 4 = 3.25; 10 / 4 = 2.5.
            ("5 4 3 4 2 3 4 4 1 2 3 4", "3.25 call=4 pace=3.25 takeaway=2.5"),
            // One is unanswered: no total; 14 / 4 = 3.5; 10 / 4 = 2.5.
            ("5 4 - 4 2 3 4 5 1 2 3 4", "- call=- pace=3.5 takeaway=2.5"),
        ],
    );
}
