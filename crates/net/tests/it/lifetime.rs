//! Death and return of the process that holds the fabric.

use std::io::{Read, Write};
use std::net::Ipv4Addr;
use std::os::fd::AsFd;
use std::sync::Arc;

use ferrogate_net::{Error, Fabric, FabricOptions, Item, probe};

use crate::lab::{Netns, answer_once, cidr, eni, lab, open_state, options, read_all, vpc};

/// Drops the lab's fabric's twin: a fabric in a folder of its own, opened anew by `again`.
async fn reopen(fabric: Fabric, options: FabricOptions) -> Fabric {
    drop(fabric);
    Fabric::open(options).await.unwrap()
}

#[test]
fn a_new_process_finds_everything_and_cuts_nothing() {
    lab(|_| async move {
        let dir = tempfile::tempdir().unwrap();
        let fabric = Fabric::open(options(dir.path())).await.unwrap();
        fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
        let (a, b) = (Netns::new(), Netns::new());
        fabric.attach(&eni(1, 5), a.0.as_fd()).await.unwrap();
        fabric.attach(&eni(1, 6), b.0.as_fd()).await.unwrap();
        fabric.apply(&vpc(1), Arc::new(open_state(&[eni(1, 5), eni(1, 6)]))).await.unwrap();
        let listener = b.listen(80);
        let mut client = a.connect((Ipv4Addr::new(10, 0, 0, 6), 80)).unwrap();
        let (mut server, _) = listener.accept().unwrap();
        let before = fabric.census().await.unwrap();

        let fabric = reopen(fabric, options(dir.path())).await;
        assert_eq!(fabric.census().await.unwrap(), before);
        let mut enis = fabric.enis().await.unwrap();
        enis.sort_by_key(|eni| eni.address);
        assert_eq!(enis, [eni(1, 5), eni(1, 6)]);
        client.write_all(b"x").unwrap();
        server.read_exact(&mut [0]).unwrap();
        // New connections pass the rules that the earlier one was told.
        let answering = answer_once(listener, "hello");
        assert_eq!(read_all(a.connect((Ipv4Addr::new(10, 0, 0, 6), 80)).unwrap()), "hello");
        answering.join().unwrap();

        fabric.attach(&eni(1, 5), a.0.as_fd()).await.unwrap();
        let refused = fabric.attach(&eni(1, 6), a.0.as_fd()).await;
        assert!(matches!(refused, Err(Error::AttachedDifferently(_))), "{refused:?}");
        let refused = fabric.ensure_vpc(&vpc(1), "10.1.0.0/16".parse().unwrap()).await;
        assert!(matches!(refused, Err(Error::OtherRange { .. })), "{refused:?}");
        fabric.detach(&eni(1, 5).id).await.unwrap();
        assert!(!a.has_eth1() && b.has_eth1());
        fabric.destroy().await.unwrap();
        assert!(!b.has_eth1());
        assert_eq!(fabric.census().await.unwrap(), []);
    });
}

#[test]
fn what_was_left_half_made_is_removed() {
    lab(|_| async move {
        let dir = tempfile::tempdir().unwrap();
        let fabric = Fabric::open(options(dir.path())).await.unwrap();
        let netns = Netns::new();
        fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
        fabric.attach(&eni(1, 5), netns.0.as_fd()).await.unwrap();
        let pins = dir.path().join("netns");
        // A pin whose mount a reboot took, a VPC without its mark, an ENI without its.
        std::fs::write(pins.join("vpc-rebooted"), b"").unwrap();
        // And what no engine made: a folder with something in it, and a link to one.
        let elsewhere = dir.path().join("elsewhere");
        for folder in [pins.join("vpc-folder"), elsewhere.clone()] {
            std::fs::create_dir(&folder).unwrap();
            std::fs::write(folder.join("file"), b"").unwrap();
        }
        std::os::unix::fs::symlink(&elsewhere, pins.join("vpc-link")).unwrap();
        fabric.ensure_vpc(&vpc(2), cidr()).await.unwrap();
        let router = |n: u8| Netns(std::fs::File::open(pins.join(format!("vpc-{n}"))).unwrap());
        router(2).inside(|| {
            let unmark = ["link", "set", "lo", "alias", ""];
            assert!(std::process::Command::new("ip").args(unmark).status().unwrap().success());
        });
        // And an ENI that was on its way out, in the group of such.
        let leaving = Netns::new();
        fabric.attach(&eni(1, 6), leaving.0.as_fd()).await.unwrap();
        router(1).output(&format!("ip link set {} group 57005", eni(1, 6).host_if));
        router(1).output("ip link add half type veth peer name made");

        let fabric = reopen(fabric, options(dir.path())).await;
        let interface = Item::Interface(vpc(1), eni(1, 5).host_if);
        let wanted = [Item::Pin(vpc(1)), Item::Table(vpc(1)), interface];
        assert_eq!(fabric.census().await.unwrap(), wanted);
        assert!(elsewhere.join("file").exists(), "what a link leads to is not the engine's");
        assert!(!leaving.has_eth1() && netns.has_eth1());
        fabric.destroy().await.unwrap();
    });
}

#[test]
fn one_process_at_a_time_and_only_its_own_instance() {
    lab(|lab| async move {
        lab.fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
        let held = Fabric::open(options(lab.dir.path())).await;
        assert!(matches!(held.err(), Some(Error::Held(_))));

        let dir = tempfile::tempdir().unwrap();
        let fabric = Fabric::open(options(dir.path())).await.unwrap();
        fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
        let before = fabric.census().await.unwrap();
        drop(fabric);
        let other = FabricOptions { instance: "other".into(), ..options(dir.path()) };
        let refused = Fabric::open(other).await.err();
        assert!(matches!(refused, Some(Error::Foreign { .. })), "{refused:?}");
        let fabric = Fabric::open(options(dir.path())).await.unwrap();
        assert_eq!(fabric.census().await.unwrap(), before);
        fabric.destroy().await.unwrap();
    });
}

#[test]
fn the_hosts_own_namespace_is_not_touched() {
    lab(|lab| async move {
        let host = Netns(std::fs::File::open("/proc/self/ns/net").unwrap());
        let _tasks = (lab.task(1, 5).await, lab.task(2, 5).await);
        // Others may change the host meanwhile, so only what is ours is looked for.
        let links = host.output("ip -o link show");
        for name in [eni(1, 5).host_if, eni(2, 5).host_if] {
            assert!(!links.contains(&format!(" {name}")), "{links}");
        }
        assert!(!host.output("nft list tables").contains("inet ferrogate"));
        assert!(!host.output("ip addr show").contains("169.254.170.2"));
    });
}

#[test]
fn a_kernel_that_runs_these_tests_has_every_feature() {
    let features = probe::probe();
    assert!(features.len() >= 6);
    for feature in features {
        assert_eq!(feature.missing, None, "{}: {}", feature.name, feature.fix);
    }
}
