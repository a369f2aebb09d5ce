//! Runs the simulation from a seed: `sim SEED`; `sim SEED aloud` to hear it while it runs, and
//! `sim SEED die POINT` to have the server die at one point again and again, and nothing else
//! go wrong.
//!
//! All randomness of this process is the seed's: the kernel's is replaced, so hash maps, the
//! runtime's choices and identifiers are the same each time. One seed is one process.

mod kernel;

use std::process::ExitCode;

use ferrogate_testkit::sim;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(plan) = plan(&arguments) else {
        eprintln!("usage: sim SEED [aloud] [die POINT]");
        return ExitCode::from(2);
    };
    kernel::seed(plan.seed);
    let seed = plan.seed;
    let outcome = run(plan);
    for (what, count) in &outcome.counts {
        println!("{count:>6}  {what}");
    }
    println!("seed {seed}: {:.0} s simulated, {:016x}", outcome.time.as_secs_f64(), outcome.hash);
    let Some(broken) = outcome.broken else { return ExitCode::SUCCESS };
    outcome.trace.iter().for_each(|line| println!("{line}"));
    println!("seed {seed} is broken: {broken}\nrun it again: make sim SEED={seed}");
    ExitCode::FAILURE
}

fn plan(arguments: &[String]) -> Option<sim::Plan> {
    let (seed, mut more) = arguments.split_first()?;
    let mut plan = sim::Plan { seed: seed.parse().ok()?, ..sim::Plan::default() };
    while let Some((word, rest)) = more.split_first() {
        more = match (&**word, rest) {
            ("aloud", rest) => {
                plan.aloud = true;
                rest
            }
            ("die", [point, rest @ ..]) if sim::POINTS.contains(&&**point) => {
                plan.die_at = Some(point.clone());
                rest
            }
            _ => return None,
        };
    }
    Some(plan)
}

fn run(plan: sim::Plan) -> sim::Outcome {
    sim::note_panics();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime of one thread");
    runtime.block_on(sim::run(plan))
}
