//! The chance of a mark of reliable change: the table against the script that calculates it, and against random series.

use std::process::Command;

use rapport::trend::{Compare, chance};

/// The rows that `tests/oracle/chance.py` calculates: number of totals, and the probabilities in percent.
fn rows() -> Vec<(usize, f64, f64)> {
    let output = Command::new("python3").args(["tests/oracle/chance.py", "--rows"]).output();
    let output = output.expect("Python 3 is needed: on Debian, sudo apt-get install python3");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    let row = |line: &str| {
        let mut parts = line.split(' ').map(|part| part.parse::<f64>().expect("a number"));
        let mut next = || parts.next().expect("three numbers");
        (next() as usize, next(), next())
    };
    text.lines().map(row).collect()
}

#[test]
fn table_is_that_of_the_script() {
    let rows = rows();
    assert_eq!(rows.len(), 1000);
    for (totals, previous, first) in rows {
        for (compare, percent) in [(Compare::Previous, previous), (Compare::First, first)] {
            let found = chance(compare, totals);
            assert!((found as f64 - percent.min(99.0)).abs() <= 0.51, "{totals}: {found}, not {percent}");
        }
    }
}

#[test]
fn chance_over_some_numbers_of_sessions() {
    for (totals, previous, first) in
        [(0, 0, 0), (1, 0, 0), (2, 5, 5), (5, 17, 16), (12, 39, 30), (20, 57, 41), (1000, 99, 99)]
    {
        assert_eq!(
            (chance(Compare::Previous, totals), chance(Compare::First, totals)),
            (previous, first),
            "{totals}"
        );
    }
}

/// Random numbers from a generator that is no part of the script.
struct Generator(u64);

impl Generator {
    fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A normal number, by Box and Muller.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

#[test]
fn random_series_have_as_many_marks() {
    let (series, limit) = (40_000, 1.96 * 2.0_f64.sqrt());
    let mut generator = Generator(0x9e37_79b9_7f4a_7c15);
    for totals in [5, 12, 20] {
        let (mut previous, mut first) = (0, 0);
        for _ in 0..series {
            let errors: Vec<f64> = (0..totals).map(|_| generator.normal()).collect();
            previous += usize::from(errors.windows(2).any(|pair| (pair[1] - pair[0]).abs() > limit));
            first += usize::from(errors.iter().any(|error| (error - errors[0]).abs() > limit));
        }
        for (compare, found) in [(Compare::Previous, previous), (Compare::First, first)] {
            let percent = found as f64 * 100.0 / f64::from(series);
            // Four standard errors of the estimate, and the rounding of the table.
            let expected = chance(compare, totals) as f64;
            let margin = 4.0 * (expected * (100.0 - expected) / f64::from(series)).sqrt() + 0.5;
            assert!((percent - expected).abs() <= margin, "{totals}: {percent}, not {expected}");
        }
    }
}
