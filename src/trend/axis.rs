//! The horizontal axis: where sessions, days and events stand, the same in all panels.

use super::Event;
use super::chart::{Side, Tick};
use super::labels::{Labels, width};
use super::locale::DateForm;
use super::report::Report;
use super::settings::Axis;
use super::time::{DAY, date_of, day, days_of, instant};

/// The distance between two sessions on one day, if there is room.
const SAME_DAY: f64 = 9.0;
/// The free space between two tick labels.
const GAP: f64 = 36.0;
/// The most ticks that are tried.
const MAX_TICKS: f64 = 60.0;
/// Steps of ticks, in days, in months and in years.
const DAYS: [i32; 4] = [1, 2, 7, 14];
const MONTHS: [i32; 9] = [1, 3, 6, 12, 24, 60, 120, 240, 600];

/// The horizontal axis.
#[derive(Debug)]
pub(super) struct Horizontal {
    left: f64,
    right: f64,
    /// The times of the first and the last session.
    first: f64,
    last: f64,
    is_time: bool,
    times: Vec<f64>,
    /// The middle of each session.
    pub sessions: Vec<f64>,
}

impl Horizontal {
    /// Places all sessions between `left` and `right`.
    pub(super) fn new(report: &Report, left: f64, right: f64) -> Self {
        let trend = report.trend;
        let time = |session: &Vec<usize>| {
            session.first().and_then(|index| trend.entries.get(*index)).map_or(0.0, |entry| entry.at)
        };
        let times: Vec<f64> = trend.sessions.iter().map(time).collect();
        let first = times.first().copied().unwrap_or_default();
        let last = times.last().copied().unwrap_or_default();
        let is_time = report.settings.axis == Axis::Time;
        let mut axis = Self { left, right, first, last, is_time, times, sessions: Vec::new() };
        axis.sessions = if is_time { axis.by_time(report) } else { axis.one_by_one() };
        axis
    }

    fn one_by_one(&self) -> Vec<f64> {
        let count = super::entry::count(self.times.len());
        let at = |index: usize| {
            let share = if count > 1.0 { super::entry::count(index) / (count - 1.0) } else { 0.5 };
            self.left + share * (self.right - self.left)
        };
        (0..self.times.len()).map(at).collect()
    }

    fn at(&self, time: f64) -> f64 {
        let share = if self.last > self.first { (time - self.first) / (self.last - self.first) } else { 0.5 };
        self.left + share * (self.right - self.left)
    }

    /// Places sessions by time, those of one day at a distance. Of all orders of positions with these distances it takes
    /// the one with the least squares of shifts: an isotonic regression after the distances are subtracted.
    fn by_time(&self, report: &Report) -> Vec<f64> {
        let days: Vec<i32> = self.times.iter().map(|time| day(report.locale, *time)).collect();
        let shared = days.iter().zip(days.iter().skip(1)).filter(|(day, next)| day == next).count();
        let gap = ((self.right - self.left) / super::entry::count(shared.max(1))).min(SAME_DAY);
        let mut offsets = vec![0.0; days.len()];
        let mut offset = 0.0;
        for (index, place) in offsets.iter_mut().enumerate() {
            if index > 0 && days.get(index - 1) == days.get(index) {
                offset += gap;
            }
            *place = offset;
        }
        // Each pool is a run of sessions that move together: the sum of their positions, and their number.
        let mut pools: Vec<(f64, usize)> = Vec::new();
        let mean = |(sum, size): (f64, usize)| sum / super::entry::count(size);
        for (time, offset) in self.times.iter().zip(&offsets) {
            let mut pool = (self.at(*time) - offset, 1);
            while let Some(last) = pools.last().copied().filter(|last| mean(*last) >= mean(pool)) {
                pool = (last.0 + pool.0, last.1 + pool.1);
                pools.pop();
            }
            pools.push(pool);
        }
        let places = pools.iter().flat_map(|pool| std::iter::repeat_n(mean(*pool), pool.1));
        let most = (self.right - offset).max(self.left);
        places.zip(offsets).map(|(place, offset)| place.clamp(self.left, most) + offset).collect()
    }

    /// Returns the position of an event; `None` outside of the sessions. An event of a day is compared by days.
    pub(super) fn event(&self, report: &Report, event: &Event) -> Option<f64> {
        let own = day(report.locale, event.at);
        let (mut before, mut with) = (0, 0_usize);
        for (time, day) in self.times.iter().zip(&report.trend.days) {
            let order = if event.is_day { day.cmp(&own) } else { time.total_cmp(&event.at) };
            before += usize::from(order.is_lt());
            with += usize::from(order.is_eq());
        }
        if with == 0 && (before == 0 || before == self.times.len()) {
            return None;
        }
        let one = if with == 0 { before - 1 } else { before };
        Some(if self.is_time {
            // Sessions of one day are moved apart: the event stays on its side of each.
            let last = before + with.saturating_sub(1);
            self.at(event.at).max(self.session(one)).min(self.session(last))
        } else {
            self.between(one, before)
        })
    }

    /// Returns the middle between two sessions.
    pub(super) fn between(&self, one: usize, other: usize) -> f64 {
        f64::midpoint(self.session(one), self.session(other))
    }

    fn session(&self, index: usize) -> f64 {
        self.sessions.get(index).copied().unwrap_or(self.left)
    }

    /// Returns the ticks with their labels at the baseline `y`: the finest whose labels do not overlap.
    pub(super) fn ticks(&self, report: &Report, labels: &mut Labels, y: f64) -> Vec<Tick> {
        let mut ticks = if self.is_time { self.time_ticks(report) } else { Vec::new() };
        if ticks.len() < 2 {
            ticks = self.session_ticks(report);
        }
        let place = |(at, text): (f64, String)| {
            let half = width(&text) / 2.0;
            let clamped =
                at.clamp(self.left - 12.0 + half, (self.right + 12.0 - half).max(self.left - 12.0 + half));
            Tick { at, label: labels.place(&text, &[(clamped, y, Side::Middle)]) }
        };
        ticks.into_iter().map(place).collect()
    }

    /// Returns ticks at the starts of days, months or years; none if no such ticks fit.
    fn time_ticks(&self, report: &Report) -> Vec<(f64, String)> {
        let locale = report.locale;
        let [first, last] = [self.first, self.last].map(|time| day(locale, time));
        let tick = |days: i32, form: DateForm| {
            // The label is that of noon: where a clock skips midnight, the day before would be named.
            let [start, noon] = [0.0, 0.5].map(|part| instant(locale, (f64::from(days) + part) * DAY));
            (self.at(start), locale.date(noon, form))
        };
        for step in DAYS {
            if f64::from(last - first) / f64::from(step) < MAX_TICKS {
                let days = (first..=last).step_by(usize::try_from(step).unwrap_or(1));
                let ticks: Vec<_> = days.map(|days| tick(days, DateForm::DayMonth)).collect();
                if Self::fits(&ticks) {
                    return self.within(ticks);
                }
            }
        }
        let months_of = |days: i32| {
            let (year, month, _) = date_of(days);
            year * 12 + month - 1
        };
        for step in MONTHS {
            let (first, last) = (months_of(first).div_euclid(step), months_of(last).div_euclid(step));
            if f64::from(last - first) < MAX_TICKS {
                let form = if step < 12 { DateForm::Month } else { DateForm::Year };
                let ticks = (first..=last).map(|index| tick(days_of(0, index * step + 1, 1), form));
                let ticks: Vec<_> = self.within(ticks.collect());
                if Self::fits(&ticks) {
                    return ticks;
                }
            }
        }
        Vec::new()
    }

    /// Returns the ticks within the axis. The start of the first session's day is before it, and is moved to it.
    fn within(&self, ticks: Vec<(f64, String)>) -> Vec<(f64, String)> {
        ticks.into_iter().filter(|(at, _)| (self.left - 12.0..=self.right + 12.0).contains(at)).collect()
    }

    fn fits(ticks: &[(f64, String)]) -> bool {
        let pairs = ticks.iter().zip(ticks.iter().skip(1));
        let room = |(one, next): (&(f64, String), &(f64, String))| {
            next.0 - one.0 - f64::midpoint(width(&one.1), width(&next.1))
        };
        ticks.len() > 1 && pairs.map(room).all(|room| room >= GAP)
    }

    /// Returns the dates of sessions: as many as fit, at equal steps.
    fn session_ticks(&self, report: &Report) -> Vec<(f64, String)> {
        let tick = |(at, time): (&f64, &f64)| (*at, report.locale.date(*time, DateForm::Day));
        let mut step = 1;
        loop {
            let sessions = self.sessions.iter().zip(&self.times).step_by(step);
            if step >= self.times.len() || super::entry::count(self.times.len() / step) < MAX_TICKS {
                let mut ticks: Vec<_> = sessions.map(tick).collect();
                ticks.dedup_by(|next, one| next.1 == one.1);
                if ticks.len() < 2 || Self::fits(&ticks) {
                    return ticks;
                }
            }
            step += step.div_ceil(2);
        }
    }
}
