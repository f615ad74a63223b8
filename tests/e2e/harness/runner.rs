//! The test binary's own runner: one test for each case and engine, each with a server and a tab of its own.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::{Mutex, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use libtest_mimic::{Arguments, Failed, Trial};
use tokio::runtime::Runtime;

use super::engine::Engine;
use super::page::Page;
use super::pool;

/// More than the cores: a test mostly waits for its browser.
const WORKERS: usize = 3;
const CASE_LIMIT: Duration = Duration::from_mins(10);
const SLOWEST: usize = 10;

/// Every test that runs holds it, and a test that runs alone holds it for writing.
static RUNNING: RwLock<()> = RwLock::new(());
static TIMES: Mutex<Vec<(Duration, String)>> = Mutex::new(Vec::new());

type Run = for<'a> fn(&'a Page) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

/// A function of a page that fails by panicking.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    pub name: &'static str,
    pub run: Run,
}

/// Makes cases of async functions of a page.
#[macro_export]
macro_rules! cases {
    ($($name:ident),+ $(,)?) => {
        [$($crate::harness::runner::Case { name: stringify!($name), run: |page| Box::pin($name(page)) }),+]
    };
}

/// The failure of a case.
#[derive(Debug, Default)]
pub struct Report {
    pub panic: Option<String>,
    pub faults: Vec<String>,
}

/// The tests of one module.
#[derive(Debug)]
pub struct Tests<'a> {
    module: &'static str,
    all: &'a mut Vec<Trial>,
    runs_alone: bool,
}

impl Tests<'_> {
    /// Returns where to add tests of times: each of them runs while no other test takes the processor from it.
    pub fn alone(&mut self) -> Tests<'_> {
        Tests { module: self.module, all: self.all, runs_alone: true }
    }

    /// Adds a test of each case in each of these engines.
    pub fn add(&mut self, engines: &[Engine], cases: &[Case]) {
        for engine in engines {
            for case in cases {
                self.add_named(*engine, case.name, case.run);
            }
        }
    }

    /// Adds a test that runs only if it is asked for.
    pub fn add_ignored(&mut self, engine: Engine, case: Case) {
        self.add_named(engine, case.name, case.run);
        let last = self.all.pop().expect("the test that was added");
        self.all.push(last.with_ignored_flag(true));
    }

    /// Adds a test of any function of a page.
    pub fn add_named(&mut self, engine: Engine, name: &str, run: impl AsyncFnOnce(&Page) + Send + 'static) {
        self.add_raw(engine, name, move || match observe(engine, run) {
            Report { panic: None, faults } if faults.is_empty() => Ok(()),
            Report { panic, faults } => {
                let faults = faults.iter().map(|fault| format!("\nfault in a document: {fault}"));
                Err(format!("{}{}", panic.unwrap_or_default(), faults.collect::<String>()).into())
            }
        });
    }

    /// Adds a test of a function that runs cases itself.
    pub fn add_raw(
        &mut self,
        engine: Engine,
        name: &str,
        test: impl FnOnce() -> Result<(), Failed> + Send + 'static,
    ) {
        let name = format!("{}::{}::{name}", self.module, engine.name());
        let title = name.clone();
        let runs_alone = self.runs_alone;
        self.all.push(Trial::test(title, move || {
            let _alone = runs_alone.then(|| RUNNING.write().unwrap_or_else(PoisonError::into_inner));
            let _beside_others =
                (!runs_alone).then(|| RUNNING.read().unwrap_or_else(PoisonError::into_inner));
            let start = Instant::now();
            let result = test();
            TIMES.lock().unwrap_or_else(PoisonError::into_inner).push((start.elapsed(), name));
            result
        }));
    }
}

/// A name, and a function that adds the tests of that name.
pub type Module = (&'static str, fn(&mut Tests));

/// Runs the tests of all modules as the command line asks, ends the browsers, and prints the slowest tests.
pub fn run(modules: &[Module]) -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(WORKERS);
    let mut all = Vec::new();
    for (module, add) in modules {
        add(&mut Tests { module, all: &mut all, runs_alone: false });
    }
    let conclusion = libtest_mimic::run(&arguments, interleaved(all));
    runtime().block_on(pool::end_all());
    let mut times = std::mem::take(&mut *TIMES.lock().unwrap_or_else(PoisonError::into_inner));
    if times.len() > SLOWEST {
        print_times(&mut times);
    }
    conclusion.exit_code()
}

/// Spreads the tests of each engine over the run, so that workers do not all need a browser of the same engine.
fn interleaved(all: Vec<Trial>) -> Vec<Trial> {
    let mut groups: Vec<Vec<Trial>> = Vec::new();
    let engine = |trial: &Trial| trial.name().split("::").nth(1).unwrap_or_default().to_owned();
    for trial in all {
        match groups
            .iter_mut()
            .find(|group| group.first().is_some_and(|first| engine(first) == engine(&trial)))
        {
            Some(group) => group.push(trial),
            None => groups.push(vec![trial]),
        }
    }
    let mut placed: Vec<(f64, Trial)> = Vec::new();
    for group in groups {
        let length = group.len();
        for (index, trial) in group.into_iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a few hundred tests")]
            placed.push((index as f64 / length as f64, trial));
        }
    }
    placed.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    placed.into_iter().map(|(_, trial)| trial).collect()
}

fn print_times(times: &mut [(Duration, String)]) {
    times.sort();
    println!("the slowest tests:");
    for (time, name) in times.iter().rev().take(SLOWEST) {
        println!("{:>7.1} s  {name}", time.as_secs_f64());
    }
    println!();
    for engine in super::EVERY.map(Engine::name) {
        let own = times.iter().filter(|(_, name)| name.contains(&format!("::{engine}::")));
        let (count, total) =
            own.fold((0, 0.0), |(count, total), (time, _)| (count + 1, total + time.as_secs_f64()));
        println!("{engine}: {count} tests in {total:.0} s");
    }
}

/// Runs a case in a tab of its own, and returns what went wrong in it and in all documents that it loaded.
pub fn observe(engine: Engine, case: impl AsyncFnOnce(&Page)) -> Report {
    runtime().block_on(async {
        let session = match pool::take(engine).await {
            Ok(session) => session,
            Err(error) => return Report { panic: Some(error), faults: Vec::new() },
        };
        let page = Page::new(engine, session.browser.clone()).await;
        let whole = async {
            case(&page).await;
            page.finish().await;
        };
        let outcome = AssertUnwindSafe(tokio::time::timeout(CASE_LIMIT, whole)).catch_unwind().await;
        let panic = match outcome {
            Ok(Ok(())) => None,
            Ok(Err(_)) => Some(format!("it did not end within {CASE_LIMIT:?}")),
            Err(panic) => Some(message(&*panic)),
        };
        let report = Report { faults: page.unexpected_faults(panic.is_none()), panic };
        let is_reusable = report.panic.is_none() && !page.is_retired();
        drop(page);
        // A browser in which a test stopped halfway is not trusted with another.
        if is_reusable {
            pool::give_back(engine, session);
        } else {
            pool::end(session).await;
        }
        report
    })
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    text.unwrap_or("it panicked").into()
}

/// One runtime for all workers, because a session's connections belong to the runtime that made them.
fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
    })
}
