//! The WebAssembly program: the library as it is, linked in one piece. Only a program, not a library that
//! other Rust code can also use, is optimised across all its crates. Elsewhere it does nothing.
#![cfg_attr(target_family = "wasm", no_main)]

use rapport as _;

/// Constant time, and a third of the size of the standard one.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(not(target_family = "wasm"))]
fn main() {}
