//! What somebody has taken from the kernel by hand is found out and put back.

use std::net::Ipv4Addr;
use std::os::fd::AsFd;
use std::sync::Arc;

use ferrogate_net::Fabric;
use nix::mount::{MntFlags, umount2};

use crate::lab::{Netns, cidr, eni, lab, open_state, options, round_trip, vpc};

const B: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 6);

#[test]
fn rules_that_were_deleted_or_changed_by_hand_are_put_back() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let _elsewhere = lab.task(2, 5).await;
        assert_eq!(lab.fabric.repair().await.unwrap(), []);
        let rules = |lab: &crate::lab::Lab| lab.router(1).output("nft -s list ruleset");
        let before = rules(&lab);
        for by_hand in [
            "nft delete table inet ferrogate",
            "nft flush ruleset",
            "nft flush map inet ferrogate entering",
            "nft insert rule inet ferrogate forward accept",
            "nft add table ip another",
        ] {
            lab.router(1).output(by_hand);
            assert_eq!(lab.fabric.repair().await.unwrap(), [vpc(1)], "{by_hand}");
            lab.router(1).inside(|| {
                let delete = ["delete", "table", "ip", "another"];
                std::process::Command::new("nft").args(delete).output().unwrap();
            });
            lab.fabric.repair().await.unwrap();
            assert_eq!(rules(&lab), before, "{by_hand}");
            assert_eq!(lab.fabric.repair().await.unwrap(), [], "{by_hand}");
            round_trip(&a, &b, B);
        }
    });
}

#[test]
fn a_change_by_hand_is_found_also_after_changes_that_it_was_not_in_the_way_of() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        lab.router(1).output("nft insert rule inet ferrogate forward accept");
        let _c = lab.task(1, 7).await;
        lab.tell(1, |state| drop(state.groups.insert("sg-new".into(), Default::default()))).await;
        assert_eq!(lab.fabric.repair().await.unwrap(), [vpc(1)]);
        let forward = lab.router(1).output("nft list chain inet ferrogate forward");
        assert!(!forward.contains("policy drop;\n\t\taccept"), "{forward}");
        assert_eq!(lab.fabric.repair().await.unwrap(), []);
        round_trip(&a, &b, B);
    });
}

#[test]
fn who_comes_or_goes_or_is_told_after_a_deletion_by_hand_mends_it_too() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        lab.router(1).output("nft delete table inet ferrogate");
        lab.tell(1, |state| drop(state.groups.insert("sg-new".into(), Default::default()))).await;
        round_trip(&a, &b, B);
        lab.router(1).output("nft delete table inet ferrogate");
        let c = lab.task(1, 7).await;
        round_trip(&c, &b, B);
        lab.router(1).output("nft delete table inet ferrogate");
        lab.fabric.detach(&eni(1, 7).id).await.unwrap();
        round_trip(&a, &b, B);
    });
}

#[test]
fn a_pin_that_was_taken_is_put_back() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let pin = lab.dir.path().join("netns/vpc-1");
        umount2(&pin, MntFlags::MNT_DETACH).unwrap();
        assert_eq!(lab.fabric.repair().await.unwrap(), [vpc(1)]);
        assert_eq!(lab.fabric.repair().await.unwrap(), []);
        umount2(&pin, MntFlags::MNT_DETACH).unwrap();
        std::fs::remove_file(&pin).unwrap();
        assert_eq!(lab.fabric.repair().await.unwrap(), [vpc(1)]);
        assert!(lab.router(1).output("ip -o link show").contains(&eni(1, 5).host_if));
        round_trip(&a, &b, B);
    });
}

#[test]
fn a_namespace_that_went_while_nobody_looked_is_missed_and_made_anew() {
    lab(|_| async move {
        let dir = tempfile::tempdir().unwrap();
        let fabric = Fabric::open(options(dir.path())).await.unwrap();
        fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
        let (a, b) = (Netns::new(), Netns::new());
        fabric.attach(&eni(1, 5), a.0.as_fd()).await.unwrap();
        drop(fabric);
        umount2(&dir.path().join("netns/vpc-1"), MntFlags::MNT_DETACH).unwrap();
        let fabric = Fabric::open(options(dir.path())).await.unwrap();
        assert_eq!(fabric.enis().await.unwrap(), []);
        fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
        fabric.apply(&vpc(1), Arc::new(open_state(&[eni(1, 5), eni(1, 6)]))).await.unwrap();
        for (last, task) in [(5, &a), (6, &b)] {
            // The kernel takes the other ends of a namespace's interfaces away by and by.
            let until = std::time::Instant::now() + crate::lab::DEADLINE;
            while task.has_eth1() {
                assert!(std::time::Instant::now() < until);
                std::thread::yield_now();
            }
            fabric.attach(&eni(1, last), task.0.as_fd()).await.unwrap();
        }
        round_trip(&a, &b, B);
        fabric.destroy().await.unwrap();
    });
}
