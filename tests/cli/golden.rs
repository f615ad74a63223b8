//! The whole output for two definitions.

use std::fs;

use crate::program::run;

#[test]
fn report_is_the_golden_one() {
    let cases = [
        (["check", "tests/cli/golden/mixed.json", "--lang", "en"], "mixed.txt"),
        (
            ["check", "examples/instruments/five-one-reversed.json", "--lang", "es"],
            "five-one-reversed.es.txt",
        ),
    ];
    for (arguments, name) in cases {
        let found = run(&arguments);
        let golden = fs::read_to_string(format!("tests/cli/golden/{name}")).expect(name);
        assert_eq!(found.stdout, golden, "{name}");
        assert_eq!((found.code, found.stderr.as_str()), (Some(0), ""), "{name}");
    }
}
