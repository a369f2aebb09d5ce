//! Times attach and detach on this machine: `cargo run --release --example net_bench -- 200`.
//! Needs root; works in a folder of its own and removes all it made.

use std::fs::File;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use ferrogate_net::{Eni, EniId, Fabric, FabricOptions, Mac, VpcId};
use nix::sched::{CloneFlags, unshare};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count: u16 = std::env::args().nth(1).map_or(Ok(100), |count| count.parse())?;
    let dir = tempfile::tempdir()?;
    let options =
        FabricOptions { run_dir: dir.path().into(), instance: "bench".into(), outside: None };
    let fabric = Fabric::open(options).await?;
    let result = measure(&fabric, count).await;
    fabric.destroy().await?;
    result
}

async fn measure(fabric: &Fabric, count: u16) -> Result<(), Box<dyn std::error::Error>> {
    let vpc: VpcId = "vpc-bench".parse()?;
    let start = Instant::now();
    fabric.ensure_vpc(&vpc, "10.0.0.0/16".parse()?).await?;
    println!("ensure_vpc: {:?}", start.elapsed());
    let (mut namespaces, mut attach, mut sockets, mut detach) = (vec![], vec![], vec![], vec![]);
    for n in 0..count {
        namespaces.push(new_netns()?);
        let eni = eni(&vpc, n)?;
        let start = Instant::now();
        fabric.attach(&eni, namespaces[usize::from(n)].as_fd()).await?;
        attach.push(start.elapsed());
        let start = Instant::now();
        drop(fabric.task_sockets(&eni.id).await?);
        sockets.push(start.elapsed());
    }
    for n in 0..count {
        let id = eni(&vpc, n)?.id;
        let start = Instant::now();
        fabric.detach(&id).await?;
        detach.push(start.elapsed());
    }
    let start = Instant::now();
    let again = (0..count).map(|n| Ok((eni(&vpc, n)?, namespaces[usize::from(n)].as_fd())));
    let again: Vec<_> = again.collect::<Result<_, Box<dyn std::error::Error>>>()?;
    for (eni, netns) in &again {
        fabric.attach(eni, *netns).await?;
    }
    println!("attach of {count}: {:?}", start.elapsed());
    let start = Instant::now();
    let leaving = again.iter().map(|(eni, _)| fabric.detach(&eni.id));
    futures_util::future::try_join_all(leaving).await?;
    println!("detach of {count} at once: {:?}", start.elapsed());
    report("attach", attach);
    report("task_sockets", sockets);
    report("detach", detach);
    Ok(())
}

fn eni(vpc: &VpcId, n: u16) -> Result<Eni, Box<dyn std::error::Error>> {
    let [high, low] = (n + 10).to_be_bytes();
    let id: EniId = format!("eni-{n}").parse()?;
    Ok(Eni {
        host_if: id.host_if(),
        id,
        vpc: vpc.clone(),
        address: [10, 0, high, low].into(),
        subnet: "10.0.0.0/16".parse()?,
        gateway: [10, 0, 0, 1].into(),
        address6: None,
        mac: Mac([2, 0, 10, 0, high, low]),
    })
}

fn new_netns() -> std::io::Result<File> {
    let made = std::thread::spawn(|| {
        unshare(CloneFlags::CLONE_NEWNET)?;
        File::open("/proc/thread-self/ns/net")
    });
    made.join().map_err(|_| std::io::Error::other("panicked"))?
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: usize| times[(times.len() - 1) * part / 100];
    println!("{what}: median {:?}, p99 {:?}, max {:?}", at(50), at(99), at(100));
}
