//! Limits of requests by time. They are kept in memory, and begin afresh with the server.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::refusal::Refusal;
use crate::token::TokenHash;

/// The limits, each by its key.
#[derive(Debug)]
pub struct Rates {
    sign_in: DefaultKeyedRateLimiter<IpAddr>,
    unknown: DefaultKeyedRateLimiter<IpAddr>,
    feedback: DefaultKeyedRateLimiter<TokenHash>,
    signal: DefaultKeyedRateLimiter<String>,
    call: DefaultKeyedRateLimiter<i64>,
}

fn limiter<K: Hash + Eq + Clone>(burst: u32, period: Duration) -> DefaultKeyedRateLimiter<K> {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::with_period(period).unwrap_or(Quota::per_second(NonZeroU32::MIN));
    RateLimiter::keyed(quota.allow_burst(burst))
}

fn check<K: Hash + Eq + Clone>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), Refusal> {
    limiter
        .check_key(key)
        .map_err(|until| Refusal::TooMany(until.wait_time_from(DefaultClock::default().now()).as_secs() + 1))
}

/// Returns the key of an address. One line has 2^64 addresses of IPv6, which share their first 64 bits.
fn line_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        address @ IpAddr::V4(_) => address,
    }
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            sign_in: limiter(5, Duration::from_secs(12)),
            unknown: limiter(30, Duration::from_secs(2)),
            feedback: limiter(20, Duration::from_secs(3)),
            signal: limiter(300, Duration::from_millis(200)),
            call: limiter(20, Duration::from_secs(30)),
        }
    }
}

impl Rates {
    /// Counts an attempt to sign in: five at once from one address, then one in 12 seconds.
    ///
    /// # Errors
    ///
    /// 429, as for all of these.
    pub fn sign_in(&self, address: IpAddr) -> Result<(), Refusal> {
        check(&self.sign_in, &line_of(address))
    }

    /// Counts a secret that is not known: 30 at once from one address, then one in 2 seconds.
    pub fn unknown(&self, address: IpAddr) -> Result<(), Refusal> {
        check(&self.unknown, &line_of(address))
    }

    /// Counts a result that is posted to a session: 20 at once, then one in 3 seconds.
    pub fn feedback(&self, session: &TokenHash) -> Result<(), Refusal> {
        check(&self.feedback, session)
    }

    /// Counts a message between the two browsers of a call: 300 at once, then five a second.
    pub fn signal(&self, call: &String) -> Result<(), Refusal> {
        check(&self.signal, call)
    }

    /// Counts a call that a client starts: 20 at once, then one in 30 seconds.
    pub fn call(&self, client: i64) -> Result<(), Refusal> {
        check(&self.call, &client)
    }

    /// Forgets the keys that are at rest.
    pub fn forget(&self) {
        self.sign_in.retain_recent();
        self.unknown.retain_recent();
        self.feedback.retain_recent();
        self.signal.retain_recent();
        self.call.retain_recent();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]

    use super::*;

    #[test]
    fn line_with_many_addresses_has_one_key() {
        for (address, key) in [
            ("198.51.100.7", "198.51.100.7"),
            ("::ffff:198.51.100.7", "198.51.100.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::"),
            ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ] {
            let parse = |text: &str| text.parse::<IpAddr>().expect("an address");
            assert_eq!(line_of(parse(address)), parse(key), "{address}");
        }
    }
}
