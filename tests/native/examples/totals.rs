//! Examples with a total of their items and without subscales.

use super::check;

/// A sum of nine, without the tenth. Low is favourable; no total unless all nine are answered.
#[test]
fn nine_points_one_outside() {
    check(
        "nine-points-one-outside",
        &[
            // 1 + 2 + 3 + 0 + 1 + 2 + 2 + 0 + 1 = 12; the tenth item is outside.
            ("1 2 3 0 1 2 2 0 1 3", "12 [example-lower]"),
            // 3 + 3 + 3 + 3 + 3 + 3 + 3 + 3 + 3 = 27.
            ("3 3 3 3 3 3 3 3 3 0", "27 [example-upper] !made-up-high-total !made-up-rushed"),
            // 0 + 0 + 0 + 0 + 0 + 0 + 3 + 0 + 0 = 3.
            ("0 0 0 0 0 0 3 0 0 0", "3 [example-lower] !made-up-rushed"),
            // 2 + 2 + 2 + 2 + 2 + 2 + 2 + 2 + 2 = 18.
            ("2 2 2 2 2 2 2 2 2 -", "18 [example-upper]"),
            // One of the nine is unanswered: no total.
            ("2 2 2 2 - 2 3 2 2 2", "- !made-up-rushed"),
            // 2 + 2 + 2 + 2 + 2 + 2 + 2 + 0 + 0 = 14.
            ("2 2 2 2 2 2 2 0 0 1", "14 [example-upper]"),
            // 1 + 1 + 1 + 1 + 1 + 1 + 2 + 3 + 2 = 13.
            ("1 1 1 1 1 1 2 3 2 1", "13 [example-lower]"),
        ],
    );
}

/// A sum of ten, two turned around. With eight or nine answers: their mean times ten.
#[test]
fn ten_low_two_reversed() {
    check(
        "ten-low-two-reversed",
        &[
            // 2 + 1 + 3 + 0 + 0 + 1 + 1 + 2 + 1 + 2 = 13; 4 − the answer for items 4 and 7.
            ("2 1 3 4 0 1 3 2 1 2", "13"),
            // 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 = 0; 4 − the answer for items 4 and 7.
            ("0 0 0 4 0 0 4 0 0 0", "0"),
            // 3 + 3 + 3 + 3 + 3 + 3 + 3 + 3 + 3 + 3 = 30; 4 − the answer for items 4 and 7.
            ("3 3 3 1 3 3 1 3 3 3", "30"),
            // 4 + 0 + 0 + 0 + 0 + 0 + 4 + 0 + 0 + 0 = 8; 4 − the answer for items 4 and 7.
            ("4 0 0 4 0 0 0 0 0 0", "8 !made-up-any-item(too-fast) !made-up-any-item(own-pace)"),
            // (2 + 1 + 3 + 0 + 1 + 1 + 2 + 1 + 2) · 10 / 9 = 130 / 9 = 14.444…
            ("2 1 3 - 0 1 3 2 1 2", "~14.4"),
            // (2 + 1 + 3 + 1 + 1 + 2 + 1 + 3) · 10 / 8 = 17.5
            ("2 1 3 - - 1 3 2 1 3", "~17.5"),
            // 7 answers of at least 8: no total.
            ("2 1 3 - - - 3 2 1 2", "-"),
        ],
    );
}

/// A sum of four, looked up in a made-up table. A prorated raw score is rounded up first.
#[test]
fn four_table() {
    check(
        "four-table",
        &[
            // raw 1 + 1 + 1 + 1 = 4; the table has 30.
            ("1 1 1 1", "30"),
            // raw 5 + 5 + 5 + 5 = 20; the table has 70.
            ("5 5 5 5", "70"),
            // raw 2 + 3 + 3 + 4 = 12; the table has 48.
            ("2 3 3 4", "48"),
            // raw (2 + 3 + 3) · 4 / 3 = 10.67, up to 11; the table has 46.3.
            ("2 3 3 -", "~46.3"),
            // raw (1 + 1 + 1) · 4 / 3 = 4; the table has 30.
            ("1 - 1 1", "~30"),
            // raw (4 + 5 + 4) · 4 / 3 = 17.33, up to 18; the table has 61.8.
            ("4 5 4 -", "~61.8"),
            // 2 answers of at least 3: no total.
            ("2 - 3 -", "-"),
        ],
    );
}

/// The mean of the items that apply. That one does not apply is an answer; in the fourth item it counts 5.
#[test]
fn six_not_applicable() {
    check(
        "six-not-applicable",
        &[
            // (5 + 4 + 3 + 2 + 4 + 5) / 6 = 3.8333….
            ("5 4 3 2 4 5", "3.83"),
            // (4 + 3 + 5 + 4 + 5) / 5 = 4.2; the fourth counts 5.
            ("na 4 3 na 4 5", "4.2"),
            // (3 + 5 + 4 + 5) / 4 = 4.25; the fourth counts 5.
            ("na na 3 na 4 5", "4.25"),
            // (5 + 4 + 5) / 3 = 4.6667…; the fourth counts 5.
            ("na na - na 4 5", "~4.67"),
            // 4 answers of at least 5: no total.
            ("na na - na - 5", "-"),
            // (5 + 4 + 3 + 4 + 5) / 5 = 4.2.
            ("5 4 3 - 4 5", "~4.2"),
            // 4 answers of at least 5: no total.
            ("5 4 - - 4 5", "-"),
        ],
    );
}

/// A sum of five from −3 to 3; the range runs from −15 to 15.
#[test]
fn five_signed() {
    check(
        "five-signed",
        &[
            // 3 + 2 + 1 + 3 + 2 = 11; the sign of the fourth is turned.
            ("3 2 1 -3 2", "11 [example-above-zero]"),
            // (-3) + (-3) + (-3) + (-3) + (-3) = -15; the sign of the fourth is turned.
            ("-3 -3 -3 3 -3", "-15 [example-below-zero]"),
            // 3 + 3 + 3 + 3 + 3 = 15; the sign of the fourth is turned.
            ("3 3 3 -3 3", "15 [example-above-zero]"),
            // 1 + (-1) + 1 + (-1) + 1 = 1; the sign of the fourth is turned.
            ("1 -1 1 1 1", "1 [example-above-zero]"),
            // 1 + (-1) + (-1) + 1 + (-1) = -1; the sign of the fourth is turned.
            ("1 -1 -1 -1 -1", "-1 [example-below-zero]"),
            // One is unanswered: no total.
            ("1 - 2 -2 1", "-"),
        ],
    );
}

/// A sum of four items with points of their own.
#[test]
fn four_own_points() {
    check(
        "four-own-points",
        &[
            // 4 + 2 + 4 + 4 = 14; the third has the scores 0, 2, 4 for 1, 2, 3.
            ("4 2 3 4", "14"),
            // 0 + 0 + 0 + 0 = 0; the third has the scores 0, 2, 4 for 1, 2, 3.
            ("0 0 1 0", "0 !made-up-water"),
            // 2 + 2 + 2 + 2 = 8; the third has the scores 0, 2, 4 for 1, 2, 3.
            ("2 2 2 2", "8"),
            // One is unanswered: no total.
            ("2 - 3 4", "-"),
            // One is unanswered: no total.
            ("4 2 1 -", "- !made-up-water"),
        ],
    );
}

/// A sum of four lines, each from 0 to 10 in tenths.
#[test]
fn four_visual_lines() {
    check(
        "four-visual-lines",
        &[
            // 7.2 + 5.5 + 10 + 0.8 = 23.5.
            ("72 55 100 8", "23.5"),
            // 0 + 0 + 0 + 0 = 0.
            ("0 0 0 0", "0"),
            // 10 + 10 + 10 + 10 = 40.
            ("100 100 100 100", "40"),
            // 3.3 + 3.3 + 3.3 + 3.4 = 13.3.
            ("33 33 33 34", "13.3"),
            // One is unanswered: no total.
            ("72 55 - 8", "-"),
        ],
    );
}

/// A sum of four faces. Without the item that does not apply: the mean of the others times four.
#[test]
fn four_faces() {
    check(
        "four-faces",
        &[
            // 4 + 5 + 3 + 5 = 17.
            ("4 5 3 5", "17"),
            // 1 + 1 + 1 + 1 = 4.
            ("1 1 1 1", "4"),
            // The mean of three, (4 + 3 + 5) / 3, times four = 16.
            ("4 na 3 5", "16"),
            // The mean of three, (4 + 3 + 4) / 3, times four = 14.67.
            ("4 na 3 4", "15"),
            // One is unanswered: no total.
            ("4 - 3 5", "-"),
        ],
    );
}

/// A sum of five sliders, one turned around.
#[test]
fn five_one_reversed() {
    check(
        "five-one-reversed",
        &[
            // 7 + 6 + 6 + 5 + 4 = 28; 8 − the answer for the third.
            ("7 6 2 5 4", "28"),
            // One is unanswered: no total.
            ("4 4 4 4 -", "-"),
        ],
    );
}

/// A sum of nine sliders.
#[test]
fn nine_sum() {
    check(
        "nine-sum",
        &[
            // 3 + 2 + 1 + 0 + 3 + 2 + 1 + 0 + 3 = 15.
            ("3 2 1 0 3 2 1 0 3", "15"),
            // One is unanswered: no total.
            ("3 3 3 3 - 3 3 3 3", "-"),
        ],
    );
}

/// A sum of ten sliders. With nine answers: their mean times ten.
#[test]
fn ten_prorated() {
    check(
        "ten-prorated",
        &[
            // 4 + 3 + 2 + 1 + 4 + 3 + 2 + 1 + 4 + 3 = 27.
            ("4 3 2 1 4 3 2 1 4 3", "27 [example-upper]"),
            // (4 + 3 + 2 + 1 + 0 + 3 + 2 + 1 + 3) · 10 / 9 = 21.11…
            ("4 3 2 1 0 3 2 1 - 3", "~21.1 [example-upper] !made-up-example-any-item(conversations)"),
            // 8 answers of at least 9: no total.
            ("1 1 2 1 2 2 - 1 - 3", "-"),
        ],
    );
}
