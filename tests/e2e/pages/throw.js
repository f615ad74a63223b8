// Throws while it loads, for the test of the harness.
throw new Error("thrown on purpose");
