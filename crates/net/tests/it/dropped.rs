//! Whoever asks the fabric may stop waiting at any moment: what was begun ends all the same,
//! and nobody after finds it half done.

use std::future::{Future, poll_fn};
use std::os::fd::AsFd;
use std::path::Path;
use std::pin::pin;
use std::process::Command;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use ferrogate_net::{Eni, Fabric};

use crate::lab::{Netns, cidr, eni, lab, vpc};

/// No call here is polled so often.
const POLLS_MAX: usize = 50;

/// Polls `work` and lets it fall after so many polls without an end: whether it came to it.
async fn within<F: Future>(polls: usize, work: F) -> Option<F::Output> {
    let mut work = pin!(work);
    let mut left = polls;
    poll_fn(move |context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => {
            left -= 1;
            if left == 0 { Poll::Ready(None) } else { Poll::Pending }
        }
    })
    .await
}

/// Lets `call` fall after one poll, two, and so on, until there is nothing to let fall any more.
/// `before` makes each time what it needs, `after` says what must hold then.
async fn at_every_poll(
    before: impl AsyncFn(usize),
    call: impl AsyncFn(usize),
    after: impl AsyncFn(usize),
) {
    for polls in 1..POLLS_MAX {
        before(polls).await;
        let done = within(polls, call(polls)).await.is_some();
        after(polls).await;
        if done {
            return;
        }
    }
    panic!("the call never came to its end");
}

/// Nothing is needed before.
async fn nothing(_: usize) {}

fn number(polls: usize) -> u8 {
    u8::try_from(polls).unwrap()
}

#[test]
fn a_vpc_whose_asker_is_gone_is_there_for_the_next() {
    lab(|lab| async move {
        let make = async |polls| {
            lab.fabric.ensure_vpc(&vpc(number(polls)), cidr()).await.unwrap();
        };
        let used = async |polls| {
            lab.task(number(polls), 5).await;
        };
        at_every_poll(nothing, make, used).await;
    });
}

#[test]
fn an_eni_whose_asker_is_gone_comes_and_goes_as_any() {
    lab(|lab| async move {
        let (here, fabric) = (lab.task(1, 250).await, &lab.fabric);
        let of = |polls: usize| eni(1, number(polls) + 4);
        let netns: Vec<Netns> = (0..POLLS_MAX).map(|_| Netns::new()).collect();
        let attach = async |polls: usize| {
            fabric.attach(&of(polls), netns[polls].0.as_fd()).await.unwrap();
        };
        let and_gone = async |polls: usize| {
            attach(polls).await;
            fabric.detach(&of(polls).id).await.unwrap();
            assert!(!netns[polls].has_eth1());
        };
        at_every_poll(nothing, attach, and_gone).await;

        // Taken away by somebody who did not wait: its id is free, also for another VPC.
        lab.task(2, 250).await;
        let detach = async |polls: usize| fabric.detach(&of(polls).id).await.unwrap();
        let elsewhere = async |polls: usize| {
            let id = of(polls).id;
            // Who asks again waits until it is gone.
            detach(polls).await;
            let eni = Eni { host_if: id.host_if(), id, ..eni(2, number(polls) + 4) };
            fabric.attach(&eni, netns[polls].0.as_fd()).await.unwrap();
            fabric.detach(&eni.id).await.unwrap();
        };
        at_every_poll(attach, detach, elsewhere).await;
        assert!(here.has_eth1());
    });
}

#[test]
fn a_vpc_whose_remover_is_gone_can_be_made_again() {
    lab(|lab| async move {
        let fabric = &lab.fabric;
        let make = async |_| fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
        let remove = async |_| fabric.remove_vpc(&vpc(1)).await.unwrap();
        let and_again = async |polls| {
            remove(polls).await;
            lab.task(1, 5).await;
        };
        at_every_poll(make, remove, and_again).await;
    });
}

#[test]
fn many_who_ask_for_one_vpc_share_its_making() {
    lab(|lab| async move {
        let ask = |_| {
            let fabric = lab.fabric.clone();
            tokio::spawn(async move { fabric.ensure_vpc(&vpc(1), cidr()).await })
        };
        let all: Vec<_> = (0..32).map(ask).collect();
        for asked in all {
            asked.await.unwrap().unwrap();
        }
        lab.task(1, 5).await;
    });
}

/// A file is where the folder of the pins should be, until it is taken away.
struct InTheWay<'l>(&'l Path);

impl InTheWay<'_> {
    fn of(pins: &Path) -> InTheWay<'_> {
        std::fs::rename(pins, pins.with_extension("away")).unwrap();
        std::fs::write(pins, "").unwrap();
        InTheWay(pins)
    }

    fn go(self) {
        std::fs::remove_file(self.0).unwrap();
        std::fs::rename(self.0.with_extension("away"), self.0).unwrap();
    }
}

#[test]
fn a_making_that_fails_is_tried_again_before_anybody_is_told() {
    lab(|lab| async move {
        let pins = lab.dir.path().join("netns");
        let obstacle = InTheWay::of(&pins);
        let fabric = lab.fabric.clone();
        let asked = tokio::spawn(async move { fabric.ensure_vpc(&vpc(1), cidr()).await });
        // Others come while it is being tried, and one of them goes again.
        assert!(within(1, lab.fabric.ensure_vpc(&vpc(1), cidr())).await.is_none());
        obstacle.go();
        asked.await.unwrap().unwrap();
        lab.task(1, 5).await;
    });
}

#[test]
fn a_making_that_fails_for_good_is_told_to_all_who_asked_and_tried_anew_for_the_next() {
    lab(|lab| async move {
        let pins = lab.dir.path().join("netns");
        let obstacle = InTheWay::of(&pins);
        let ask = |fabric: Arc<Fabric>| {
            tokio::spawn(async move { fabric.ensure_vpc(&vpc(1), cidr()).await })
        };
        let all: Vec<_> = (0..8).map(|_| ask(lab.fabric.clone())).collect();
        let begun = std::time::Instant::now();
        for asked in all {
            let refused = asked.await.unwrap().unwrap_err().to_string();
            assert!(refused.contains("vpc-1"), "{refused}");
        }
        // One making for all of them, not one after the other.
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
        obstacle.go();
        lab.task(1, 5).await;
    });
}

#[test]
fn a_pin_that_a_failed_making_left_is_not_in_the_way() {
    lab(|lab| async move {
        let at = lab.dir.path().join("netns").join(vpc(1).as_str());
        std::fs::write(&at, "").unwrap();
        let mounted =
            Command::new("mount").args(["--bind", "/proc/self/ns/net"]).arg(&at).status().unwrap();
        assert!(mounted.success());
        lab.task(1, 5).await;
    });
}
