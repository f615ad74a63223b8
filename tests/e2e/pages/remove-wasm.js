// A browser without WebAssembly, as in iOS's Lockdown Mode.
delete globalThis.WebAssembly;
