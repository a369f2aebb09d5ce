//! Loads of several shapes are measured, the advice is taken, and the same load is run again on
//! it: nothing is killed, and the CPU is short for no longer than was said.

use ferrogate_base::TimestampMs;
use proptest::prelude::*;

use super::*;

const DAY: usize = 24 * 60;
const BOTH: Vary = Vary { cpu: true, memory: true };
const PRICES: Prices = Prices { vcpu: 0.04048, memory: 0.004_445 };

fn size(cpu_units: u32, memory_mib: u32) -> Size {
    Size { cpu_units, memory_mib }
}

fn series(values: impl IntoIterator<Item = f64>) -> Series {
    let peak = |(at, value): (usize, f64)| Peak {
        at: TimestampMs(at as u64 * 60_000),
        length_s: 60,
        greatest: value,
        sum: value * 3.0,
        count: 3.0,
    };
    Series(values.into_iter().enumerate().map(peak).collect())
}

fn load(cpu: impl IntoIterator<Item = f64>, memory: impl IntoIterator<Item = f64>) -> Load {
    Load { cpu: series(cpu), memory: series(memory), ..Load::default() }
}

fn advised(load: &Load, current: Size) -> Advice {
    advise(load, current, BOTH, &Rules::default(), &PRICES).unwrap()
}

/// Repeatable noise between 0 and 1 (splitmix64).
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    Steady,
    Wave,
    Spikes,
    Leak,
    Batch,
}

/// What one task wants in each minute of two days: CPU units and MiB.
fn wanted(shape: Shape, seed: u64) -> Vec<(f64, f64)> {
    let mut noise = Noise(seed);
    let of = |minute: usize| {
        let day = (minute % DAY) as f64 / DAY as f64;
        let (a, b) = (noise.next(), noise.next());
        match shape {
            Shape::Steady => (150.0 + 20.0 * a, 300.0 + 10.0 * b),
            Shape::Wave => {
                let high = (1.0 - (day * std::f64::consts::TAU).cos()) / 2.0;
                (50.0 + 700.0 * high + 30.0 * a, 400.0 + 800.0 * high + 20.0 * b)
            }
            Shape::Spikes => {
                let spike = a < 0.004;
                (if spike { 3500.0 } else { 80.0 + 20.0 * b }, if spike { 2500.0 } else { 500.0 })
            }
            // Run again every eight hours, when it has leaked.
            Shape::Leak => (100.0 + 10.0 * a, 200.0 + (minute % 480) as f64 * 5.0),
            Shape::Batch => {
                let runs = minute % 60 < 10;
                (if runs { 1900.0 + 100.0 * a } else { 2.0 }, if runs { 6000.0 + b } else { 64.0 })
            }
        }
    };
    (0..2 * DAY).map(of).collect()
}

/// What is measured of it on a size: no more CPU than there is, and no memory beyond the limit,
/// where it is killed.
fn run(wants: &[(f64, f64)], on: Size) -> (Load, f64, u32) {
    let (cpu, memory) = (f64::from(on.cpu_units), f64::from(on.memory_mib));
    let short = wants.iter().filter(|(wants, _)| *wants > cpu).count();
    let killed = wants.iter().filter(|(_, wants)| *wants > memory).count();
    let mut seen = load(
        wants.iter().map(|(wants, _)| wants.min(cpu)),
        wants.iter().map(|(_, wants)| wants.min(memory)),
    );
    seen.killed_at_mib = (killed > 0).then_some(on.memory_mib);
    (seen, short as f64 / wants.len() as f64, u32::try_from(killed).unwrap())
}

#[test]
fn the_same_load_on_the_advised_size_is_held() {
    for shape in [Shape::Steady, Shape::Wave, Shape::Spikes, Shape::Leak, Shape::Batch] {
        for seed in 0..8 {
            let wants = wanted(shape, seed);
            // From far too much, and step by step from far too little.
            for begin in [size(8192, 32768), size(256, 512)] {
                let mut on = begin;
                let mut steps = 0;
                loop {
                    let advice = advised(&run(&wants, on).0, on);
                    let Some(option) = advice.option else {
                        assert_eq!(advice.finding, Finding::Optimized, "{shape:?} {seed} {on:?}");
                        break;
                    };
                    on = option.size;
                    steps += 1;
                    assert!(steps < 12, "{shape:?} {seed}: it does not settle");
                }
                let (_, short, killed) = run(&wants, on);
                assert_eq!(killed, 0, "{shape:?} {seed} on {on:?}");
                assert!(short <= 1.0 - 0.995, "{shape:?} {seed} on {on:?}: short for {short}");
                assert!(PRICES.hour(on) < PRICES.hour(size(8192, 32768)), "{shape:?} {seed}");
            }
        }
    }
}

#[test]
fn a_size_that_holds_is_kept_until_half_of_the_headroom_is_gone() {
    let on = size(512, 1024);
    let of = |cpu: f64, memory: f64| advised(&load([cpu], [memory]), on);
    for (cpu, memory, reasons) in [
        (300.0, 700.0, vec![]),
        (460.0, 900.0, vec![]),
        (470.0, 900.0, vec![Reason::CpuUnder]),
        (460.0, 940.0, vec![Reason::MemoryUnder]),
        (100.0, 900.0, vec![Reason::CpuOver]),
        (300.0, 100.0, vec![]),
        (100.0, 940.0, vec![Reason::CpuOver, Reason::MemoryUnder]),
        (500.0, 1000.0, vec![Reason::CpuUnder, Reason::MemoryUnder]),
    ] {
        let advice = of(cpu, memory);
        assert_eq!(advice.reasons, reasons, "{cpu} {memory}");
        let under = reasons.iter().any(|r| matches!(r, Reason::CpuUnder | Reason::MemoryUnder));
        assert_eq!(advice.finding == Finding::Underprovisioned, under, "{cpu} {memory}");
    }
}

#[test]
fn a_kill_is_a_use_even_where_nothing_was_measured() {
    let mut killed = Load { killed_at_mib: Some(512), ..Load::default() };
    let advice = advised(&killed, size(256, 512));
    assert_eq!((advice.finding, advice.risk), (Finding::Underprovisioned, Risk::High));
    assert_eq!(advice.option.unwrap().size, size(256, 1024));
    // Where it has more by now that says only how much it needs.
    killed.memory = series([300.0]);
    killed.cpu = series([10.0]);
    let advice = advised(&killed, size(1024, 4096));
    assert_eq!((advice.finding, advice.risk), (Finding::Overprovisioned, Risk::VeryLow));
    assert_eq!(advice.option.unwrap().size, size(256, 1024));
    assert_eq!(advise(&Load::default(), size(256, 512), BOTH, &Rules::default(), &PRICES), None);
}

#[test]
fn what_the_service_is_scaled_by_stays() {
    let small = load([10.0], [100.0]);
    let of = |vary| advise(&small, size(1024, 4096), vary, &Rules::default(), &PRICES).unwrap();
    let memory = of(Vary { cpu: false, memory: true });
    assert_eq!(memory.reasons, [Reason::MemoryOver]);
    assert_eq!(memory.option.unwrap().size, size(1024, 2048));
    let cpu = of(Vary { cpu: true, memory: false });
    assert_eq!(cpu.reasons, [Reason::CpuOver]);
    assert_eq!(cpu.option.unwrap().size, size(512, 4096));
    let none = of(Vary { cpu: false, memory: false });
    assert_eq!((none.finding, none.option), (Finding::Optimized, None));
}

#[test]
fn what_no_size_holds_is_said_without_one() {
    let huge = load([20_000.0], [100.0]);
    let advice = advised(&huge, size(16384, 32768));
    assert_eq!((advice.finding, advice.option), (Finding::Underprovisioned, None));
    assert_eq!(advice.reasons, [Reason::CpuUnder]);
}

#[test]
fn an_old_hour_counts_for_an_hour() {
    let hour = Peak { length_s: 3600, ..series([900.0]).0[0] };
    let mut cpu = series(vec![10.0; 60]);
    assert_eq!(cpu.percentile(0.995), Some(10.0));
    cpu.0.insert(0, hour);
    assert_eq!((cpu.percentile(0.5), cpu.percentile(0.51)), (Some(10.0), Some(900.0)));
    assert_eq!((cpu.minutes(), cpu.share_above(800.0)), (120.0, 0.5));
    assert_eq!(Series::default().percentile(0.5), None);
}

#[test]
fn containers_share_a_size_and_a_limit_is_never_below_its_use() {
    let container = |name: &str, cpu: f64, memory: f64, limit_mib| Container {
        name: name.into(),
        limit_mib,
        cpu: series([cpu]),
        memory: series([memory]),
        killed_at_mib: None,
    };
    let mut of = load([200.0], [400.0]);
    of.containers =
        vec![container("app", 150.0, 300.0, Some(2048)), container("log", 50.0, 100.0, None)];
    let option = advised(&of, size(1024, 4096)).option.unwrap();
    assert_eq!(option.size, size(256, 512));
    let share = |name: &str, cpu_units, limit_mib, reservation_mib| Share {
        name: name.into(),
        cpu_units,
        limit_mib,
        reservation_mib,
    };
    let expected = [share("app", 191, Some(360), None), share("log", 64, None, Some(120))];
    assert_eq!(option.containers, expected);
    // Its own limit has killed it, though the task has room.
    of.containers[0] =
        Container { killed_at_mib: Some(310), ..container("app", 150.0, 300.0, Some(310)) };
    let advice = advised(&of, size(256, 512));
    assert_eq!((advice.finding, advice.risk), (Finding::Underprovisioned, Risk::High));
    assert_eq!(advice.reasons, [Reason::MemoryUnder]);
    let option = advice.option.unwrap();
    assert_eq!((option.size, option.containers[0].limit_mib), (size(256, 512), Some(372)));
}

fn sizes() -> impl Strategy<Value = Size> {
    let all: Vec<Size> = Size::all().collect();
    prop::sample::select(all)
}

fn loads() -> impl Strategy<Value = Load> {
    let values = || prop::collection::vec(0.0..1.0_f64, 1..60);
    let container = (values(), values(), any::<bool>(), prop::option::of(64..60_000_u32));
    let all = (values(), values(), 1.0..20_000.0_f64, 1.0..130_000.0_f64);
    (all, prop::collection::vec(container, 0..4), prop::option::of(64..130_000_u32)).prop_map(
        |((cpu, memory, cpus, mibs), containers, killed_at_mib)| {
            let mut of = load(cpu.iter().map(|v| v * cpus), memory.iter().map(|v| v * mibs));
            of.killed_at_mib = killed_at_mib;
            let count = containers.len().max(1) as f64;
            let container =
                |(at, (cpu, memory, limited, killed)): (usize, (Vec<f64>, Vec<f64>, bool, _))| {
                    Container {
                        name: format!("c{at}"),
                        limit_mib: limited.then_some(512),
                        cpu: series(cpu.iter().map(|v| v * cpus / count)),
                        memory: series(memory.iter().map(|v| v * mibs / count)),
                        killed_at_mib: if limited { killed } else { None },
                    }
                };
            of.containers = containers.into_iter().enumerate().map(container).collect();
            of
        },
    )
}

fn scaled(load: &Load, by: f64) -> Load {
    let series = |of: &Series| {
        let scale =
            |peak: &Peak| Peak { greatest: peak.greatest * by, sum: peak.sum * by, ..*peak };
        Series(of.0.iter().map(scale).collect())
    };
    let container = |of: &Container| Container {
        cpu: series(&of.cpu),
        memory: series(&of.memory),
        ..of.clone()
    };
    Load {
        cpu: series(&load.cpu),
        memory: series(&load.memory),
        killed_at_mib: load.killed_at_mib,
        containers: load.containers.iter().map(container).collect(),
    }
}

proptest! {
    #[test]
    fn an_option_is_a_size_that_holds_and_is_dearer_only_where_the_present_is_too_small(
        load in loads(), current in sizes(), cpu in any::<bool>(), memory in any::<bool>(),
    ) {
        let rules = Rules::default();
        let vary = Vary { cpu, memory };
        let advice = advise(&load, current, vary, &rules, &PRICES).unwrap();
        if advice.finding == Finding::Optimized {
            prop_assert!(advice.option.is_none() && advice.reasons.is_empty());
        }
        let Some(option) = advice.option else { return Ok(()) };
        prop_assert!(Size::all().any(|size| size == option.size));
        if advice.finding == Finding::Overprovisioned {
            prop_assert!(PRICES.hour(option.size) < PRICES.hour(current));
        }
        if vary.cpu {
            let used = load.cpu.percentile(rules.threshold).unwrap();
            prop_assert!(rules.cpu.holds(used, option.size.cpu_units));
            prop_assert!(load.cpu.share_above(option.size.cpu_units.into()) <= 0.005 + 1e-9);
        } else {
            prop_assert_eq!(option.size.cpu_units, current.cpu_units);
        }
        if vary.memory {
            let used = load.memory.greatest().unwrap();
            prop_assert!(rules.memory.holds(used, option.size.memory_mib));
            prop_assert!(load.killed_at_mib.is_none_or(|at| at < option.size.memory_mib));
            let cpu: u32 = option.containers.iter().map(|share| share.cpu_units).sum();
            let memory: u32 = option.containers.iter()
                .map(|share| share.limit_mib.or(share.reservation_mib).unwrap()).sum();
            prop_assert!(cpu <= option.size.cpu_units && memory <= option.size.memory_mib);
            for (share, of) in option.containers.iter().zip(&load.containers) {
                prop_assert_eq!(share.limit_mib.is_some(), of.limit_mib.is_some());
                let Some(limit) = share.limit_mib else { continue };
                prop_assert!(rules.memory.holds(of.memory.greatest().unwrap(), limit));
                prop_assert!(of.killed_at_mib.is_none_or(|at| at < limit));
            }
        } else {
            prop_assert_eq!(option.size.memory_mib, current.memory_mib);
        }
        // Who takes the advice is not told to go on.
        if vary == BOTH && load.containers.is_empty() {
            let again = advised(&load, option.size);
            prop_assert_eq!((again.finding, again.option), (Finding::Optimized, None));
        }
    }

    #[test]
    fn more_load_never_gets_less(load in loads(), current in sizes(), by in 1.0..3.0_f64) {
        let price = |load: &Load| {
            let advice = advised(load, current);
            // Nothing holds it: dearer than all.
            let size = match (advice.option, advice.finding) {
                (Some(option), _) => option.size,
                (None, Finding::Underprovisioned) => return f64::INFINITY,
                (None, _) => current,
            };
            PRICES.hour(size)
        };
        // What saves too little is not advised: so much may lie between.
        prop_assert!(price(&load) * (1.0 - SAVING_LEAST) <= price(&scaled(&load, by)) + 1e-12);
    }
}

#[test]
fn the_table_is_that_of_fargate() {
    let all: Vec<Size> = Size::all().collect();
    assert_eq!(all.len(), 3 + 4 + 7 + 13 + 23 + 12 + 12);
    assert!(all.is_sorted());
    assert!((PRICES.hour(size(1024, 2048)) - 0.04937).abs() < 1e-9);
}
