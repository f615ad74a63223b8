//! The WebAssembly program: the library as it is, linked in one piece. Only a program, not a library that
//! other Rust code can also use, is optimised across all its crates.
#![no_main]

use rapport as _;

/// Constant time, and a third of the size of the standard one.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
