//! The WASM module of `<rapport-trend>`: the library, linked as a binary. On other targets this program does nothing.
#![cfg_attr(target_family = "wasm", no_main)]

use rapport as _;

/// A constant-time allocator, a third of the size of the standard one.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(not(target_family = "wasm"))]
fn main() {}
