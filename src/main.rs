//! The WebAssembly program: the library as it is, linked in one piece. Only a program, not a library that
//! other Rust code can also use, is optimised across all its crates.
#![no_main]

use rapport as _;
