//! The WASM module: the library, linked as a binary. Cargo optimises across crates only for a binary, since no other
//! Rust code can link to it. On other targets this program does nothing.
#![cfg_attr(target_family = "wasm", no_main)]

use rapport as _;

/// A constant-time allocator, a third of the size of the standard one.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(not(target_family = "wasm"))]
fn main() {}
