//! Secrets of 128 random bits: session ids, invitations, sign-ins. The database has only their hashes.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A secret. `Display` writes it as 32 hexadecimal digits, `Debug` does not.
#[derive(Clone, Copy)]
pub struct Token(u128);

/// The SHA-256 hash of a token. With 128 random bits it needs no salt and no slow function.
pub type TokenHash = [u8; 32];

impl Token {
    /// Returns a new token from the system's random source.
    ///
    /// # Errors
    ///
    /// The system has no random source.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self(u128::from_be_bytes(bytes)))
    }

    /// Reads 32 lower-case hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 32 && text.bytes().all(is_digit))
            .then(|| u128::from_str_radix(text, 16).ok())?
            .map(Self)
    }

    /// Returns the hash under which the token is stored.
    #[must_use]
    pub fn hash(self) -> TokenHash {
        Sha256::digest(self.to_string().as_bytes()).into()
    }

    /// Compares the hash with a stored one in constant time.
    #[must_use]
    pub fn is_stored_as(self, hash: &[u8]) -> bool {
        self.hash().ct_eq(hash).into()
    }
}

impl fmt::Display for Token {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{:032x}", self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Token")
    }
}

/// Compares two texts in constant time. Their lengths are no secret.
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}
