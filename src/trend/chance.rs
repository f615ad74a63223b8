//! How often a mark of reliable change comes by chance. `tests/oracle/chance.py` calculates the tables, and describes how.

use super::settings::Compare;

/// For each percentage from 5 to 99, the smallest number of totals whose probability of a mark rounds to it or more.
///
/// The model: errors are independent and normal, nothing changes, and the threshold is 1.96 · √2 standard errors of
/// measurement. With each total compared with the one before, the probabilities are 17 % over 5 totals, 39 % over 12
/// and 57 % over 20.
const PREVIOUS: [u16; 95] = [
    2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10, 10, 11, 11, 11, 12,
    12, 12, 13, 13, 14, 14, 14, 15, 15, 16, 16, 16, 17, 17, 18, 18, 19, 19, 20, 20, 21, 21, 22, 22, 23, 24,
    24, 25, 26, 26, 27, 28, 28, 29, 30, 31, 32, 32, 33, 34, 35, 36, 37, 39, 40, 41, 42, 44, 45, 47, 49, 51,
    53, 55, 57, 60, 64, 67, 72, 78, 85, 97,
];

/// The same with each total compared with the first: 16 % over 5 totals, 30 % over 12 and 41 % over 20.
const FIRST: [u16; 95] = [
    2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 6, 6, 7, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 13, 13, 14, 15, 15,
    16, 17, 18, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 29, 30, 31, 33, 34, 36, 37, 39, 40, 42, 44, 46, 48,
    50, 52, 54, 57, 59, 62, 64, 67, 70, 73, 77, 80, 84, 88, 92, 96, 101, 106, 111, 116, 122, 128, 135, 143,
    151, 159, 169, 179, 191, 204, 218, 235, 254, 277, 306, 342, 391, 467,
];

/// Returns the probability, in percent, that at least one of `totals` has a mark of reliable change although nothing
/// changed: 0 below two totals, then 5 to 99. 99 stands for more too.
#[must_use]
pub fn chance(compare: Compare, totals: usize) -> usize {
    let table: &[u16] = match compare {
        Compare::Previous => &PREVIOUS,
        Compare::First => &FIRST,
    };
    let reached = table.iter().take_while(|smallest| usize::from(**smallest) <= totals).count();
    if reached == 0 { 0 } else { reached + 4 }
}
